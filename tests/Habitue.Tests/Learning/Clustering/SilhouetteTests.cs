using Habitue.Learning;
using Habitue.Learning.Clustering;
using Habitue.Learning.Data;

namespace Habitue.Tests.Learning.Clustering;

public sealed class SilhouetteTests
{
    private static readonly int[] Labels =
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 2, 2, 2, 2, 1, 2, 2, 2];

    /// <summary><c>silhouette_score(x, labels)</c></summary>
    [Fact]
    public void Its_mean_is_that_of_scikit_learn() =>
        Assert.Equal(0.5632953697808312, new Silhouette().Score(Iris.Rows(), Labels).Mean, 1e-6);

    /// <summary><c>silhouette_samples(x, labels)[[0, 10, 20, 29]]</c></summary>
    [Fact]
    public void Its_values_are_those_of_scikit_learn()
    {
        var values = Silhouette.PerRow(Iris.Rows(), [.. Enumerable.Range(0, 30)], Labels, default);

        Iris.Near([0.858141842, 0.1907659066, 0.5025899157, 0.5698598927], [values[0], values[10], values[20], values[29]]);
    }

    [Theory]
    [InlineData(5, 1, 2)]
    [InlineData(66, 3, 3)]
    [InlineData(333, 16, 7)]
    public void It_measures_what_the_plain_loops_measure(int rows, int columns, int clusters)
    {
        var x = Blobs.Of(rows, columns, centres: clusters, width: 8);
        var labels = Enumerable.Range(0, rows).Select(r => r * 7 % 11 % clusters).ToArray();

        var found = Silhouette.PerRow(x, [.. Enumerable.Range(0, rows)], labels, default);

        for (var i = 0; i < rows; i++)
        {
            var means = Enumerable.Range(0, clusters).Select(k => Enumerable.Range(0, rows).Where(j => j != i && labels[j] == k).Select(j => Distance(x, i, j)).DefaultIfEmpty(0).Average()).ToArray();
            var a = means[labels[i]];
            var b = means.Where((_, k) => k != labels[i]).Min();
            Assert.Equal(labels.Count(label => label == labels[i]) == 1 ? 0 : (b - a) / Math.Max(a, b), found[i], 1e-5);
        }
    }

    [Fact]
    public void A_row_alone_in_its_cluster_counts_nothing()
    {
        var x = Matrix.OfColumns(("x", [0, 1, 9]));

        var score = new Silhouette().Score(x, [0, 0, 1]);

        // a is 1 for the first two rows, b is 9 and 8.
        Iris.Near([((8.0 / 9) + (7.0 / 8)) / 2, 0], score.ByCluster);
        Assert.Equal(((8.0 / 9) + (7.0 / 8)) / 3, score.Mean, 1e-6);
    }

    [Fact]
    public void Noise_is_left_out()
    {
        var x = Matrix.OfColumns(("x", [0, 1, 500, 9, 10]));

        var score = new Silhouette().Score(x, [0, 0, -1, 1, 1]);

        Assert.Equal(4, score.Rows);
        Assert.Equal(new Silhouette().Score(x.Take([0, 1, 3, 4]), [0, 0, 1, 1]).Mean, score.Mean, 1e-12);
    }

    [Fact]
    public void A_single_cluster_separates_nothing()
    {
        Assert.Equal(0, new Silhouette().Score(Iris.Rows(), new int[30]).Mean);
        Assert.Equal(0, new Silhouette().Score(Iris.Rows(), [.. Enumerable.Repeat(-1, 30)]).Mean);
    }

    [Fact]
    public void Equal_rows_in_two_clusters_are_neither_well_nor_badly_placed() =>
        Assert.Equal(0, new Silhouette().Score(Matrix.OfColumns(("x", [3, 3, 3, 3])), [0, 1, 0, 1]).Mean);

    [Fact]
    public void A_sample_comes_near_the_whole()
    {
        var x = Blobs.Of(rows: 8_000, columns: 3, centres: 5, width: 6);
        var labels = new KMeans { Clusters = 5, Starts = 1 }.Fit(x).Assign(x);

        var exact = new Silhouette().Score(x, labels);
        var samples = Enumerable.Range(0, 5).Select(seed => new Silhouette { SampleRows = 1_000, Seed = seed }.Score(x, labels)).ToArray();

        Assert.Equal(8_000, exact.Rows);
        Assert.All(samples, sample => Assert.Equal(1_000, sample.Rows));
        Assert.All(samples, sample => Assert.Equal(exact.Mean, sample.Mean, 0.03));
        Assert.Equal(5, samples.Select(sample => sample.Mean).Distinct().Count());
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        var x = Blobs.Of(rows: 2_000, columns: 4, centres: 5, width: 6);
        var labels = Enumerable.Range(0, 2_000).Select(r => r % 5).ToArray();

        Assert.Equal(
            new Silhouette().Score(x, labels, new FitRun(Threads: 1)).Mean, new Silhouette().Score(x, labels, new FitRun(Threads: 4)).Mean);
    }

    [Fact]
    public void A_missing_value_names_column_and_row()
    {
        var error = Assert.Throws<BadDataException>(() => new Silhouette().Score(Iris.WithHoles(), Labels));

        Assert.Equal(("sepal_width", 3), (error.Column, error.Row));
    }

    [Fact]
    public void A_sample_of_one_row_is_refused_by_name() =>
        Assert.Equal("SampleRows", Assert.Throws<SettingException>(() => new Silhouette { SampleRows = 1 }.Score(Iris.Rows(), Labels)).Setting);

    private static double Distance(Matrix x, int i, int j) =>
        Math.Sqrt(Enumerable.Range(0, x.Columns.Count).Sum(c => Math.Pow((double)x[i, c] - x[j, c], 2)));
}
