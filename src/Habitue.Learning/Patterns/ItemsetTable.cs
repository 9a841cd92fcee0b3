namespace Habitue.Learning.Patterns;

/// <summary>
/// Itemsets as flat arrays, smaller sets before larger ones and those of one size in the order of their items; the first ones
/// are thus the single items, each in the place of its own number.
/// </summary>
internal sealed record ItemsetTable(int[] Starts, int[] Items, int[] Counts)
{
    public int Count => Counts.Length;

    public ReadOnlySpan<int> this[int set] => Items.AsSpan(Starts[set]..Starts[set + 1]);

    /// <summary>Brings what was found in order: one counting sort by size, then one for each place of a set, the last place first.</summary>
    /// <param name="found">Sizes, ranks and counts, in any order.</param>
    /// <param name="itemOfRank">The item that each rank stands for; items are numbered without a gap.</param>
    public static ItemsetTable Of((int[] Sizes, int[] Ranks, int[] Counts) found, int[] itemOfRank)
    {
        var (sizes, items, counts) = found;
        var starts = new int[sizes.Length];
        for (int set = 0, at = 0; set < sizes.Length; set++)
        {
            starts[set] = at;
            var one = items.AsSpan(at, sizes[set]);
            for (var i = 0; i < one.Length; i++) one[i] = itemOfRank[one[i]];
            if (one.Length > 1) one.Sort();
            at += sizes[set];
        }

        var (order, other) = (new int[sizes.Length], new int[sizes.Length]);
        for (var set = 0; set < order.Length; set++) order[set] = set;
        var bySize = SortBy(order, other, sizes.Length == 0 ? 1 : sizes.Max() + 1, set => sizes[set]);
        (order, other) = (other, order);
        for (var size = 1; size + 1 < bySize.Length; size++)
        {
            int from = bySize[size], length = bySize[size + 1] - from;
            Span<int> a = order.AsSpan(from, length), b = other.AsSpan(from, length);
            for (var place = size - 1; place >= 0; place--)
            {
                var at = place;
                SortBy(a, b, itemOfRank.Length, set => items[starts[set] + at]);
                b.CopyTo(a);
            }
        }

        var table = new ItemsetTable(new int[sizes.Length + 1], new int[items.Length], new int[sizes.Length]);
        for (var set = 0; set < order.Length; set++)
        {
            var size = sizes[order[set]];
            items.AsSpan(starts[order[set]], size).CopyTo(table.Items.AsSpan(table.Starts[set]));
            table.Starts[set + 1] = table.Starts[set] + size;
            table.Counts[set] = counts[order[set]];
        }

        return table;
    }

    /// <summary>Sorts stably by keys below a limit; where each key starts, and after the last one the end.</summary>
    private static int[] SortBy(ReadOnlySpan<int> from, Span<int> into, int keys, Func<int, int> key)
    {
        var starts = new int[keys + 1];
        foreach (var one in from) starts[key(one) + 1]++;
        for (var k = 0; k < keys; k++) starts[k + 1] += starts[k];
        var next = starts.AsSpan(0, keys).ToArray();
        foreach (var one in from) into[next[key(one)]++] = one;
        return starts;
    }
}
