using FsCheck;
using FsCheck.Fluent;
using Habitue.Learning;
using Habitue.Learning.Clustering;
using Habitue.Learning.Data;
using Habitue.Learning.Numerics;
using static Habitue.Tests.Learning.Clustering.ClusteringReference;

namespace Habitue.Tests.Learning.Clustering;

public sealed class ClusterMeasuresTests
{
    [Fact]
    public void Measures_are_those_of_scikit_learn()
    {
        var expected = Root.GetProperty("measures");
        int[] labels = Integers(expected.GetProperty("labels")), start = Integers(expected.GetProperty("start"));

        Assert.Equal(expected.GetProperty("davies_bouldin").GetDouble(), ClusterMeasures.DaviesBouldin(Groups(), labels), 1e-9);
        Assert.Equal(expected.GetProperty("calinski_harabasz").GetDouble(), ClusterMeasures.CalinskiHarabasz(Groups(), labels), 1e-6);
        Assert.Equal(expected.GetProperty("adjusted_rand").GetDouble(), ClusterMeasures.AdjustedRand(start, labels), 1e-12);
    }

    /// <summary>Noise does not count, wherever it lies.</summary>
    [Fact]
    public void Rows_of_no_cluster_are_left_out()
    {
        int[] labels = Integers(Root.GetProperty("measures").GetProperty("labels"));
        var x = Groups();
        var wider = new Matrix(x.Rows + 1, x.Columns);
        x.Values.CopyTo(wider.Values);
        wider.Row(x.Rows).Fill(1_000);

        Assert.Equal(ClusterMeasures.DaviesBouldin(x, labels), ClusterMeasures.DaviesBouldin(wider, [.. labels, -1]));
        Assert.Equal(ClusterMeasures.CalinskiHarabasz(x, labels), ClusterMeasures.CalinskiHarabasz(wider, [.. labels, -1]));
    }

    [Fact]
    public void One_cluster_and_single_rows_separate_nothing()
    {
        var x = Matrix.OfColumns(("a", [1, 2, 5, 5]));

        Assert.Equal(0, ClusterMeasures.DaviesBouldin(x, [0, 0, 0, 0]));
        Assert.Equal(0, ClusterMeasures.CalinskiHarabasz(x, [2, 2, 2, 2]));
        Assert.Equal(0, ClusterMeasures.CalinskiHarabasz(x, [0, 1, 2, 3]));
        Assert.Equal(double.PositiveInfinity, ClusterMeasures.DaviesBouldin(x, [0, 0, 1, 2]));
        Assert.Equal(double.PositiveInfinity, ClusterMeasures.CalinskiHarabasz(x, [-1, 0, 1, 1]));
        Assert.Throws<ArgumentException>(() => ClusterMeasures.DaviesBouldin(x, [0, 1]));
        Assert.Equal("a", Assert.Throws<BadDataException>(() => ClusterMeasures.CalinskiHarabasz(Matrix.OfColumns(("a", [1, double.NaN])), [0, 1])).Column);
    }

    [Fact]
    public void The_rand_index_knows_no_numbers_and_no_sides()
    {
        Assert.Equal(1, ClusterMeasures.AdjustedRand([0, 0, 1, 1, -1], [5, 5, 3, 3, 0]));
        Assert.Equal(1, ClusterMeasures.AdjustedRand([], []));
        Assert.Equal(1, ClusterMeasures.AdjustedRand([4, 4, 4], [1, 1, 1]));
        Assert.Throws<ArgumentException>(() => ClusterMeasures.AdjustedRand([0], [0, 1]));
        Check.One(QuietCheck.Times(), Prop.ForAll(Gen.Choose(0, 3).ArrayOf(20).Two().ToArbitrary(), pair =>
        {
            Assert.Equal(ClusterMeasures.AdjustedRand(pair.Item1, pair.Item2), ClusterMeasures.AdjustedRand(pair.Item2, pair.Item1), 1e-12);
            Assert.Equal(1, ClusterMeasures.AdjustedRand(pair.Item1, [.. pair.Item1.Select(label => 3 - label)]));
        }));
    }

