namespace Habitue.MarketBaskets;

/// <summary>Two products that belong together, with the groups they are in; the first has the lower code.</summary>
/// <param name="Weight">Baskets with both beyond chance.</param>
internal sealed record AffinityEdge(int Product, int Other, int Count, double Lift, double Weight, int Group, int OtherGroup);

/// <summary>The network of products: an edge where one is among the five that go with the other best, and at least twice as often as by chance.</summary>
internal static class Affinity
{
    public const int Places = 5;
    public const double LeastLift = 2;

    public static (IReadOnlyList<AffinityEdge> Edges, int Groups) Of(IReadOnlyList<Companion> companions)
    {
        var pairs = companions.Where(one => one.Place <= Places && one.Lift >= LeastLift)
            .Select(one => (A: Math.Min(one.Product, one.Other), B: Math.Max(one.Product, one.Other), one.Count, one.Lift, one.Beyond))
            .DistinctBy(one => (one.A, one.B)).OrderBy(one => (one.A, one.B)).ToArray();
        int[] products = [.. pairs.SelectMany(pair => (int[])[pair.A, pair.B]).Distinct().Order()];
        var node = products.Index().ToDictionary(one => one.Item, one => one.Index);
        var groups = Communities.Of(products.Length, [.. pairs.Select(pair => (node[pair.A], node[pair.B], pair.Beyond))]);
        return ([.. pairs.Select(pair => new AffinityEdge(pair.A, pair.B, pair.Count, pair.Lift, pair.Beyond, groups[node[pair.A]], groups[node[pair.B]]))], groups.Length == 0 ? 0 : groups.Max());
    }
}
