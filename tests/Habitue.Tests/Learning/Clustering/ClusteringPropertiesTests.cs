using FsCheck;
using FsCheck.Fluent;
using Habitue.Learning;
using Habitue.Learning.Clustering;
using Habitue.Learning.Data;
using Habitue.Learning.Decomposition;
using static Habitue.Tests.Learning.Clustering.ClusteringReference;

namespace Habitue.Tests.Learning.Clustering;

/// <summary>What must hold on any rows: their order and a column that says nothing make no difference, and no iteration makes k-means worse.</summary>
public sealed class ClusteringPropertiesTests
{
    private static readonly Arbitrary<int> Seeds = Gen.Choose(1, 1_000_000).ToArbitrary();

    [Fact]
    public void The_order_of_the_rows_changes_no_tree() => Check.One(QuietCheck.Times(12), Prop.ForAll(Seeds, Gen.Elements(Enum.GetValues<Linkage>()).ToArbitrary(), (seed, linkage) =>
    {
        var (rows, order) = Shuffled(Groups(), seed);
        var (plain, other) = (new Agglomerative { Linkage = linkage, Clusters = 4 }.Fit(Groups()), new Agglomerative { Linkage = linkage, Clusters = 4 }.Fit(rows));

        Iris.Near([.. plain.Dendrogram.Merges.Select(merge => merge.Height)], other.Dendrogram.Merges.Select(merge => merge.Height), 1e-5);
        Assert.True(Blobs.Same([.. order.Select(row => plain.Labels()[row])], other.Labels()));
    }));

    [Fact]
    public void The_order_of_the_rows_changes_no_dense_cluster() => Check.One(QuietCheck.Times(25), Prop.ForAll(Seeds, seed =>
    {
        var x = Rows(Root.GetProperty("moons"), 2);
        var (rows, order) = Shuffled(x, seed);
        var recipe = new Dbscan { Radius = 0.2, MinRows = 6 };
        int[] plain = recipe.Fit(x).Labels(), other = recipe.Fit(rows).Labels();

        Assert.True(Blobs.Same([.. order.Select(row => plain[row])], other));
        Assert.Equal(order.Select(row => plain[row] < 0), other.Select(label => label < 0));
    }));

    [Fact]
    public void The_order_of_the_rows_changes_no_k_means_from_given_centres() => Check.One(QuietCheck.Times(25), Prop.ForAll(Seeds, seed =>
    {
        var x = Blobs.Of(rows: 700, columns: 4, centres: 5, width: 7, seed);
        var (rows, order) = Shuffled(x, seed);
        var recipe = new KMeans { Clusters = 4, InitialCentres = x.Take([0, 1, 2, 3]), Tolerance = 0 };
        var (plain, other) = (recipe.Fit(x), recipe.Fit(rows));

        Assert.Equal(plain.Inertia, other.Inertia, plain.Inertia * 1e-6);
        Assert.Equal(order.Select(row => plain.Assign(x)[row]), other.Assign(rows));
    }));

    [Fact]
    public void Another_iteration_never_raises_the_inertia() => Check.One(QuietCheck.Times(15), Prop.ForAll(Seeds, seed =>
    {
        var x = Blobs.Of(rows: 500, columns: 3, centres: 6, width: 12, seed);
        var inertias = Enumerable.Range(1, 15)
            .Select(most => new KMeans { Clusters = 7, InitialCentres = x.Take([0, 1, 2, 3, 4, 5, 6]), MaxIterations = most, Tolerance = 0 }.Fit(x).Inertia).ToArray();

        Assert.All(inertias.Zip(inertias.Skip(1)), pair => Assert.True(pair.Second <= pair.First * (1 + 1e-7)));
    }));

    [Fact]
    public void A_constant_column_changes_nothing() => Check.One(QuietCheck.Times(15), Prop.ForAll(Seeds, Gen.Choose(-1_000, 1_000).ToArbitrary(), (seed, value) =>
    {
        var x = Blobs.Of(rows: 400, columns: 3, centres: 4, width: 6, seed);
        var wider = WithConstant(x, value / 8f);

        Assert.Equal(new Agglomerative { Clusters = 5 }.Fit(x).Labels(), new Agglomerative { Clusters = 5 }.Fit(wider).Labels());
        Assert.Equal(new Dbscan { Radius = 1.5, MinRows = 4 }.Fit(x).Labels(), new Dbscan { Radius = 1.5, MinRows = 4 }.Fit(wider).Labels());
        // A tolerance is a share of the mean variance, which a constant column lowers; 0 is 0 of both.
        var means = new KMeans { Clusters = 4, Starts = 2, Tolerance = 0 };
        Assert.Equal(means.Fit(x).Assign(x), means.Fit(wider).Assign(wider));
        GaussianMixture Mixture(Matrix rows) => new() { Clusters = 2, InitialMeans = rows.Take([0, 1]), MaxIterations = 10, Tolerance = 0 };
        Iris.Near(
            [.. Iris.Doubles(Mixture(x).Fit(x).Responsibilities(x).Values)], Iris.Doubles(Mixture(wider).Fit(wider).Responsibilities(wider).Values), 1e-3);
        Iris.Near([.. new Pca { Components = 3 }.Fit(x).ExplainedVariance], new Pca { Components = 3 }.Fit(wider).ExplainedVariance, 1e-9);
    }));

    [Fact]
    public void Principal_components_do_not_look_at_the_order_of_the_rows() => Check.One(QuietCheck.Times(25), Prop.ForAll(Seeds, seed =>
    {
        var x = Blobs.Of(rows: 300, columns: 5, centres: 4, width: 6, seed);
        var (rows, _) = Shuffled(x, seed);

        Iris.Near([.. new Pca { Components = 5 }.Fit(x).ExplainedVariance], new Pca { Components = 5 }.Fit(rows).ExplainedVariance, 1e-9);
    }));
}
