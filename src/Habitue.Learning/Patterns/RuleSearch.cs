namespace Habitue.Learning.Patterns;

/// <summary>
/// The rules of one itemset after the other. An item that moves from left to right can only cost confidence, so what is on the
/// right grows from one item as long as the rule holds (Agrawal and Srikant 1994, section 3.1).
/// </summary>
internal sealed class RuleSearch(AssociationRules recipe, FrequentItemsetsModel itemsets)
{
    private readonly ItemsetTable table = itemsets.Table;
    private readonly ItemsetIndex index = itemsets.Index;
    private readonly Share confidence = new(recipe.MinimumConfidence);
    private readonly Share lift = new(recipe.MinimumLift);
    private readonly bool anyLift = recipe.MinimumLift == 0;
    private readonly int mostConsequents = recipe.Consequents == RuleConsequents.SingleItem ? 1 : int.MaxValue;
    private readonly List<int> antecedents = [], consequents = [], wholes = [];
    private readonly int[] left = new int[1_000], right = new int[1_000];

    public RuleTable Of(int from, int to)
    {
        antecedents.Clear();
        consequents.Clear();
        wholes.Clear();
        for (var set = Math.Max(from, itemsets.Names.Count); set < to; set++) Grow(set, index.KeyOf(table[set]), 0, 0, 0);
        return new RuleTable([.. antecedents], [.. consequents], [.. wholes]);
    }

    /// <summary>Moves one more item to the right, behind those that are there.</summary>
    /// <param name="set">The itemset.</param>
    /// <param name="leftKey">The key of what is on the left.</param>
    /// <param name="rightKey">The key of what is on the right.</param>
    /// <param name="moved">How many items are on the right.</param>
    /// <param name="first">The first place of the set from which an item may be moved.</param>
    private void Grow(int set, ulong leftKey, ulong rightKey, int moved, int first)
    {
        var items = table[set];
        for (var place = first; place < items.Length; place++)
        {
            right[moved] = items[place];
            var (newLeft, newRight, leftKeyNow, rightKeyNow) = (0, moved + 1, leftKey ^ index.KeyOf(items[place]), rightKey ^ index.KeyOf(items[place]));
            for (int i = 0, r = 0; i < items.Length; i++)
            {
                if (r < newRight && items[i] == right[r]) r++;
                else left[newLeft++] = items[i];
            }

            var antecedent = newLeft == 1 ? left[0] : index.Find(left.AsSpan(0, newLeft), leftKeyNow);
            if (!confidence.IsReachedBy(table.Counts[set], table.Counts[antecedent])) continue;
            var consequent = newRight == 1 ? right[0] : index.Find(right.AsSpan(0, newRight), rightKeyNow);
            if (anyLift || lift.IsReachedBy(table.Counts[set], itemsets.Baskets, table.Counts[antecedent], table.Counts[consequent]))
            {
                antecedents.Add(antecedent);
                consequents.Add(consequent);
                wholes.Add(set);
            }

            if (newLeft > 1 && newRight < mostConsequents) Grow(set, leftKeyNow, rightKeyNow, newRight, place + 1);
        }
    }
}
