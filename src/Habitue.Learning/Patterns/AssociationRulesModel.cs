using Habitue.Learning.Models;
using Habitue.Learning.Statistics;

namespace Habitue.Learning.Patterns;

/// <summary>The rules that <see cref="AssociationRules"/> found.</summary>
public sealed class AssociationRulesModel : IModel<AssociationRulesModel>
{
    private readonly RuleTable table;
    private readonly Lazy<AssociationRule[]> rules;
    private readonly Lazy<double[]> adjusted;

    private AssociationRulesModel(ModelCard card, FrequentItemsetsModel itemsets, RuleTable table)
    {
        (Card, Itemsets, this.table) = (card, itemsets, table);
        rules = new(() =>
        {
            var (all, sets) = (new AssociationRule[table.Count], itemsets.Itemsets);
            for (var rule = 0; rule < all.Length; rule++) all[rule] = new AssociationRule(sets[table.Antecedents[rule]], sets[table.Consequents[rule]], itemsets.Table.Counts[table.Wholes[rule]]);
            return all;
        });
        adjusted = new(() => FalseDiscovery.BenjaminiHochberg(Array.ConvertAll(rules.Value, rule => rule.PValue), PossibleRules));
    }

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("association-rules", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>The itemsets of which the rules are made.</summary>
    public FrequentItemsetsModel Itemsets { get; }

    /// <summary>The rules, the most confident first.</summary>
    public IReadOnlyList<AssociationRule> Rules => rules.Value;

    /// <summary>How many rules the itemsets allow, whatever their confidence and lift: among so many the rules were found.</summary>
    public double PossibleRules => Card.Figures["possible rules"];

    /// <summary>
    /// For each rule its p-value (<see cref="AssociationRule.PValue"/>) adjusted for how many rules were looked at, which are all
    /// <see cref="PossibleRules"/> and not only those that were confident enough: when all rules up to 0.05 are believed, about 5 % of
    /// them are expected to be chance. Independent rules are assumed; rules that share baskets mostly err on the careful side.
    /// Worked out when first asked for. Source: Benjamini and Hochberg, "Controlling the false discovery rate" (1995).
    /// </summary>
    public IReadOnlyList<double> AdjustedPValues => adjusted.Value;

    /// <summary>
    /// The rules that say something new of a basket: it holds the whole antecedent and not yet the whole consequent. The most confident first. Cost: one look at each rule.
    /// </summary>
    public IReadOnlyList<AssociationRule> RulesFor(IEnumerable<string> basket)
    {
        var inside = basket.ToHashSet(StringComparer.Ordinal);
        bool[] holds = [.. Itemsets.Names.Select(inside.Contains)];
        var found = new List<AssociationRule>();
        for (var rule = 0; rule < table.Count; rule++)
            if (All(table.Antecedents[rule]) && !All(table.Consequents[rule])) found.Add(rules.Value[rule]);
        return found;

        bool All(int set)
        {
            foreach (var item in Itemsets.Table[set])
                if (!holds[item]) return false;
            return true;
        }
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("itemsets", Itemsets);
        to.Write("antecedents", table.Antecedents);
        to.Write("consequents", table.Consequents);
        to.Write("wholes", table.Wholes);
    }

    /// <inheritdoc/>
    public static AssociationRulesModel Load(ModelReader from)
    {
        var itemsets = from.Model("itemsets") as FrequentItemsetsModel ?? throw new InvalidDataException("The model's 'itemsets' are something else.");
        var wholes = from.Integers("wholes");
        var table = new RuleTable(from.Integers("antecedents", wholes.Length), from.Integers("consequents", wholes.Length), wholes);
        foreach (var set in table.Antecedents.Concat(table.Consequents).Concat(wholes))
            if ((uint)set >= (uint)itemsets.Table.Count) throw new InvalidDataException($"A rule names itemset {set}; there are {itemsets.Table.Count}.");
        return new AssociationRulesModel(from.Card, itemsets, table);
    }

    internal static AssociationRulesModel Of(AssociationRules recipe, FrequentItemsetsModel itemsets, RuleTable table, double possible)
    {
        var card = ModelCard.Of(Format, recipe, [], itemsets.Baskets, ("rules", table.Count), ("possible rules", possible));
        return new AssociationRulesModel(card, itemsets, table);
    }

    /// <summary>The rules that are left when so many false ones are put up with.</summary>
    internal AssociationRulesModel Discoveries(AssociationRules recipe)
    {
        int[] kept = [.. Enumerable.Range(0, table.Count).Where(rule => AdjustedPValues[rule] <= recipe.MaximumFalseDiscoveryRate)];
        return Of(recipe, Itemsets, table.Take(kept), PossibleRules);
    }
}
