using Habitue.Learning;
using Habitue.Learning.Clustering;
using Habitue.Learning.Data;

namespace Habitue.Tests.Learning.Clustering;

public sealed class KMeansSweepTests
{
    private static readonly KMeans Thorough = new() { Starts = 1_000, Tolerance = 0 };

    /// <summary><c>silhouette_score(x, KMeans(k, n_init=4000, random_state=1, tol=0).fit_predict(x))</c> for k from 2 to 6.</summary>
    [Fact]
    public void Its_silhouettes_are_those_of_scikit_learn()
    {
        var sweep = new KMeansSweep { To = 6, Each = Thorough }.Fit(Iris.Rows());

        Assert.Equal([2, 3, 4, 5, 6], sweep.Candidates.Select(candidate => candidate.Clusters));
        Iris.Near(
            [0.6740433222933748, 0.5632953697808312, 0.5612619194266945, 0.5502482802224533, 0.5074882362992398],
            sweep.Candidates.Select(candidate => candidate.Silhouette));
        Assert.Equal(2, sweep.Clusters);
        Assert.Equal(0.6740433222933748, sweep.Silhouette, 1e-6);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    public void It_finds_the_number_of_groups_that_lie_apart(int groups)
    {
        var x = Blobs.Of(rows: 600, columns: 5, centres: groups);

        var sweep = new KMeansSweep().Fit(x);

        Assert.Equal(groups, sweep.Clusters);
        Assert.True(Blobs.Same([.. Enumerable.Range(0, x.Rows).Select(r => r % groups)], sweep.Assign(x)));
        Assert.Equal(9, sweep.Candidates.Count);
    }

    [Fact]
    public void The_best_is_what_k_means_alone_finds()
    {
        var x = Blobs.Of(rows: 500, columns: 3, centres: 4);

        Assert.Equal(new KMeans { Clusters = 4, Seed = 3 }.Fit(x).Centres.Values.ToArray(), new KMeansSweep { Each = new KMeans { Seed = 3 } }.Fit(x).Best.Centres.Values.ToArray());
    }

    [Fact]
    public void Many_rows_are_measured_by_a_sample()
    {
        var x = Blobs.Of(rows: 30_000, columns: 3, centres: 4);

        var sweep = new KMeansSweep { To = 6, Each = new KMeans { StartRows = 2_000 }, Silhouette = new Silhouette { SampleRows = 500 } }.Fit(x);

        Assert.Equal(4, sweep.Clusters);
        Assert.Equal(30_000, sweep.Best.Sizes.Sum());
    }

    [Fact]
    public void Numbers_of_clusters_that_leave_no_row_to_spare_are_left_out() =>
        Assert.Equal([2, 3], new KMeansSweep().Fit(Matrix.OfColumns(("x", [1, 2, 9, 10]))).Candidates.Select(candidate => candidate.Clusters));

    [Fact]
    public void Rows_that_are_all_equal_give_the_fewest_clusters()
    {
        var sweep = new KMeansSweep().Fit(Matrix.OfColumns(("x", [7, 7, 7, 7, 7])));

        Assert.Equal((2, 0.0), (sweep.Clusters, sweep.Silhouette));
    }

    [Fact]
    public void A_range_that_ends_before_it_begins_is_refused_by_name() =>
        Assert.Equal("To", Assert.Throws<SettingException>(() => new KMeansSweep { From = 5, To = 4 }.Fit(Iris.Rows())).Setting);

    [Fact]
    public void First_centres_for_every_number_are_refused_by_name() =>
        Assert.Equal("Each", Assert.Throws<SettingException>(() => new KMeansSweep { Each = new KMeans { InitialCentres = Iris.Rows() } }.Fit(Iris.Rows())).Setting);
}
