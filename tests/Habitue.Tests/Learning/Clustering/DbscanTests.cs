using Habitue.Learning;
using Habitue.Learning.Clustering;
using Habitue.Learning.Data;
using static Habitue.Tests.Learning.Clustering.ClusteringReference;

namespace Habitue.Tests.Learning.Clustering;

public sealed class DbscanTests
{
    [Theory]
    [InlineData("moons", 2, 0.2, 6)]
    [InlineData("wide", 5, 1.3, 8)]
    public void Core_rows_clusters_and_noise_are_those_of_scikit_learn(string name, int columns, double radius, int rows)
    {
        var x = Rows(Root.GetProperty(name), columns);
        int[] core = Integers(Root.GetProperty(name + "_core")), labels = Integers(Root.GetProperty(name + "_labels"));

        var model = new Dbscan { Radius = radius, MinRows = rows }.Fit(x);

        var found = model.Labels();
        Assert.Equal(x.Take(core).Values.ToArray(), model.Cores.Values.ToArray());
        Assert.Equal(core.Select(row => labels[row]), model.CoreClusters);
        Assert.Equal(labels.Select(label => label < 0), found.Select(label => label < 0));
        Assert.Equal(found, model.Assign(x));
        Assert.Equal(model.Card.Figures["noise"], labels.Count(label => label < 0));
    }

    /// <summary>Every pair of rows measured in double, and clusters grown from them by the definition.</summary>
    [Theory]
    [InlineData(1, 1, 0.02)]
    [InlineData(2, 2, 0.08)]
    [InlineData(3, 3, 0.15)]
    [InlineData(4, 7, 0.5)]
    public void Grid_and_vectors_find_what_the_definition_says(int seed, int columns, double radius)
    {
        var random = new Seed((ulong)seed).For(0);
        var x = new Matrix(600, [.. Enumerable.Range(0, columns).Select(c => $"c{c}")]);
        foreach (ref var value in x.Values) value = (float)Math.Round(random.NextDouble(), 2); // on a raster: many distances are the radius itself, or nearly
        bool Near(int a, int b) => Enumerable.Range(0, columns).Sum(c => Math.Pow((double)x[a, c] - x[b, c], 2)) <= radius * radius;
        int[] all = [.. Enumerable.Range(0, x.Rows)];
        int[] cores = [.. all.Where(a => all.Count(b => Near(a, b)) >= 6)];
        var expected = new int[x.Rows];
        Array.Fill(expected, -1);
        var clusters = 0;
        foreach (var first in cores)
        {
            if (expected[first] >= 0) continue;
            var waiting = new Stack<int>([first]);
            while (waiting.TryPop(out var row))
            {
                if (expected[row] >= 0) continue;
                expected[row] = clusters;
                foreach (var other in cores)
                    if (expected[other] < 0 && Near(row, other)) waiting.Push(other);
            }

            clusters++;
        }

        var model = new Dbscan { Radius = radius, MinRows = 6 }.Fit(x);

        Assert.Equal(cores.Select(row => expected[row]), model.CoreClusters);
        Assert.Equal(clusters, model.Clusters);
        Assert.Equal(all.Where(row => cores.All(core => !Near(row, core))), all.Where(row => model.Labels()[row] < 0));
    }

    [Fact]
    public void A_row_between_two_clusters_goes_to_the_nearer_one_and_a_new_far_row_is_noise()
    {
        var x = Line(0, 0.1f, 0.2f, 2.2f, 2.3f, 2.4f, 1.25f);
        var model = new Dbscan { Radius = 1, MinRows = 3 }.Fit(x);

        Assert.Equal([0, 0, 0, 1, 1, 1, 1], model.Labels());
        Assert.Equal([0, 1, -1, -1, -1], model.Assign(Line(1.1f, 1.3f, 3.5f, 1e30f, -1e30f)));
    }

    [Fact]
    public void One_row_is_noise_unless_one_is_enough_and_equal_rows_are_neighbours()
    {
        Assert.Equal([-1], new Dbscan().Fit(Line(3)).Labels());
        Assert.Equal([0], new Dbscan { MinRows = 1 }.Fit(Line(3)).Labels());
        Assert.Equal([0, 0, 0, 0, 0, -1], new Dbscan { Radius = double.Epsilon }.Fit(Line(3, 3, 3, 3, 3, 4)).Labels());
    }

    [Fact]
    public void Distances_over_many_orders_of_size_are_told()
    {
        var x = Line(1e-30f, 2e-30f, 3e-30f, 1, 1e20f, 1e20f);

        Assert.Equal([0, 0, 0, -1, -1, -1], new Dbscan { Radius = 1.5e-30, MinRows = 2 }.Fit(Line(1e-30f, 2e-30f, 3e-30f, 1, 5, 9)).Labels());
        Assert.Equal([0, 0, 0, 0, 1, 1], new Dbscan { Radius = 2, MinRows = 2 }.Fit(x).Labels());
    }

    [Fact]
    public void A_radius_that_is_not_above_zero_is_refused_by_name() =>
        Assert.Equal("Radius", Assert.Throws<SettingException>(() => new Dbscan { Radius = 0 }.Fit(Line(1, 2))).Setting);

    private static Matrix Line(params float[] values)
    {
        var x = new Matrix(values.Length, ["x"]);
        x.Fill(0, values);
        return x;
    }
}
