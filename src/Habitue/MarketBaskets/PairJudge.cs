using Habitue.Learning;
using Habitue.Learning.Evaluation;

namespace Habitue.MarketBaskets;

/// <summary>
/// How well what was bought together foretells what will be: pairs learned from the earlier half of the baskets suggest five products for each later
/// basket of which one product is hidden. The naive baseline suggests the five products in most baskets.
/// </summary>
/// <param name="Hits">In how many baskets the hidden product was among the five.</param>
/// <param name="PopularHits">In how many it was among the five most popular.</param>
/// <param name="Asked">How many later baskets were asked.</param>
internal sealed record PairJudge(int Hits, int PopularHits, int Asked)
{
    /// <summary>A basket with so many products is a large one.</summary>
    private const int Large = 10;

    /// <summary>Groups of fewer baskets have no figures of their own: chance would speak.</summary>
    public const int LeastOfGroup = 50;

    /// <summary>The same for groups of the later baskets, by how large they are and whether their customer is named; those with enough of them, in the order of their names.</summary>
    public IReadOnlyList<(string Group, PairJudge Judged)> Groups { get; init; } = [];

    public const int Suggested = 5;

    /// <summary>Of very many later baskets every so many-th is asked.</summary>
    private const int MostAsked = 50_000;

    public double Rate => (double)Hits / Asked;

    public double Popular => (double)PopularHits / Asked;

    public Interval Interval => Interval.Wilson(Hits, Asked);

    /// <summary>The whole interval lies above what the most popular products reach.</summary>
    public bool IsBetter => Interval.Low > Popular;

    public static PairJudge Of(BasketData data, FitRun run)
    {
        var half = data.Baskets.Count / 2;
        var earlier = data.Baskets.Take([.. Enumerable.Range(0, half)]);
        var companions = Pairs.Of(data with { Baskets = earlier }, run).ToLookup(one => one.Product);
        var counts = new int[data.Ids.Length];
        for (var basket = 0; basket < half; basket++)
            foreach (var item in earlier[basket]) counts[item]++;
        int[] popular = [.. Enumerable.Range(0, counts.Length).OrderByDescending(item => counts[item]).ThenBy(item => item)];
        var step = 1 + ((data.Baskets.Count - half) / MostAsked);
        var judged = new PairJudge(0, 0, 0);
        var groups = new SortedDictionary<string, PairJudge>(StringComparer.Ordinal);
        for (var basket = half; basket < data.Baskets.Count; basket += step)
        {
            run.Cancel.ThrowIfCancellationRequested();
            var items = data.Baskets[basket];
            if (items.Length < 2) continue;
            var hidden = items[basket % items.Length];
            var seen = new HashSet<int>(items.Length);
            foreach (var item in items)
                if (item != hidden) seen.Add(item);
            int[] usual = [.. popular.Where(item => !seen.Contains(item)).Take(Suggested)];
            var suggested = Suggest(companions, seen, usual);
            var (hit, popularHit) = (suggested.Contains(hidden), usual.Contains(hidden));
            judged = judged.With(hit, popularHit);
            foreach (var group in GroupsOf(items.Length, data.Customer[basket])) groups[group] = groups.GetValueOrDefault(group, new PairJudge(0, 0, 0)).With(hit, popularHit);
        }
        return judged with { Groups = [.. groups.Where(group => group.Value.Asked >= LeastOfGroup && group.Value.Asked < judged.Asked).Select(group => (group.Key, group.Value))] };
    }

    private static IEnumerable<string> GroupsOf(int products, int customer) =>
        [products == 2 ? "baskets of 2 products" : products < Large ? $"baskets of 3 to {Large - 1} products" : $"baskets of {Large} products and more", customer < 0 ? "customers without a name" : "named customers"];

    private PairJudge With(bool hit, bool popularHit) => new(Hits + (hit ? 1 : 0), PopularHits + (popularHit ? 1 : 0), Asked + 1);

    /// <summary>The products that go most surely with any of those in the basket; where they are too few, the most popular.</summary>
    private static IEnumerable<int> Suggest(ILookup<int, Companion> companions, HashSet<int> seen, int[] usual)
    {
        var surest = new Dictionary<int, double>();
        foreach (var item in seen)
            foreach (var one in companions[item])
                if (!seen.Contains(one.Other)) surest[one.Other] = Math.Max(surest.GetValueOrDefault(one.Other), one.Confidence);
        return surest.OrderByDescending(one => one.Value).ThenBy(one => one.Key).Select(one => one.Key).Concat(usual).Distinct().Take(Suggested);
    }
}
