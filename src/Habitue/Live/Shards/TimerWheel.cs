namespace Habitue.Live.Shards;

/// <summary>
/// Holds millions of things that are due at a moment, at the cost of a list entry each: a hierarchical timing wheel (Varghese and Lauck, SOSP 1987). Adding is O(1); what is
/// due comes out at the next whole tick. Nothing is taken out early: whoever changed their mind ignores what comes.
/// </summary>
internal sealed class TimerWheel<T>
{
    /// <summary>How exactly it goes off.</summary>
    public const long Tick = 250;

    private const int Bits = 6, Slots = 1 << Bits, Levels = 6;
    private const long Farthest = (1L << (Bits * Levels)) - 1;

    private readonly List<(long Due, T Item)>?[] slots = new List<(long, T)>?[Slots * Levels];
    private readonly int[] waiting = new int[Levels];
    private long tick;

    public TimerWheel(long now) => tick = Math.DivRem(now, Tick).Quotient;

    public int Count { get; private set; }

    /// <summary>Up to when everything has come out.</summary>
    public long Now => tick * Tick;

    public void Add(long due, T item)
    {
        Put(due, item);
        Count++;
    }

    /// <summary>Goes on to a moment; hands out what is due by then, the earlier tick first.</summary>
    public void Advance(long now, Action<long, T> fire)
    {
        var target = now / Tick;
        while (tick < target)
        {
            if (Count == 0)
            {
                tick = target;
                return;
            }
            // Where nothing waits there is nothing to look at: a month goes by in a few steps.
            var empty = 0;
            while (empty < Levels - 1 && waiting[empty] == 0) empty++;
            var next = (tick | ((1L << (Bits * empty)) - 1)) + 1;
            if (next > target)
            {
                tick = target;
                return;
            }
            tick = next;
            for (var level = 1; level < Levels && (tick & ((1L << (Bits * level)) - 1)) == 0; level++) Empty(level, (int)(tick >> (Bits * level)) & (Slots - 1));
            var slot = (int)tick & (Slots - 1);
            if (slots[slot] is not { Count: > 0 } due) continue;
            slots[slot] = null;
            Count -= due.Count;
            waiting[0] -= due.Count;
            foreach (var (at, item) in due) fire(at, item);
        }
    }

    private void Put(long due, T item)
    {
        // Rounded up: nothing comes out before it is due. What is due already comes at the next tick.
        var at = Math.Clamp((due / Tick) + (due % Tick > 0 ? 1 : 0), tick + 1, tick + Farthest);
        var level = 0;
        while (level < Levels - 1 && at >> (Bits * level) >= (tick >> (Bits * level)) + Slots) level++;
        var slot = (level * Slots) + ((int)(at >> (Bits * level)) & (Slots - 1));
        (slots[slot] ??= []).Add((due, item));
        waiting[level]++;
    }

    private void Empty(int level, int number)
    {
        var slot = (level * Slots) + number;
        if (slots[slot] is not { } those) return;
        slots[slot] = null;
        waiting[level] -= those.Count;
        foreach (var (due, item) in those)
        {
            // What is due at this very tick belongs into the slot that is looked at next.
            if ((due / Tick) + (due % Tick > 0 ? 1 : 0) <= tick)
            {
                (slots[(int)tick & (Slots - 1)] ??= []).Add((due, item));
                waiting[0]++;
            }
            else
            {
                Put(due, item);
            }
        }
    }
}
