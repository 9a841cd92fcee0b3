namespace Habitue.MarketBaskets;

/// <summary>
/// Groups of nodes that have more to do with each other than with the rest: modularity, raised by moving one node at a time and then whole
/// groups, always in the same order, so that the same network gives the same groups.
/// Source: Blondel, Guillaume, Lambiotte and Lefebvre, "Fast unfolding of communities in large networks" (2008).
/// </summary>
internal static class Communities
{
    /// <summary>A move must gain more than rounding.</summary>
    private const double Least = 1e-12;

    /// <summary>For each node its group, numbered from 1, those with the most weight first.</summary>
    public static int[] Of(int nodes, IReadOnlyList<(int A, int B, double Weight)> edges)
    {
        var member = Enumerable.Range(0, nodes).ToArray();
        var current = edges;
        var count = nodes;
        while (true)
        {
            var (groups, moved) = Move(count, current);
            if (!moved) break;
            int[] names = [.. groups.Distinct().Order()];
            var place = names.Index().ToDictionary(one => one.Item, one => one.Index);
            for (var node = 0; node < nodes; node++) member[node] = place[groups[member[node]]];
            current = [.. current.GroupBy(edge => (A: Math.Min(place[groups[edge.A]], place[groups[edge.B]]), B: Math.Max(place[groups[edge.A]], place[groups[edge.B]])))
                .Select(same => (same.Key.A, same.Key.B, same.Sum(edge => edge.Weight))).OrderBy(edge => (edge.A, edge.B))];
            count = names.Length;
        }
        var weight = new double[count];
        foreach (var (a, b, w) in edges)
        {
            weight[member[a]] += w;
            weight[member[b]] += w;
        }
        var order = Enumerable.Range(0, count).OrderByDescending(group => weight[group]).ThenBy(group => group).Index().ToDictionary(one => one.Item, one => one.Index + 1);
        return Array.ConvertAll(member, group => order[group]);
    }

    private static (int[] Groups, bool Moved) Move(int count, IReadOnlyList<(int A, int B, double Weight)> edges)
    {
        var near = new List<(int Other, double Weight)>[count];
        for (var node = 0; node < count; node++) near[node] = [];
        var (degree, whole) = (new double[count], 0.0);
        foreach (var (a, b, weight) in edges)
        {
            whole += 2 * weight;
            degree[a] += weight;
            degree[b] += weight;
            if (a == b) continue;
            near[a].Add((b, weight));
            near[b].Add((a, weight));
        }
        var (groups, total, moved) = (Enumerable.Range(0, count).ToArray(), degree.ToArray(), false);
        var toward = new SortedDictionary<int, double>();
        for (var again = true; again;)
        {
            again = false;
            for (var node = 0; node < count; node++)
            {
                toward.Clear();
                toward[groups[node]] = 0;
                foreach (var (other, weight) in near[node]) toward[groups[other]] = toward.GetValueOrDefault(groups[other]) + weight;
                total[groups[node]] -= degree[node];
                double Gain(int group) => toward[group] - (degree[node] * total[group] / whole);
                var (best, most) = (groups[node], Gain(groups[node]));
                foreach (var group in toward.Keys)
                    if (Gain(group) > most + Least) (best, most) = (group, Gain(group));
                total[best] += degree[node];
                if (best == groups[node]) continue;
                (groups[node], again, moved) = (best, true, true);
            }
        }
        return (groups, moved);
    }
}
