using System.Runtime.InteropServices;

namespace Habitue.Learning.Data;

/// <summary>
/// Which items lie together: the products of an invoice, the pages of a visit. An item counts once in a basket, however
/// often it is put there; amounts and order are not kept. An empty basket is a basket: shares of all baskets count it.
/// <code>
/// var baskets = Baskets.OfPairs([("invoice 1", "bread"), ("invoice 1", "butter"), ("invoice 2", "bread")]);
/// </code>
/// Memory: 4 bytes per item of a basket and 4 per basket.
/// </summary>
public sealed class Baskets
{
    private readonly int[] starts;
    private readonly int[] items;
    private readonly string[]? names;

    /// <summary>Baskets of arrays that are already in order; they are kept, not copied.</summary>
    /// <param name="starts">Where each basket starts in <paramref name="items"/>, and after the last one their number: baskets + 1 numbers, rising from 0.</param>
    /// <param name="items">The numbers of the items, rising within a basket.</param>
    /// <param name="names">The items' names, each once; an item's number is its place here.</param>
    /// <exception cref="BadDataException">The arrays do not fit together, or two items have one name.</exception>
    public Baskets(int[] starts, int[] items, IReadOnlyList<string> names)
        : this(starts, items, Unique(names), names.Count)
    {
        if (starts.Length == 0 || starts[0] != 0 || starts[^1] != items.Length)
            throw new BadDataException($"The baskets end at {(starts.Length == 0 ? 0 : starts[^1])}, but there are {items.Length} items.");
        for (var basket = 0; basket < Count; basket++)
        {
            if (starts[basket + 1] < starts[basket]) throw new BadDataException($"Basket {basket} ends before it starts.", "basket", basket);
            for (var i = starts[basket]; i < starts[basket + 1]; i++)
                if ((uint)items[i] >= (uint)Items || (i > starts[basket] && items[i] <= items[i - 1]))
                    throw new BadDataException($"Basket {basket} has item {items[i]}; numbers rise within a basket and stay below {Items}.", "basket", basket);
        }
    }

    private Baskets(int[] starts, int[] items, string[]? names, int count) => (this.starts, this.items, this.names, Items) = (starts, items, names, count);

    /// <summary>How many baskets there are.</summary>
    public int Count => starts.Length - 1;

    /// <summary>How many different items there may be; they are numbered from 0.</summary>
    public int Items { get; }

    /// <summary>The items of one basket, by rising number, each once.</summary>
    public ReadOnlySpan<int> this[int basket] => items.AsSpan(starts[basket]..starts[basket + 1]);

    internal ReadOnlySpan<int> AllItems => items;

    internal ReadOnlySpan<int> Starts => starts;

    /// <summary>The name of an item; items that nobody named are called by their numbers.</summary>
    public string NameOf(int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(item, Items);
        return names?[item] ?? item.ToString();
    }

    /// <summary>Baskets of item numbers in any order; a repeated item counts once.</summary>
    /// <param name="baskets">The numbers of each basket's items, 0 or more.</param>
    /// <param name="names">The items' names by their numbers; left out, an item is called by its number.</param>
    /// <exception cref="BadDataException">A number is below 0 or has no name; the message names the basket.</exception>
    public static Baskets OfNumbers(IReadOnlyList<int[]> baskets, IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(baskets);
        var (count, total) = (baskets.Count, 0L);
        for (var basket = 0; basket < count; basket++) total += baskets[basket].Length;
        if (total > Array.MaxLength) throw new BadDataException($"The baskets hold {total} items; they may hold at most {Array.MaxLength}.");
        var (starts, items, at, most) = (new int[count + 1], new int[total], 0, -1);
        for (var basket = 0; basket < count; basket++)
        {
            var given = baskets[basket];
            given.CopyTo(items, at);
            var kept = Rising(items.AsSpan(at, given.Length));
            if (kept > 0)
            {
                if (items[at] < 0) throw new BadDataException($"Basket {basket} has item {items[at]}; items are numbered from 0.", "basket", basket);
                most = Math.Max(most, items[at + kept - 1]);
                if (names is not null && most >= names.Count) throw new BadDataException($"Basket {basket} has item {most}, but only {names.Count} items have a name.", "basket", basket);
            }

            starts[basket + 1] = at += kept;
        }

        return new Baskets(starts, at == items.Length ? items : items[..at], names is null ? null : Unique(names), names?.Count ?? most + 1);
    }

