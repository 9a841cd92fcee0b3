namespace Habitue.Learning.Patterns;

/// <summary>Rules as numbers of itemsets: both sides, and the set of both together.</summary>
internal sealed record RuleTable(int[] Antecedents, int[] Consequents, int[] Wholes)
{
    public int Count => Wholes.Length;

    public static RuleTable Joined(RuleTable[] parts) => new(
        [.. parts.SelectMany(part => part.Antecedents)], [.. parts.SelectMany(part => part.Consequents)], [.. parts.SelectMany(part => part.Wholes)]);

    public RuleTable Take(int[] rules) => new(
        Array.ConvertAll(rules, rule => Antecedents[rule]), Array.ConvertAll(rules, rule => Consequents[rule]), Array.ConvertAll(rules, rule => Wholes[rule]));

    /// <summary>The most confident first; those of equal confidence stay as they are.</summary>
    public RuleTable ByConfidence(ItemsetTable sets)
    {
        var (keys, order) = (new double[Count], new int[Count]);
        for (var rule = 0; rule < Count; rule++) (keys[rule], order[rule]) = (-(double)sets.Counts[Wholes[rule]] / sets.Counts[Antecedents[rule]], rule);
        Array.Sort(keys, order);
        for (int from = 0, to; from < Count; from = to)
        {
            for (to = from + 1; to < Count && keys[to] == keys[from];) to++;
            Array.Sort(order, from, to - from);
        }

        return Take(order);
    }
}
