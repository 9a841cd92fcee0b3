namespace Habitue.Lake.Log;

/// <summary>Records that were appended together to one partition: the unit that is stored, kept in memory and read.</summary>
internal sealed class LogBlock
{
    private readonly byte[] values;
    private readonly int[] ends;
    private LogReadings? readings;
    private LogRecord[]? records;

    public LogBlock(int partition, long first, byte[] values, int[] ends) =>
        (Partition, First, this.values, this.ends) = (partition, first, values, ends);

    public int Partition { get; }
    public long First { get; }
    public int Count => ends.Length;

    /// <summary>The offset after the last record.</summary>
    public long Next => First + ends.Length;
    public int Bytes => values.Length;

    /// <summary>When it was shared, by <see cref="Environment.TickCount64"/>.</summary>
    public long SharedAt { get; private set; }

    /// <summary>From now on its consumers share what they make of its records. Before anybody reads it.</summary>
    public void Share() => (readings, SharedAt) = (new LogReadings(ends.Length), Environment.TickCount64);

    public void Unshare()
    {
        readings?.Forget();
        Volatile.Write(ref records, null);
    }

    /// <summary>All records; made once for all consumers.</summary>
    public IReadOnlyList<LogRecord> Records => Volatile.Read(ref records) ?? Make();

    /// <summary>Adds the records from an offset on.</summary>
    public void AddTo(List<LogRecord> into, long from)
    {
        for (int i = (int)Math.Clamp(from - First, 0, ends.Length); i < ends.Length; i++)
            into.Add(At(i));
    }

    private LogRecord[] Make()
    {
        var all = new LogRecord[ends.Length];
        for (int i = 0; i < all.Length; i++)
            all[i] = At(i);
        Volatile.Write(ref records, all);
        return all;
    }

    private LogRecord At(int i)
    {
        int begin = i == 0 ? 0 : ends[i - 1];
        ReadOnlyMemory<byte> value = values.AsMemory(begin, ends[i] - begin);
        return readings is null ? new LogRecord(Partition, First + i, value) : new LogRecord(Partition, First + i, value, readings, i);
    }
}
