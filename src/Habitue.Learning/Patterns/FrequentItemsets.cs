using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Patterns;

/// <summary>How frequent itemsets are searched for. All ways find the same.</summary>
public enum ItemsetMethod
{
    /// <summary>Eclat, or FP-Growth where the data are so many and so dense that Eclat's bits would fill the memory.</summary>
    Auto,

    /// <summary>Size by size, with candidates: the classic, and slow where sets are deep.</summary>
    Apriori,

    /// <summary>By a tree of the baskets.</summary>
    FpGrowth,

    /// <summary>By the baskets of each item, as bits.</summary>
    Eclat,
}

/// <summary>
/// Finds all sets of items that lie together in many baskets, with exact counts: what sells together, which pages are seen
/// together. Not for rare but strong pairs (a low support finds them at the price of very many sets; look at lift in
/// <see cref="AssociationRules"/>), and not for recommendations to one customer.
/// <code>
/// var baskets = Baskets.OfPairs(lines);                      // (invoice, product)
/// var model   = new FrequentItemsets { MinimumSupport = 0.01 }.Fit(baskets);
/// foreach (Itemset set in model.Itemsets) Console.WriteLine(set);
/// </code>
/// A set is frequent when its count is at least MinimumSupport × baskets, rounded up, in exact decimal arithmetic: 7 % of 100
/// baskets are 7. Empty baskets count among all. No baskets is an error; with one basket all its items together are frequent, and so are all parts of them.
/// Cost: the pairs of frequent items in each basket, and then what is found; memory: three times the baskets and what is found.
/// Sources: Agrawal and Srikant (1994) for Apriori; Han, Pei and Yin (2000) for FP-Growth; Zaki (2000) for Eclat.
/// </summary>
public sealed record FrequentItemsets : IEstimator<Baskets, FrequentItemsetsModel>
{
    private const long MostBits = 8L << 29; // half a GiB for the pairs of one item

    /// <summary>The least share of all baskets that hold a set, for it to be frequent. The lower, the more sets: their number explodes.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double MinimumSupport { get; init; } = 0.01;

    /// <summary>The most items of a set; the default is beyond what is ever found.</summary>
    [Range(1, 1_000)]
    public int MaximumSize { get; init; } = 1_000;

    /// <summary>An error, naming this setting, stops a search that finds more sets than this. A set takes about 60 bytes while it is searched for.</summary>
    [Range(1, 500_000_000)]
    public int MaximumItemsets { get; init; } = 5_000_000;

    /// <summary>How to search; it changes the time, not the answer.</summary>
    public ItemsetMethod Method { get; init; }

    /// <inheritdoc/>
    public FrequentItemsetsModel Fit(Baskets data, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        Settings.Check(this);
        if (data.Count == 0) throw new BadDataException($"{nameof(FrequentItemsets)} needs at least 1 basket; there are 0.");
        run.Cancel.ThrowIfCancellationRequested();
        var ranked = new RankedBaskets(data, new Share(MinimumSupport).LeastOf(data.Count));
        var collector = new ItemsetCollector(MaximumItemsets, run.Cancel);
        var searching = run.Part(0, 0.9);
        switch (Chosen(ranked))
        {
            case ItemsetMethod.Apriori: Apriori.Mine(ranked, MaximumSize, collector, searching); break;
            case ItemsetMethod.FpGrowth: FpGrowth.Mine(ranked, MaximumSize, collector, searching); break;
            default: Eclat.Mine(ranked, MaximumSize, collector, searching); break;
        }

        var model = FrequentItemsetsModel.Of(this, data, ranked, collector.Gather());
        run.Progress?.Report(1);
        return model;
    }

    /// <summary>Eclat was the fastest or near it on every set that was measured, sparse or dense; only its bits can grow too large.</summary>
    internal static ItemsetMethod Choose(RankedBaskets ranked, long mostBits)
    {
        for (var rank = 0; rank < ranked.Items; rank++)
            if ((long)ranked.Supports[rank] * (ranked.Items - rank - 1) > mostBits) return ItemsetMethod.FpGrowth;
        return ItemsetMethod.Eclat;
    }

    private ItemsetMethod Chosen(RankedBaskets ranked) => Method == ItemsetMethod.Auto ? Choose(ranked, MostBits) : Method;
}
