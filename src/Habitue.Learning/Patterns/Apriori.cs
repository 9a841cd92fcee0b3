using Habitue.Learning.Numerics;

namespace Habitue.Learning.Patterns;

/// <summary>
/// Finds the frequent sets of one size after the other: those of k + 1 items are made by joining two of k items that differ
/// in the last one, dropped when one of their parts is rare, and counted in one walk over all baskets. It needs the least
/// memory beside the baskets and is the easiest to follow; deep sets make it slow.
/// Source: Agrawal and Srikant, "Fast algorithms for mining association rules" (1994).
/// </summary>
internal static class Apriori
{
    private const int BasketBlocks = 4;

    public static void Mine(RankedBaskets data, int maximumSize, ItemsetCollector collector, FitRun run)
    {
        var found = collector.NewBuffer();
        for (var rank = 0; rank < data.Items; rank++) found.Add([], rank, data.Supports[rank]);
        found.Report();
        run.Progress?.Report(0.1);
        if (maximumSize < 2) return;
        var level = Pairs(data, found, run);
        for (var size = 3; level.Count >= size && size <= maximumSize; size++)
        {
            run.Progress?.Report(1 - (1.8 / size)); // how deep it goes, nobody knows before
            var candidates = Join(level, size - 1, run.Cancel);
            var counts = CountIn(data, new CandidateTrie(candidates, size), candidates.Count, run);
            level = [];
            for (var i = 0; i < candidates.Count; i++)
            {
                if (counts[i] < data.Least) continue;
                level.Add(candidates[i]);
                found.Add(candidates[i].AsSpan(0, size - 1), candidates[i][^1], counts[i]);
            }

            found.Report();
        }
    }

    /// <summary>The frequent pairs, in order.</summary>
    private static List<int[]> Pairs(RankedBaskets data, ItemsetBuffer found, FitRun run)
    {
        var partners = new (int[] Ranks, int[] Counts)[data.Items];
        Workers.Run(data.Items, run with { Progress = null }, () => new PairCounts(data), (pairs, rank) =>
        {
            pairs.Count(rank);
            partners[rank] = (pairs.Partners.ToArray(), pairs.Counts.ToArray());
        });

        var level = new List<int[]>();
        for (var rank = 0; rank < partners.Length; rank++)
        {
            for (var i = 0; i < partners[rank].Ranks.Length; i++)
            {
                level.Add([rank, partners[rank].Ranks[i]]);
                found.Add([rank], partners[rank].Ranks[i], partners[rank].Counts[i]);
            }
        }

        found.Report();
        return level;
    }

    private static List<int[]> Join(List<int[]> level, int size, CancellationToken cancel)
    {
        var (candidates, part) = (new List<int[]>(), new int[size]);
        for (var a = 0; a < level.Count; a++)
        {
            if ((a & 0xFFF) == 0) cancel.ThrowIfCancellationRequested();
            for (var b = a + 1; b < level.Count && level[a].AsSpan(0, size - 1).SequenceEqual(level[b].AsSpan(0, size - 1)); b++)
                if (PartsAreFrequent(level, level[a], level[b][^1], part)) candidates.Add([.. level[a], level[b][^1]]);
        }

        return candidates;
    }

    /// <summary>Whether the joined set without its first, its second … item is frequent too; without its last two is known.</summary>
    private static bool PartsAreFrequent(List<int[]> level, int[] set, int last, int[] part)
    {
        part[^1] = last;
        for (var without = 0; without < set.Length - 1; without++)
        {
            for (int from = 0, to = 0; from < set.Length; from++)
                if (from != without) part[to++] = set[from];
            if (level.BinarySearch(part, Order.Instance) < 0) return false;
        }

        return true;
    }

    private static int[] CountIn(RankedBaskets data, CandidateTrie candidates, int count, FitRun run)
    {
        var sums = new int[count];
        if (count == 0) return sums;
        var blocks = Math.Min(BasketBlocks, data.Count);
        var parts = new int[blocks][];
        Blocks.Run(blocks, run, block =>
        {
            var (from, to) = ((int)((long)data.Count * block / blocks), (int)((long)data.Count * (block + 1) / blocks));
            parts[block] = new int[count];
            for (var basket = from; basket < to; basket++)
            {
                if (((basket - from) & 0xFFF) == 0) run.Cancel.ThrowIfCancellationRequested();
                candidates.Count(data.Ranks.AsSpan(data.Starts[basket]..(data.Starts[basket + 1] - 1)), parts[block]);
            }
        });
        foreach (var part in parts)
            for (var i = 0; i < count; i++) sums[i] += part[i];
        return sums;
    }

    private sealed class Order : IComparer<int[]>
    {
        public static readonly Order Instance = new();

        public int Compare(int[]? x, int[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
