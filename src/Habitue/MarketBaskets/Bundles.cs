using Habitue.Learning.Patterns;

namespace Habitue.MarketBaskets;

/// <summary>A set of products worth a common offer.</summary>
/// <param name="Count">How many baskets hold it whole.</param>
/// <param name="Nearly">How many baskets hold all of it but one product: whom the offer is for.</param>
/// <param name="Expected">How many would hold it if its products had nothing to do with each other.</param>
/// <param name="Price">What it costs at the usual prices; NaN where one has none.</param>
internal sealed record Bundle(int[] Items, int Count, int Nearly, double Expected, double Price, int Baskets)
{
    public double Lift => Count / Expected;

    /// <summary>What was sold in such baskets beyond chance, at the usual prices.</summary>
    public double Worth => (Count - Expected) * (double.IsNaN(Price) ? 0 : Price);
}

/// <summary>
/// Chooses bundles among the closed sets (to which nothing can be added without losing baskets): bought together at least twice as often as by
/// chance, the most money beyond chance first, and none that is mostly made of products of a better one.
/// </summary>
internal static class Bundles
{
    public const int Most = 100, MostProducts = 5;
    public const double LeastLift = 2;

    public static IReadOnlyList<Bundle> Of(BasketData data, FrequentItemsetsModel sets)
    {
        var number = data.Ids.Index().ToDictionary(one => one.Item, one => one.Index, StringComparer.Ordinal);
        double all = sets.Baskets;
        var candidates = new List<Bundle>();
        foreach (var set in sets.Closed())
        {
            if (set.Items.Count is < 2 or > MostProducts) continue;
            int[] items = [.. set.Items.Select(item => number[item])];
            var expected = all;
            foreach (var item in set.Items) expected *= sets.CountOf(item)!.Value / all;
            if (set.Count < LeastLift * expected) continue;
            var nearly = items.Length == 2 ? sets.CountOf(set.Items[0])!.Value + sets.CountOf(set.Items[1])!.Value - (2 * set.Count)
                : set.Items.Sum(without => sets.CountOf(set.Items.Where(item => item != without))!.Value - set.Count);
            candidates.Add(new Bundle(items, set.Count, nearly, expected, items.Sum(item => data.Price[item]), sets.Baskets));
        }
        var chosen = new List<Bundle>();
        var holding = new Dictionary<int, List<Bundle>>();
        foreach (var candidate in candidates.OrderByDescending(one => one.Worth).ThenByDescending(one => one.Count - one.Expected).ThenBy(one => string.Join('\0', one.Items.Select(item => data.Ids[item])), StringComparer.Ordinal))
        {
            if (chosen.Count == Most) break;
            var rivals = candidate.Items.SelectMany(item => holding.GetValueOrDefault(item, [])).Distinct();
            if (rivals.Any(rival => candidate.Items.Count(rival.Items.Contains) * 2 >= candidate.Items.Length)) continue;
            chosen.Add(candidate);
            foreach (var item in candidate.Items)
            {
                if (!holding.TryGetValue(item, out var of)) holding[item] = of = [];
                of.Add(candidate);
            }
        }
        return chosen;
    }
}