    /// <summary><c>scipy.optimize.linear_sum_assignment</c></summary>
    [Fact]
    public void Assignments_cost_what_those_of_scipy_cost()
    {
        foreach (var one in Root.GetProperty("assignments").EnumerateArray())
        {
            var (rows, columns, values) = (one.GetProperty("rows").GetInt32(), one.GetProperty("columns").GetInt32(), Doubles(one.GetProperty("cost")));
            var cost = new double[rows, columns];
            for (var i = 0; i < values.Length; i++) cost[i / columns, i % columns] = values[i];

            var found = Assignment.Solve(cost);

            int[] taken = [.. found.Where(column => column >= 0)];
            Assert.Equal(Math.Min(rows, columns), taken.Distinct().Count());
            Assert.Equal(one.GetProperty("total").GetDouble(), found.Index().Where(pair => pair.Item >= 0).Sum(pair => cost[pair.Index, pair.Item]), 1e-9);
        }
    }

    [Fact]
    public void A_segment_keeps_its_number_whatever_the_new_fit_called_it()
    {
        int[] before = [0, 0, 0, 1, 1, 1, 2, 2, -1, 0], after = [2, 2, 2, 0, 0, 3, 1, 1, 1, -1];

        var matching = ClusterMatching.ByRows(before, after);

        Assert.Equal([1, 2, 0, -1], matching.Old);
        Assert.Equal([0, 0, 0, 1, 1, 3, 2, 2, 2, -1], matching.Rename(after));
    }

    /// <summary>Greedy matching would give the 5 common rows of (0, 0) and be left with 0; all together 4 + 4 are more.</summary>
    [Fact]
    public void The_sum_over_all_pairs_counts()
    {
        int[] before = [.. Enumerable.Repeat(0, 9), .. Enumerable.Repeat(1, 4)];
        int[] after = [.. Enumerable.Repeat(0, 5), .. Enumerable.Repeat(1, 4), .. Enumerable.Repeat(0, 4)];

        Assert.Equal([1, 0], ClusterMatching.ByRows(before, after).Old);
    }

    [Fact]
    public void Centres_match_by_distance_and_columns_by_name()
    {
        var before = Matrix.OfColumns(("a", [0, 10, 20]), ("b", [0, 0, 0]));
        var after = Matrix.OfColumns(("b", [1, 0, 50]), ("a", [19, 1, 11]));

        Assert.Equal([2, 0, 1], ClusterMatching.ByCentres(before, after).Old);
        var near = ClusterMatching.ByCentres(before, after, most: 5);
        Assert.Equal([2, 0, -1], near.Old);
        Assert.Equal([2, 0, 3], near.Rename([0, 1, 2]));
    }

    [Fact]
    public void Clear_groups_are_stable_and_a_wrong_number_of_clusters_is_less_so()
    {
        var x = Blobs.Of(rows: 300, columns: 4, centres: 3);
        var measure = new ClusterStability { Repeats = 6, Seed = 1 };

        var right = measure.Score(x, new KMeans { Clusters = 3, Starts = 3 });
        var wrong = measure.Score(x, new KMeans { Clusters = 5, Starts = 3 });

        Assert.Equal((1.0, 0.0), (right.Mean, right.Deviation));
        Assert.Equal(6, right.Scores.Count);
        Assert.InRange(wrong.Mean, 0.1, 0.98);
        Assert.Equal(wrong.Scores, measure.Score(x, new KMeans { Clusters = 5, Starts = 3 }).Scores);
        Assert.Equal("Repeats", Assert.Throws<SettingException>(() => new ClusterStability { Repeats = 0 }.Score(x, new KMeans())).Setting);
    }
}
