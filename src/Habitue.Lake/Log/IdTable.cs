namespace Habitue.Lake.Log;

/// <summary>
/// Ids in tables with open addressing: 16 bytes each, the day on which it was appended in the lowest byte. Not for several threads.
/// What is too old goes when a table would otherwise grow.
/// </summary>
/// <param name="days">For how many days an id is remembered.</param>
internal sealed class IdTable(int days)
{
    private const int Shards = 256;
    private readonly Shard[] shards = [.. Enumerable.Range(0, Shards).Select(_ => new Shard(64))];

    public long Count => shards.Sum(s => (long)s.Count);

    public bool Contains(UInt128 id, int today)
    {
        (ulong high, ulong low) = Parts(id);
        Shard shard = shards[(int)(high >> 56)];
        int at = shard.Find(high, low);
        return shard.Slots[at].High != 0 && IsYoung(shard.Slots[at].Low, today, days);
    }

    /// <summary>Remembers an id; one that is remembered already keeps the younger of the two days.</summary>
    /// <returns>Whether it was not there.</returns>
    public bool Add(UInt128 id, int day, int today)
    {
        (ulong high, ulong low) = Parts(id);
        Shard shard = shards[(int)(high >> 56)];
        int at = shard.Find(high, low);
        ulong dated = (low & ~0xFFUL) | (byte)day;
        if (shard.Slots[at].High != 0)
        {
            if (Age(dated, today) < Age(shard.Slots[at].Low, today))
                shard.Slots[at].Low = dated;
            return false;
        }

        shard.Slots[at] = new Slot { High = high, Low = dated };
        if (++shard.Count > shard.Slots.Length / 4 * 3)
            Rebuild(shard, today);
        return true;
    }

    /// <summary>Leaves out what is too old.</summary>
    public void Tidy(int today)
    {
        foreach (Shard shard in shards)
            Rebuild(shard, today);
    }

    /// <summary>All of them with their days, in ascending order.</summary>
    public IEnumerable<UInt128> Ascending()
    {
        foreach (Shard shard in shards)   // the shard is the highest byte
        {
            UInt128[] ids = [.. shard.Slots.Where(slot => slot.High != 0).Select(slot => new UInt128(slot.High, slot.Low))];
            Array.Sort(ids);
            foreach (UInt128 id in ids)
                yield return id;
        }
    }

    /// <summary>The halves of an id; none of them has a high half of zero, which marks a free place.</summary>
    public static (ulong High, ulong Low) Parts(UInt128 id)
    {
        ulong high = (ulong)(id >> 64);
        return (high == 0 ? 1 : high, (ulong)id);
    }

    public static bool IsYoung(ulong low, int today, int days) => Age(low, today) <= days;

    /// <summary>Days since; ahead of today, such as after the clock was set back, is young.</summary>
    public static int Age(ulong low, int today)
    {
        int age = (byte)(today - (int)(low & 0xFF));
        return age > 227 ? 0 : age;
    }

    private void Rebuild(Shard shard, int today)
    {
        int young = 0;
        foreach (Slot slot in shard.Slots)
            if (slot.High != 0 && IsYoung(slot.Low, today, days))
                young++;
        Slot[] old = shard.Slots;
        shard.Slots = new Slot[young > old.Length / 2 ? old.Length * 2 : old.Length];
        shard.Count = young;
        foreach (Slot slot in old)
            if (slot.High != 0 && IsYoung(slot.Low, today, days))
                shard.Slots[shard.Find(slot.High, slot.Low)] = slot;
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
