namespace Habitue.Learning.Patterns;

/// <summary>
/// Finds an itemset among many. Each item has a key of 64 random bits and a set the exclusive or of its items' keys, so that
/// the key of a set with one item more or less takes one step; what a key finds is compared item by item.
/// Source: Zobrist, "A new hashing method with application for game playing" (1970).
/// </summary>
internal sealed class ItemsetIndex
{
    private readonly ItemsetTable table;
    private readonly ulong[] keys;
    private readonly int[] places; // 1 + the number of a set, 0 where nothing is

    public ItemsetIndex(ItemsetTable table, int items)
    {
        this.table = table;
        var random = new Seed(1).For(0);
        keys = new ulong[items];
        for (var i = 0; i < items; i++) keys[i] = random.NextBits();
        places = new int[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, 2 * table.Count))];
        for (var set = 0; set < table.Count; set++)
        {
            var place = (int)KeyOf(table[set]) & (places.Length - 1);
            while (places[place] != 0) place = (place + 1) & (places.Length - 1);
            places[place] = set + 1;
        }
    }

    public ulong KeyOf(int item) => keys[item];

    public ulong KeyOf(ReadOnlySpan<int> set)
    {
        var key = 0ul;
        foreach (var item in set) key ^= keys[item];
        return key;
    }

    /// <summary>The number of the set with these items, or -1.</summary>
    /// <param name="items">Rising item numbers.</param>
    /// <param name="key">Their <see cref="KeyOf(ReadOnlySpan{int})"/>.</param>
    public int Find(ReadOnlySpan<int> items, ulong key)
    {
        for (var place = (int)key & (places.Length - 1); places[place] != 0; place = (place + 1) & (places.Length - 1))
            if (table[places[place] - 1].SequenceEqual(items)) return places[place] - 1;
        return -1;
    }
}
