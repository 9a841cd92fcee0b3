using Habitue.Learning.Numerics;

namespace Habitue.Learning.Patterns;

/// <summary>
/// Goes down one item after the other, keeping for each possible next item which baskets it shares, one bit a basket. The
/// bits are only of the baskets of the first item, so that a rare item costs little; larger sets cost an "and" and a count of bits.
/// Source: Zaki, "Scalable algorithms for association mining" (2000); pairs as in <see cref="PairCounts"/>.
/// </summary>
internal sealed unsafe class Eclat
{
    private readonly RankedBaskets data;
    private readonly int maximumSize;
    private readonly ItemsetBuffer found;
    private readonly PairCounts pairs;
    private readonly int[] slots;
    private readonly List<Level> levels = [];
    private int[] prefix = new int[16];
    private int words;

    private Eclat(RankedBaskets data, int maximumSize, ItemsetBuffer found)
    {
        (this.data, this.maximumSize, this.found) = (data, maximumSize, found);
        (pairs, slots) = (new PairCounts(data), new int[data.Items]);
        Array.Fill(slots, -1);
    }

    public static void Mine(RankedBaskets data, int maximumSize, ItemsetCollector collector, FitRun run) =>
        Workers.Run(data.Items, run, () => new Eclat(data, maximumSize, collector.NewBuffer()), (worker, first) => worker.MineFrom(first));

    /// <summary>All frequent sets whose rarest item is this one.</summary>
    private void MineFrom(int first)
    {
        found.Add([], first, data.Supports[first]);
        if (maximumSize < 2) return;
        pairs.Count(first);
        prefix[0] = first;
        for (var i = 0; i < pairs.Found; i++) found.Add(prefix.AsSpan(0, 1), pairs.Partners[i], pairs.Counts[i]);
        if (maximumSize < 3 || pairs.Found < 2) return;
        var level = FillBits(first);
        Extend(level, pairs.Found, depth: 1);
    }

    /// <summary>For each partner of the first item, which of the first item's baskets hold it.</summary>
    private Level FillBits(int first)
    {
        var rows = data.Occurrences.AsSpan(data.Places[first]..data.Places[first + 1]);
        words = (rows.Length + 63) / 64;
        var level = LevelOf(0, pairs.Found);
        for (var slot = 0; slot < pairs.Found; slot++) slots[pairs.Partners[slot]] = slot;
        pairs.Partners.CopyTo(level.Ranks);
        new Span<ulong>(level.Bits, pairs.Found * words).Clear();
        fixed (int* all = data.Ranks, slotOf = slots)
        {
            for (var row = 0; row < rows.Length; row++)
            {
                var column = level.Bits + (row / 64);
                var bit = 1ul << (row % 64);
                for (var other = all + rows[row] + 1; *other >= 0; other++)
                    if (slotOf[*other] is >= 0 and var slot) column[(nint)slot * words] |= bit;
            }
        }

        foreach (var partner in pairs.Partners) slots[partner] = -1;
        return level;
    }

    /// <summary>The prefix is frequent with each of the level's items; finds what is with two of them, and so on.</summary>
    private void Extend(Level level, int count, int depth)
    {
        if (depth + 1 >= prefix.Length) Array.Resize(ref prefix, 2 * prefix.Length);
        for (var a = 0; a + 1 < count; a++)
        {
            prefix[depth] = level.Ranks[a];
            var (next, kept) = (LevelOf(depth, count - a - 1), 0);
            for (var b = a + 1; b < count; b++)
            {
                var together = BitRows.And(level.Bits + ((nint)a * words), level.Bits + ((nint)b * words), next.Bits + ((nint)kept * words), words);
                if (together < data.Least) continue;
                found.Add(prefix.AsSpan(0, depth + 1), level.Ranks[b], together);
                next.Ranks[kept++] = level.Ranks[b];
            }

            if (kept > 1 && depth + 3 <= maximumSize) Extend(next, kept, depth + 1);
        }
    }

    private Level LevelOf(int depth, int count)
    {
        if (depth == levels.Count) levels.Add(new Level());
        levels[depth].MakeRoom(count, words);
        return levels[depth];
    }

    /// <summary>Scratch memory of one depth; it only grows.</summary>
    private sealed class Level
    {
        private ulong[] buffer = [];

        public int[] Ranks { get; private set; } = [];

        public ulong* Bits { get; private set; }

        public void MakeRoom(int count, int words)
        {
            if (Ranks.Length < count) Ranks = new int[Math.Max(count, 2 * Ranks.Length)];
            var size = (long)count * words;
            if (buffer.Length >= size) return;
            if (size > Array.MaxLength) throw new SettingException(nameof(FrequentItemsets), nameof(FrequentItemsets.Method), $"is Eclat, which would need {size * 8 >> 20} MiB in one piece for these baskets; choose FpGrowth.");
            buffer = GC.AllocateUninitializedArray<ulong>((int)Math.Min(Array.MaxLength, Math.Max(size, 2L * buffer.Length)), pinned: true);
            Bits = (ulong*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref buffer[0]);
        }
    }
}
