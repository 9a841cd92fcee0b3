using Habitue.Learning;
using Habitue.Learning.Patterns;
using Habitue.Learning.Statistics;

namespace Habitue.MarketBaskets;

/// <summary>One product that goes with another, seen from the first.</summary>
/// <param name="Place">1 for what goes with it best.</param>
internal sealed record Companion(int Product, int Other, int Place, int Count, double Confidence, double Lift, double P, double Adjusted, double Beyond);

/// <summary>
/// For each product what is bought with it: of all pairs in enough baskets, the ten that stand out most from chance, measured in standard
/// deviations of a count, so that neither rare coincidences nor what everybody buys come first.
/// </summary>
internal static class Pairs
{
    public const int Most = 10;
    public const double FalseShare = 0.05;

    /// <summary>Sets and single products together; the fewest baskets of a pair rise until they are no more.</summary>
    public const int MostPairs = 400_000;

    private static readonly int[] Steps = [5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000];

    public static IReadOnlyList<Companion> Of(BasketData data, FitRun run)
    {
        if (Frequent(data.Baskets, run) is not { } sets) return [];
        var number = data.Ids.Index().ToDictionary(one => one.Item, one => one.Index, StringComparer.Ordinal);
        var count = new int[data.Ids.Length];
        var (products, all) = (0L, (double)sets.Baskets);
        var best = new Dictionary<int, List<(double Stands, int Other, int Count)>>();
        foreach (var set in sets.Itemsets)
        {
            var first = number[set.Items[0]];
            if (set.Items.Count == 1)
            {
                count[first] = set.Count;
                products++;
                continue;
            }
            var second = number[set.Items[1]];
            var expected = count[first] * (double)count[second] / all;
            if (set.Count <= expected) continue;
            var stands = (set.Count - expected) / Math.Sqrt(expected);
            Add(first, second);
            Add(second, first);

            void Add(int product, int other)
            {
                if (!best.TryGetValue(product, out var of)) best[product] = of = [];
                of.Add((stands, other, set.Count));
            }
        }
        var found = new List<Companion>();
        foreach (var (product, others) in best.OrderBy(one => one.Key))
            foreach (var (place, one) in others.OrderByDescending(one => one.Stands).ThenBy(one => one.Other).Take(Most).Index())
            {
                var (a, b) = (count[product], count[one.Other]);
                found.Add(new Companion(product, one.Other, place + 1, one.Count, one.Count / (double)a, one.Count * all / ((double)a * b), FisherExact.Greater(one.Count, a, b, sets.Baskets), 0, one.Count - (a * (double)b / all)));
            }
        // Either direction of a pair is one question.
        var adjusted = FalseDiscovery.BenjaminiHochberg([.. found.Select(one => one.P)], Math.Max(found.Count, (double)products * (products - 1)));
        return [.. found.Select((one, i) => one with { Adjusted = adjusted[i] }).Where(one => one.Adjusted <= FalseShare)];
    }

    private static FrequentItemsetsModel? Frequent(Learning.Data.Baskets baskets, FitRun run)
    {
        foreach (var least in Steps.Where(step => step <= baskets.Count))
            try
            {
                return new FrequentItemsets { MinimumSupport = (least - 0.5) / baskets.Count, MaximumSize = 2, MaximumItemsets = MostPairs }.Fit(baskets, run);
            }
            catch (SettingException tooMany) when (tooMany.Setting == nameof(FrequentItemsets.MaximumItemsets))
            {
                // The next step asks for more baskets, and finds fewer pairs.
            }
        return null;
    }
}
