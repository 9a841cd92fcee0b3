using System.Collections.Concurrent;

namespace Habitue.Learning.Patterns;

/// <summary>Takes the sets that a method finds, from several threads, and stops an explosion.</summary>
internal sealed class ItemsetCollector(int limit, CancellationToken cancel)
{
    private readonly ConcurrentBag<ItemsetBuffer> buffers = [];
    private long total;

    /// <summary>A place of its own for one worker.</summary>
    public ItemsetBuffer NewBuffer()
    {
        var buffer = new ItemsetBuffer(this);
        buffers.Add(buffer);
        return buffer;
    }

    /// <summary>All that was found, as flat arrays of ranks, in no order.</summary>
    public (int[] Sizes, int[] Ranks, int[] Counts) Gather()
    {
        foreach (var buffer in buffers) buffer.Report();
        var all = buffers.ToArray();
        var length = all.Sum(one => (long)one.Ranks.Length);
        if (length > Array.MaxLength) throw TooMany("their items are more than one array can hold");
        var (sizes, ranks, counts) = (new int[total], new int[length], new int[total]);
        var (set, at) = (0, 0);
        foreach (var buffer in all)
        {
            buffer.Sizes.CopyTo(sizes.AsSpan(set));
            buffer.Counts.CopyTo(counts.AsSpan(set));
            buffer.Ranks.CopyTo(ranks.AsSpan(at));
            (set, at) = (set + buffer.Sizes.Length, at + buffer.Ranks.Length);
        }

        return (sizes, ranks, counts);
    }

    internal void Count(int more)
    {
        cancel.ThrowIfCancellationRequested();
        if (Interlocked.Add(ref total, more) > limit) throw TooMany("more itemsets are frequent");
    }

    internal SettingException TooMany(string why) =>
        new(nameof(FrequentItemsets), nameof(FrequentItemsets.MaximumItemsets), $"is {limit}, but {why}; raise MinimumSupport, lower MaximumSize or change MaximumItemsets.");
}

/// <summary>The sets that one worker found.</summary>
internal sealed class ItemsetBuffer(ItemsetCollector collector)
{
    private const int ReportEach = 1024;

    private int[] sizes = new int[256];
    private int[] counts = new int[256];
    private int[] ranks = new int[1024];
    private int sets;
    private int used;
    private int reported;

    public ReadOnlySpan<int> Sizes => sizes.AsSpan(0, sets);

    public ReadOnlySpan<int> Counts => counts.AsSpan(0, sets);

    public ReadOnlySpan<int> Ranks => ranks.AsSpan(0, used);

    /// <summary>Takes the set of <paramref name="prefix"/> and one more item.</summary>
    public void Add(ReadOnlySpan<int> prefix, int last, int count)
    {
        if (sets == sizes.Length)
        {
            Array.Resize(ref sizes, 2 * sets);
            Array.Resize(ref counts, 2 * sets);
        }

        if (used > (Array.MaxLength / 2) - prefix.Length) throw collector.TooMany("their items are more than one array can hold");
        if (used + prefix.Length + 1 > ranks.Length) Array.Resize(ref ranks, (2 * ranks.Length) + prefix.Length);
        for (var i = 0; i < prefix.Length; i++) ranks[used++] = prefix[i];
        ranks[used++] = last;
        sizes[sets] = prefix.Length + 1;
        counts[sets++] = count;
        if (sets - reported == ReportEach) Report();
    }

    /// <summary>Tells the collector how many came since the last time.</summary>
    public void Report()
    {
        collector.Count(sets - reported);
        reported = sets;
    }
}
