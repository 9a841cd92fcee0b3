using Habitue.MarketBaskets;
using Habitue.Reports.Statistics;

namespace Habitue.Tests.MarketBaskets;

public sealed class CommunitiesTests
{
    [Fact]
    public void Two_circles_of_friends_with_one_acquaintance_are_two_groups()
    {
        List<(int, int, double)> edges = [(0, 9, 1)];
        for (var a = 0; a < 5; a++)
            for (var b = a + 1; b < 5; b++) edges.AddRange([(a, b, 1), (5 + a, 5 + b, 2)]);
        Assert.Equal([2, 2, 2, 2, 2, 1, 1, 1, 1, 1], Communities.Of(10, edges));
    }

    /// <summary>The division that is known to be the best of the ring: 30 cliques of five fall into pairs of neighbours (Fortunato and Barthélemy 2007).</summary>
    [Fact]
    public void A_ring_of_cliques_is_divided_at_least_as_well_as_clique_by_clique()
    {
        List<(int A, int B, double Weight)> edges = [];
        for (var clique = 0; clique < 30; clique++)
        {
            for (var a = 0; a < 5; a++)
                for (var b = a + 1; b < 5; b++) edges.Add(((clique * 5) + a, (clique * 5) + b, 1));
            edges.Add((clique * 5, ((clique + 1) % 30 * 5) + 1, 1));
        }
        var found = Communities.Of(150, edges);
        Assert.Equal(0.876, Modularity([.. Enumerable.Range(0, 150).Select(node => node / 5)], edges), 0.001);   // the published value of one group per clique
        Assert.True(Modularity(found, edges) >= 0.876);
        for (var node = 0; node < 150; node++) Assert.Equal(found[node / 5 * 5], found[node]);   // no clique is cut
    }

    [Fact]
    public void Nodes_of_a_network_keep_apart_and_neighbours_stay_near()
    {
        (int A, int B)[] edges = [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3)];
        var places = NetworkLayout.Of([1, 1, 1, 2, 2, 2], edges);
        double Distance(int a, int b) => Math.Sqrt(Math.Pow(places[a].X - places[b].X, 2) + Math.Pow(places[a].Y - places[b].Y, 2));
        Assert.All(places, place => Assert.True(place is { X: >= 0 and <= 1, Y: >= 0 and <= 1 }));
        Assert.True(edges.Max(edge => Distance(edge.A, edge.B)) < Enumerable.Range(0, 3).Min(a => Enumerable.Range(3, 3).Min(b => Distance(a, b))));
        Assert.Equal(places, NetworkLayout.Of([1, 1, 1, 2, 2, 2], edges));
    }

    [Theory]
    [InlineData(3, 1, 0.0803013970713942)]     // 1 - (1 + 1 + 1/2) / e
    [InlineData(1, 2, 0.8646647167633873)]     // 1 - exp(-2)
    [InlineData(10, 20, 0.9950045876916924)]   // R: ppois(9, 20, lower.tail = FALSE)
    [InlineData(0, 5, 1)]
    [InlineData(4, 0, 0)]
    public void The_tail_of_a_poisson_count_is_known(int count, double mean, double p) => Assert.Equal(p, SameCustomers.AtLeast(count, mean), 1e-12);

    private static double Modularity(int[] groups, List<(int A, int B, double Weight)> edges)
    {
        var whole = edges.Sum(edge => edge.Weight);
        var degree = new Dictionary<int, double>();
        foreach (var (a, b, weight) in edges)
        {
            degree[groups[a]] = degree.GetValueOrDefault(groups[a]) + weight;
            degree[groups[b]] = degree.GetValueOrDefault(groups[b]) + weight;
        }
        return (edges.Where(edge => groups[edge.A] == groups[edge.B]).Sum(edge => edge.Weight) / whole) - degree.Values.Sum(one => one * one / (4 * whole * whole));
    }
}
