using Habitue.Learning.Data;
using Habitue.Learning.Patterns;

namespace Habitue.Bench.Learning;

/// <summary>From the baskets in memory, as lists of item numbers, to the answer as objects, as the peer is timed.</summary>
internal static class PatternsTasks
{
    public static LearningTask[] All => [.. Each("2", 0.02), .. Each("1", 0.01), .. Each("0.5", 0.005)];

    private static LearningTask[] Each(string percent, double support) =>
    [
        new($"itemsets_{percent}", $"frequent itemsets, Online Retail baskets, {percent} %", 1.0,
            inputs =>
            {
                var baskets = Lists(inputs);
                return () => new FrequentItemsets { MinimumSupport = support }.Fit(Baskets.OfNumbers(baskets)).Itemsets;
            },
            (_, itemsets) => new() { ["itemsets"] = ((IReadOnlyList<Itemset>)itemsets).Count },
            Stored($"itemsets_{percent}%", "PyFIM eclat (C)"), Stored($"itemsets_{percent}%", "Borgelt apriori (C), whole program"), Stored($"itemsets_{percent}%", "SPMF dEclat_bitset, whole program")),
        new($"rules_{percent}", $"itemsets and rules with one item on the right, Online Retail baskets, {percent} %, confidence 0.3", 1.0,
            inputs =>
            {
                var baskets = Lists(inputs);
                return () => new AssociationRules { Itemsets = new() { MinimumSupport = support }, MinimumConfidence = 0.3, Consequents = RuleConsequents.SingleItem }.Fit(Baskets.OfNumbers(baskets)).Rules;
            },
            (_, rules) => new() { ["rules"] = ((IReadOnlyList<AssociationRule>)rules).Count },
            Stored($"rules_{percent}%", "PyFIM fpgrowth (C), one consequent"), Stored($"rules_{percent}%", "Borgelt apriori (C), one consequent, whole program"), Stored($"rules_{percent}%", "SPMF FPGrowth_association_rules, whole program")),
    ];

    private static int[][] Lists(PeerInputs inputs) =>
        [.. inputs.Lines("baskets.dat").Select(line => Array.ConvertAll(line.Split(' '), int.Parse))];

    private static PeerVariant Stored(string task, string peer) => new("run_itemsets.py", ["pyfim", "1"]) { Stored = (task, peer) };
}
