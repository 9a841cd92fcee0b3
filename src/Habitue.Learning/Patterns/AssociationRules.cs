using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Patterns;

/// <summary>What may stand on the right of a rule.</summary>
public enum RuleConsequents
{
    /// <summary>One item or several.</summary>
    Any,

    /// <summary>One item, so that a rule says what to offer.</summary>
    SingleItem,
}

/// <summary>
/// Rules such as "who buys bread and cheese buys butter", made of frequent itemsets: what to place or offer together. A rule is
/// no cause: bread may not make anyone buy butter, and an offer has to be tried in an experiment. Not for telling one customer
/// what to buy next, which a recommender does better.
/// <code>
/// var rules = new AssociationRules { Itemsets = new() { MinimumSupport = 0.01 }, MinimumConfidence = 0.3 }.Fit(baskets);
/// foreach (AssociationRule rule in rules.Rules) Console.WriteLine($"{rule}, p = {rule.PValue:e1}");
/// </code>
/// With one basket, every rule has confidence 1, lift 1 and p-value 1. All comparisons with limits are exact.
/// Cost: for each itemset the rules that hold and those next to them; memory: 12 bytes a rule.
/// Source: Agrawal and Srikant, "Fast algorithms for mining association rules" (1994), section 3.
/// </summary>
public sealed record AssociationRules : IEstimator<Baskets, AssociationRulesModel>
{
    private const int SetsPerBlock = 1024;

    /// <summary>How the itemsets are found: their least support is the rules'.</summary>
    public FrequentItemsets Itemsets { get; init; } = new();

    /// <summary>The least share of the baskets with the antecedent that hold the consequent too.</summary>
    [Range(0.0, 1.0)]
    public double MinimumConfidence { get; init; } = 0.5;

    /// <summary>How many times more often than by chance both sides must be together; 0 means that it does not matter, above 1 leaves out what merely sells well.</summary>
    [Range(0.0, 1e9)]
    public double MinimumLift { get; init; }

    /// <summary>What may stand on the right.</summary>
    public RuleConsequents Consequents { get; init; }

    /// <summary>
    /// The share of false discoveries to put up with among the rules that are left: those stay whose adjusted p-value
    /// (<see cref="AssociationRulesModel.AdjustedPValues"/>) is at most this. 1 keeps all.
    /// </summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double MaximumFalseDiscoveryRate { get; init; } = 1;

    /// <summary>An error, naming this setting, stops at more rules than this.</summary>
    [Range(1, 500_000_000)]
    public int MaximumRules { get; init; } = 10_000_000;

    /// <inheritdoc/>
    public AssociationRulesModel Fit(Baskets data, FitRun run = default)
    {
        Settings.Check(this);
        return Of(Itemsets.Fit(data, run.Part(0, 0.5)), run.Part(0.5, 1));
    }

    /// <summary>The rules of itemsets that are already found; <see cref="Itemsets"/> is then left aside.</summary>
    /// <exception cref="SettingException">A setting is outside its limits, or there are more rules than <see cref="MaximumRules"/>.</exception>
    public AssociationRulesModel Of(FrequentItemsetsModel itemsets, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(itemsets);
        Settings.Check(this);
        var table = itemsets.Table;
        var blocks = (table.Count + SetsPerBlock - 1) / SetsPerBlock;
        var (parts, total) = (new RuleTable[blocks], 0L);
        _ = itemsets.Index;
        Workers.Run(blocks, run.Part(0, 0.9), () => new RuleSearch(this, itemsets), (search, block) =>
        {
            parts[block] = search.Of(block * SetsPerBlock, Math.Min(table.Count, (block + 1) * SetsPerBlock));
            if (Interlocked.Add(ref total, parts[block].Count) > MaximumRules)
                throw new SettingException(nameof(AssociationRules), nameof(MaximumRules), $"is {MaximumRules}, but there are more rules; raise MinimumConfidence, MinimumLift or the itemsets' MinimumSupport, or raise MaximumRules.");
        });
        var model = AssociationRulesModel.Of(this, itemsets, RuleTable.Joined(parts).ByConfidence(table), Possible(table));
        if (MaximumFalseDiscoveryRate < 1) model = model.Discoveries(this);
        run.Progress?.Report(1);
        return model;
    }

    /// <summary>How many rules the itemsets allow, whatever their confidence: so many are looked at.</summary>
    private double Possible(ItemsetTable table)
    {
        var possible = 0.0;
        for (var set = 0; set < table.Count; set++)
        {
            var size = table[set].Length;
            if (size > 1) possible += Consequents == RuleConsequents.SingleItem ? size : Math.Pow(2, size) - 2;
        }

        return possible;
    }
}
