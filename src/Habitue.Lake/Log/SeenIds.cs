namespace Habitue.Lake.Log;

/// <summary>
/// The ids that were appended within the last days: 16 bytes each in tables with open addressing, the day in the lowest byte.
/// Not for several threads. What is too old goes when a table would otherwise grow.
/// </summary>
internal sealed class SeenIds
{
    private const int Shards = 256;
    private readonly Shard[] shards;
    private readonly int days;

    /// <param name="memory">How long an id is remembered.</param>
    public SeenIds(TimeSpan memory)
    {
        days = (int)Math.Ceiling(memory.TotalDays);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, 200, nameof(memory));
        shards = new Shard[Shards];
        for (int i = 0; i < Shards; i++)
            shards[i] = new Shard(64);
    }

    public long Count => shards.Sum(s => (long)s.Count);

    public static int DayOf(DateTimeOffset time) => (int)(time.ToUnixTimeSeconds() / 86_400);

    public bool Contains(UInt128 id, int today)
    {
        (ulong high, ulong low) = Parts(id);
        Shard shard = shards[(int)(high >> 56)];
        int at = shard.Find(high, low);
        return shard.Slots[at].High != 0 && IsYoung(shard.Slots[at].Low, today);
    }

    /// <summary>Remembers an id; one that is remembered already keeps the younger of the two days.</summary>
    public void Add(UInt128 id, int day, int today)
    {
        (ulong high, ulong low) = Parts(id);
        Shard shard = shards[(int)(high >> 56)];
        int at = shard.Find(high, low);
        ulong dated = (low & ~0xFFUL) | (byte)day;
        if (shard.Slots[at].High != 0)
        {
            if (Age(dated, today) < Age(shard.Slots[at].Low, today))
                shard.Slots[at].Low = dated;
            return;
        }

        shard.Slots[at] = new Slot { High = high, Low = dated };
        if (++shard.Count > shard.Slots.Length / 4 * 3)
            Rebuild(shard, today);
    }

    private bool IsYoung(ulong low, int today) => Age(low, today) <= days;

    /// <summary>Days since; ahead of today, such as after the clock was set back, is young.</summary>
    private static int Age(ulong low, int today)
    {
        int age = (byte)(today - (int)(low & 0xFF));
        return age > 227 ? 0 : age;
    }

    private void Rebuild(Shard shard, int today)
    {
        int young = 0;
        foreach (Slot slot in shard.Slots)
            if (slot.High != 0 && IsYoung(slot.Low, today))
                young++;
        Slot[] old = shard.Slots;
        shard.Slots = new Slot[young > old.Length / 2 ? old.Length * 2 : old.Length];
        shard.Count = young;
        foreach (Slot slot in old)
            if (slot.High != 0 && IsYoung(slot.Low, today))
                shard.Slots[shard.Find(slot.High, slot.Low)] = slot;
    }

    private static (ulong High, ulong Low) Parts(UInt128 id)
    {
        ulong high = (ulong)(id >> 64);
        return (high == 0 ? 1 : high, (ulong)id);
    }

    private struct Slot
    {
        public ulong High;
        public ulong Low;
    }

    private sealed class Shard(int capacity)
    {
        public Slot[] Slots = new Slot[capacity];
        public int Count;

        /// <summary>The place of an id, or the free place where it would go.</summary>
        public int Find(ulong high, ulong low)
        {
            Slot[] slots = Slots;
            int mask = slots.Length - 1;
            for (int at = (int)high & mask; ; at = (at + 1) & mask)
                if (slots[at].High == 0 || (slots[at].High == high && ((slots[at].Low ^ low) >> 8) == 0))
                    return at;
        }
    }
}
