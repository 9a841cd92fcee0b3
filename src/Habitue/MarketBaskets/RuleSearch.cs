using Habitue.Learning;
using Habitue.Learning.Patterns;
using Habitue.Learning.Statistics;

namespace Habitue.MarketBaskets;

/// <summary>
/// From frequent sets to the rules worth showing: confident, not chance, and none that says no more than a shorter one; each held against
/// the later half of the time and against the customers' habits.
/// </summary>
internal sealed class RuleSearch(BasketData data, FrequentItemsetsModel sets, FitRun run)
{
    /// <summary>Of the rules that stay, so many may be chance; of those called together, so many may be habit.</summary>
    public const double FalseShare = 0.05, FalseTogether = 0.01;

    /// <summary>A longer rule must be right so many times as often as each shorter one.</summary>
    public const double BetterTimes = 1.5;

    /// <summary>In the later half the two sides must be together more often than chance gives so often.</summary>
    private const double HoldsBy = 0.05;

    /// <summary>Fewer baskets than this, found and expected, cannot tell habit from belonging together.</summary>
    private const double EnoughToTell = 5;

    /// <summary>More rules than this nobody reads; the strongest stay.</summary>
    public const int MostRules = 20_000;

    private readonly Postings postings = new(data.Baskets);
    private readonly Dictionary<string, int> number = data.Ids.Index().ToDictionary(one => one.Item, one => one.Index, StringComparer.Ordinal);

    /// <summary>How many rules were confident, before chance and redundancy were taken out.</summary>
    public int Confident { get; private set; }

    /// <summary>How many of them chance may have made, and how many of the rest said no more than a shorter one.</summary>
    public int Chance { get; private set; }

    public int Redundant { get; private set; }

    public IReadOnlyList<BasketRule> Find(double confidence)
    {
        var model = new AssociationRules { MinimumConfidence = confidence, Consequents = RuleConsequents.SingleItem }.Of(sets, run);
        Confident = model.Rules.Count;
        var adjusted = model.AdjustedPValues;
        var sure = Enumerable.Range(0, model.Rules.Count).Where(rule => adjusted[rule] <= FalseShare).ToArray();
        Chance = Confident - sure.Length;
        var longer = sure.Where(rule => model.Rules[rule].Antecedent.Items.Count > 1).ToArray();
        var better = longer.Where(rule => IsRightMoreOften(model.Rules[rule])).ToArray();
        var beyondChance = FalseDiscovery.BenjaminiHochberg([.. better.Select(rule => NoBetter(model.Rules[rule]))], longer.Length);
        var telling = better.Where((_, i) => beyondChance[i] <= FalseShare).ToHashSet();
        var kept = sure.Where(rule => model.Rules[rule].Antecedent.Items.Count == 1 || telling.Contains(rule)).ToArray();
        Redundant = sure.Length - kept.Length;
        var strongest = kept.OrderByDescending(rule => model.Rules[rule].Lift).Take(MostRules);
        var customers = new SameCustomers(data);
        var rules = new List<BasketRule>();
        foreach (var rule in strongest)
        {
            run.Cancel.ThrowIfCancellationRequested();
            rules.Add(Judge(model.Rules[rule], adjusted[rule], customers));
        }
        var beyond = FalseDiscovery.BenjaminiHochberg([.. rules.Select(rule => rule.PBeyondHabit)]);
        return [.. rules.Select((rule, i) => rule with
            {
                Kind = rule.Found + rule.ByHabit < EnoughToTell ? BasketRule.Unknown : beyond[i] <= FalseTogether ? BasketRule.Together : BasketRule.Habit,
            })
            .OrderBy(rule => rule.Kind switch { BasketRule.Together => 0, BasketRule.Unknown => 1, _ => 2 }).ThenByDescending(rule => rule.Holds)
            .ThenByDescending(rule => rule.Lift).ThenByDescending(rule => rule.Count)
            .ThenBy(rule => string.Join('\0', rule.Antecedent.Select(item => data.Ids[item])), StringComparer.Ordinal).ThenBy(rule => data.Ids[rule.Consequent], StringComparer.Ordinal)];
    }

    /// <summary>Whether no rule from a part of the antecedent is nearly as often right.</summary>
    private bool IsRightMoreOften(AssociationRule rule)
    {
        var items = rule.Antecedent.Items;
        for (var part = 1; part < (1 << items.Count) - 1; part++)
        {
            var some = items.Where((_, i) => (part >> i & 1) == 1).ToArray();
            var (left, both) = (sets.CountOf(some) ?? 0, sets.CountOf([.. some, rule.Consequent.Items[0]]) ?? 0);
            if (rule.Confidence * left < BetterTimes * both) return false;
        }
        return true;
    }

    /// <summary>
    /// How likely a longer rule is to seem so much better than a shorter one by chance: among the baskets with a part of the antecedent, do those
    /// with the rest of it hold the consequent more often still? The largest of these p-values, over all parts of one product less.
    /// Source: Webb, "Discovering significant patterns" (2007), who calls a rule productive when it is small.
    /// </summary>
    private double NoBetter(AssociationRule rule)
    {
        var items = rule.Antecedent.Items;
        var worst = 0.0;
        for (var without = 0; without < items.Count; without++)
        {
            var part = items.Where((_, i) => i != without).ToArray();
            var (shorter, right) = (sets.CountOf(part) ?? 0, sets.CountOf([.. part, rule.Consequent.Items[0]]) ?? 0);
            worst = Math.Max(worst, FisherExact.Greater(rule.Count, rule.Antecedent.Count, right, shorter));
        }
        return worst;
    }

    private BasketRule Judge(AssociationRule rule, double adjusted, SameCustomers customers)
    {
        int[] antecedent = [.. rule.Antecedent.Items.Select(item => number[item])];
        var consequent = number[rule.Consequent.Items[0]];
        var left = postings.Of(antecedent);
        var right = postings.Of(consequent);
        var both = Postings.Meet(left, right);
        var (a, b, c, n) = (postings.Earlier(left), postings.Earlier(right), postings.Earlier(both), postings.Half);
        var (laterA, laterB, laterC, laterN) = (left.Length - a, right.Length - b, both.Length - c, data.Baskets.Count - n);
        var (earlier, later) = (Lift(c, a, b, n), Lift(laterC, laterA, laterB, laterN));
        var (found, expected, p) = customers.Test(left, right, both);
        return new BasketRule(antecedent, consequent, rule.Count, rule.Antecedent.Count, rule.Consequent.Count, data.Baskets.Count, rule.PValue, adjusted, earlier, later,
            later >= (double.IsNaN(earlier) ? 1 : earlier) / 2 && FisherExact.Greater(laterC, laterA, laterB, laterN) <= HoldsBy, found, expected, p);
    }

    private static double Lift(int both, int first, int second, int all) => first == 0 || second == 0 ? double.NaN : (double)both * all / ((double)first * second);
}
