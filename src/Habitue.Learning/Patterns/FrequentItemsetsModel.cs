using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Patterns;

/// <summary>The itemsets that <see cref="FrequentItemsets"/> found, each with its exact count.</summary>
public sealed class FrequentItemsetsModel : IModel<FrequentItemsetsModel>
{
    private readonly string[] names;
    private readonly Lazy<Itemset[]> itemsets;
    private readonly Lazy<ItemsetIndex> index;
    private readonly Lazy<Dictionary<string, int>> numbers;

    private FrequentItemsetsModel(ModelCard card, string[] names, ItemsetTable table)
    {
        (Card, this.names, Table) = (card, names, table);
        itemsets = new(() =>
        {
            var all = new Itemset[table.Count];
            for (var set = 0; set < all.Length; set++) all[set] = new Itemset(Array.ConvertAll(table[set].ToArray(), item => names[item]), table.Counts[set], Baskets);
            return all;
        });
        index = new(() => new ItemsetIndex(table, names.Length));
        numbers = new(() => Enumerable.Range(0, names.Length).ToDictionary(item => names[item], StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("frequent-itemsets", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>How many baskets there were.</summary>
    public int Baskets => Card.Rows;

    /// <summary>In how many baskets a set had to be.</summary>
    public int MinimumCount => (int)Card.Figures["minimum count"];

    /// <summary>All frequent sets, smaller ones first and those of one size in the order of their items' numbers.</summary>
    public IReadOnlyList<Itemset> Itemsets => itemsets.Value;

    internal ItemsetTable Table { get; }

    internal ItemsetIndex Index => index.Value;

    internal IReadOnlyList<string> Names => names;

    /// <summary>In how many baskets these items are all together, or null when they are not frequent together; their order does not matter.</summary>
    public int? CountOf(params IEnumerable<string> items)
    {
        var wanted = new SortedSet<int>();
        foreach (var item in items)
        {
            if (!numbers.Value.TryGetValue(item, out var number)) return null;
            wanted.Add(number);
        }

        int[] set = [.. wanted];
        var place = Index.Find(set, Index.KeyOf(set));
        return place < 0 ? null : Table.Counts[place];
    }

    /// <summary>
    /// The sets to which no item can be added without losing baskets: with their counts they tell the counts of all others.
    /// Sets that were left out because of <see cref="FrequentItemsets.MaximumSize"/> do not count. Cost: one look-up for each item of each set.
    /// Source: Pasquier, Bastide, Taouil and Lakhal, "Discovering frequent closed itemsets for association rules" (1999).
    /// </summary>
    public IReadOnlyList<Itemset> Closed() => Without((larger, smaller) => Table.Counts[larger] == Table.Counts[smaller]);

    /// <summary>
    /// The sets to which no item can be added without becoming rare: the fewest sets from which all others follow, but not their counts.
    /// Source: Bayardo, "Efficiently mining long patterns from databases" (1998).
    /// </summary>
    public IReadOnlyList<Itemset> Maximal() => Without((_, _) => true);

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("names", names);
        to.Write("starts", Table.Starts);
        to.Write("items", Table.Items);
        to.Write("counts", Table.Counts);
    }

    /// <inheritdoc/>
    public static FrequentItemsetsModel Load(ModelReader from)
    {
        var (names, counts) = (from.Texts("names"), from.Integers("counts"));
        var (starts, items) = (from.Integers("starts", counts.Length + 1), from.Integers("items"));
        var orderly = starts[0] == 0 && starts[^1] == items.Length && counts.Length >= names.Length;
        for (var set = 0; orderly && set < counts.Length; set++) orderly = starts[set] < starts[set + 1] && (set >= names.Length || starts[set] == set);
        for (var i = 0; orderly && i < items.Length; i++) orderly = (uint)items[i] < (uint)names.Length && (i >= names.Length || items[i] == i);
        return orderly
            ? new FrequentItemsetsModel(from.Card, names, new ItemsetTable(starts, items, counts))
            : throw new InvalidDataException("The model's itemsets do not fit together.");
    }

    internal static FrequentItemsetsModel Of(FrequentItemsets recipe, Baskets data, RankedBaskets ranked, (int[] Sizes, int[] Ranks, int[] Counts) found)
    {
        // Frequent items are numbered anew, without a gap and in the order that they had.
        int[] kept = [.. ranked.Numbers.Order()];
        var itemOfRank = Array.ConvertAll(ranked.Numbers, number => Array.BinarySearch(kept, number));
        var table = ItemsetTable.Of(found, itemOfRank);
        var card = ModelCard.Of(Format, recipe, [], data.Count, ("itemsets", table.Count), ("minimum count", ranked.Least));
        return new FrequentItemsetsModel(card, Array.ConvertAll(kept, data.NameOf), table);
    }

    /// <summary>The sets without those that a set of one item more makes needless.</summary>
    private List<Itemset> Without(Func<int, int, bool> needless)
    {
        var drop = new bool[Table.Count];
        Span<int> part = stackalloc int[1_000];
        for (var set = names.Length; set < Table.Count; set++)
        {
            var items = Table[set];
            var key = Index.KeyOf(items);
            items[1..].CopyTo(part);
            for (var without = 0; without < items.Length; without++)
            {
                var smaller = Index.Find(part[..(items.Length - 1)], key ^ Index.KeyOf(items[without]));
                drop[smaller] |= needless(set, smaller);
                part[without] = items[without];
            }
        }

        return [.. Itemsets.Where((_, set) => !drop[set])];
    }
}