    /// <summary>
    /// Baskets of item names. Items are numbered in the ordinal order of their names, so that it does not matter which basket comes first.
    /// </summary>
    /// <exception cref="BadDataException">An item has no name.</exception>
    public static Baskets OfLists(IEnumerable<IEnumerable<string>> baskets)
    {
        ArgumentNullException.ThrowIfNull(baskets);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var rows = new List<int[]>();
        foreach (var basket in baskets) rows.Add([.. basket.Select(item => Number(numbers, item, rows.Count))]);
        return Sorted(rows, numbers);
    }

    /// <summary>Baskets of pairs in any order, one for each item in a basket; the baskets are numbered in the order in which they first appear.</summary>
    /// <exception cref="BadDataException">A basket or an item has no name.</exception>
    public static Baskets OfPairs(IEnumerable<(string Basket, string Item)> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var baskets = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var row = 0;
        foreach (var (basket, item) in pairs)
        {
            if (basket is null) throw new BadDataException($"Pair {row} names no basket; leave it out.", "basket", row);
            ref var contents = ref CollectionsMarshal.GetValueRefOrAddDefault(baskets, basket, out _);
            (contents ??= []).Add(Number(numbers, item, row++));
        }

        return Sorted([.. baskets.Values.Select(contents => contents.ToArray())], numbers);
    }

    /// <summary>The numbered baskets, in the order in which they are given.</summary>
    public Baskets Take(ReadOnlySpan<int> which)
    {
        var newStarts = new int[which.Length + 1];
        for (var i = 0; i < which.Length; i++) newStarts[i + 1] = checked(newStarts[i] + this[which[i]].Length);
        var newItems = new int[newStarts[^1]];
        for (var i = 0; i < which.Length; i++) this[which[i]].CopyTo(newItems.AsSpan(newStarts[i]));
        return new Baskets(newStarts, newItems, names, Items);
    }

    /// <summary>The shape, such as "20728 baskets of 3941 items, 520750 entries".</summary>
    public override string ToString() => $"{Count} baskets of {Items} items, {items.Length} entries";

    /// <summary>Sorts what is not sorted, drops what is there twice, and says how many are left.</summary>
    private static int Rising(Span<int> items)
    {
        var rising = true;
        for (var i = 1; i < items.Length; i++) rising &= items[i] > items[i - 1];
        if (rising) return items.Length;
        items.Sort();
        var kept = 1;
        for (var i = 1; i < items.Length; i++)
            if (items[i] != items[kept - 1]) items[kept++] = items[i];
        return kept;
    }

    private static int Number(Dictionary<string, int> numbers, string item, int row)
    {
        if (item is null) throw new BadDataException($"Row {row} names no item; leave it out.", "item", row);
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, item, out var known);
        if (!known) number = numbers.Count - 1;
        return number;
    }

    private static Baskets Sorted(List<int[]> rows, Dictionary<string, int> numbers)
    {
        string[] names = [.. numbers.Keys.Order(StringComparer.Ordinal)];
        var place = new int[names.Length];
        for (var i = 0; i < names.Length; i++) place[numbers[names[i]]] = i;
        foreach (var row in rows)
            for (var i = 0; i < row.Length; i++) row[i] = place[row[i]];
        return OfNumbers(rows, names);
    }

    private static string[] Unique(IReadOnlyList<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
            if (!seen.Add(name ?? throw new BadDataException("An item has no name.", "item"))) throw new BadDataException($"Item '{name}' is there twice; give each item a name of its own.", "item");
        return [.. names];
    }
}
