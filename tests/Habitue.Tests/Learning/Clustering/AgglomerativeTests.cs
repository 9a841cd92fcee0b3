using Habitue.Learning;
using Habitue.Learning.Clustering;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using static Habitue.Tests.Learning.Clustering.ClusteringReference;

namespace Habitue.Tests.Learning.Clustering;

public sealed class AgglomerativeTests
{
    [Theory]
    [InlineData(Linkage.Ward, "ward")]
    [InlineData(Linkage.Average, "average")]
    [InlineData(Linkage.Complete, "complete")]
    [InlineData(Linkage.Single, "single")]
    public void The_tree_is_that_of_scipy(Linkage linkage, string method)
    {
        var expected = Root.GetProperty("hierarchy").GetProperty(method);

        var model = new Agglomerative { Linkage = linkage, Clusters = 5 }.Fit(Groups());

        var merges = model.Dendrogram.Merges;
        Assert.Equal(Integers(expected.GetProperty("left")), merges.Select(merge => merge.Left));
        Assert.Equal(Integers(expected.GetProperty("right")), merges.Select(merge => merge.Right));
        Assert.Equal(Integers(expected.GetProperty("rows")), merges.Select(merge => merge.Rows));
        foreach (var (height, merge) in Doubles(expected.GetProperty("heights")).Zip(merges)) Assert.Equal(height, merge.Height, height * 1e-6);
        Assert.True(Blobs.Same(Integers(expected.GetProperty("five")), model.Labels()));
        var cut = new Agglomerative { Linkage = linkage, CutHeight = expected.GetProperty("cut_height").GetDouble() }.Fit(Groups());
        Assert.True(Blobs.Same(Integers(expected.GetProperty("at_height")), cut.Labels()));
        Assert.Equal(cut.Labels(), cut.Dendrogram.CutAt(expected.GetProperty("cut_height").GetDouble()));
        Assert.Equal(cut.Labels().Max() + 1, cut.Clusters);
    }

    [Fact]
    public void A_grown_tree_cut_anew_is_what_fitting_again_gives()
    {
        var grown = new Agglomerative { Clusters = 5 }.Fit(Groups());
        var recipe = new Agglomerative { Clusters = 3 };

        var (cut, fitted) = (recipe.Cut(grown), recipe.Fit(Groups()));

        Assert.Equal(fitted.Labels(), cut.Labels());
        Assert.Equal(ModelFile.Save(fitted), ModelFile.Save(cut));
    }

    /// <summary>By hand: 0 and 1 merge at 1, 10 and 12 at 2; the means 0.5 and 11 lie 10.5 apart, times the root of 2·2·2 / 4.</summary>
    [Fact]
    public void Heights_of_a_small_tree_are_those_by_hand()
    {
        var x = Line(0, 10, 1, 12);

        var ward = new Agglomerative().Fit(x).Dendrogram.Merges;

        Assert.Equal([new Merge(0, 2, 1, 2), new Merge(1, 3, 2, 2)], ward.Take(2));
        Assert.Equal(10.5 * Math.Sqrt(2), ward[2].Height, 1e-12);
        Assert.Equal(9, new Agglomerative { Linkage = Linkage.Single }.Fit(x).Dendrogram.Merges[2].Height);
        Assert.Equal(12, new Agglomerative { Linkage = Linkage.Complete }.Fit(x).Dendrogram.Merges[2].Height);
        Assert.Equal(10.5, new Agglomerative { Linkage = Linkage.Average }.Fit(x).Dendrogram.Merges[2].Height, 1e-6);
    }

    [Fact]
    public void Clusters_are_numbered_by_their_first_rows_and_every_cut_has_as_many_as_asked()
    {
        var dendrogram = new Agglomerative().Fit(Groups()).Dendrogram;

        for (var k = 1; k <= dendrogram.Rows; k++)
        {
            var labels = dendrogram.Cut(k);
            Assert.Equal(Enumerable.Range(0, k), labels.Distinct());
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => dendrogram.Cut(121));
    }

    [Theory]
    [InlineData(Linkage.Ward)]
    [InlineData(Linkage.Average)]
    [InlineData(Linkage.Complete)]
    [InlineData(Linkage.Single)]
    public void Many_rows_in_groups_apart_are_told_apart_and_get_their_own_clusters_again(Linkage linkage)
    {
        var x = Blobs.Of(rows: 2_003, columns: 5, centres: 7);

        var model = new Agglomerative { Linkage = linkage, Clusters = 7 }.Fit(x);

        Assert.Equal([.. Enumerable.Range(0, x.Rows).Select(r => r % 7)], model.Labels());
        Assert.Equal(model.Labels(), model.Assign(x));
        Assert.Equal(model.Dendrogram.Merges.Select(merge => merge.Height).Order(), model.Dendrogram.Merges.Select(merge => merge.Height));
    }

    [Theory]
    [InlineData(Linkage.Ward)]
    [InlineData(Linkage.Average)]
    [InlineData(Linkage.Complete)]
    [InlineData(Linkage.Single)]
    public void Equal_rows_and_rows_on_a_grid_merge_without_end_to_their_ties(Linkage linkage)
    {
        var x = new Matrix(400, ["a", "b"]);
        for (var r = 0; r < 400; r++) (x[r, 0], x[r, 1]) = (r % 10, r / 10 % 10);

        var merges = new Agglomerative { Linkage = linkage }.Fit(x).Dendrogram.Merges;

        Assert.Equal(399, merges.Count);
        Assert.Equal(300, merges.Count(merge => merge.Height == 0));
        Assert.Equal(400, merges[^1].Rows);
    }

    [Theory]
    [InlineData(Linkage.Average)]
    [InlineData(Linkage.Complete)]
    public void A_million_rows_are_refused_before_it_starts(Linkage linkage)
    {
        var error = Assert.Throws<SettingException>(() => new Agglomerative { Linkage = linkage }.Fit(new Matrix(1_000_000, ["a"])));

        Assert.Equal("MaxMemoryMegabytes", error.Setting);
        Assert.Contains("1907346 megabytes", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Linkage.Ward)]
    [InlineData(Linkage.Single)]
    public void Values_too_large_to_square_are_refused(Linkage linkage) =>
        Assert.Contains("Scale the columns", Assert.Throws<BadDataException>(() => new Agglomerative { Linkage = linkage }.Fit(Line(1e30f, -2e30f, 5e30f))).Message, StringComparison.Ordinal);

    [Fact]
    public void More_clusters_than_rows_and_an_unknown_linkage_are_refused_by_name()
    {
        Assert.Equal("Clusters", Assert.Throws<SettingException>(() => new Agglomerative { Clusters = 5 }.Fit(Line(1, 2, 3, 4))).Setting);
        Assert.Equal("Linkage", Assert.Throws<SettingException>(() => new Agglomerative { Linkage = (Linkage)9 }.Fit(Line(1, 2, 3, 4))).Setting);
    }

    private static Matrix Line(params float[] values)
    {
        var x = new Matrix(values.Length, ["x"]);
        x.Fill(0, values);
        return x;
    }
}
