namespace Habitue.Lake.Log;

/// <summary>Records that were appended together to one partition: the unit that is stored, kept in memory and read.</summary>
internal sealed class LogBlock
{
    private readonly byte[] values;
    private readonly int[] ends;
    private LogReadings? readings;

    public LogBlock(int partition, long first, byte[] values, int[] ends) =>
        (Partition, First, this.values, this.ends) = (partition, first, values, ends);

    public int Partition { get; }
    public long First { get; }
    public int Count => ends.Length;

    /// <summary>The offset after the last record.</summary>
    public long Next => First + ends.Length;
    public int Bytes => values.Length;

    /// <summary>From now on its consumers share what they make of its records. Before anybody reads it.</summary>
    public void Share() => readings = new LogReadings(ends.Length);

    public void Unshare() => readings?.Forget();

    /// <summary>Adds the records from an offset on.</summary>
    public void AddTo(List<LogRecord> records, long from)
    {
        for (int i = (int)Math.Clamp(from - First, 0, ends.Length); i < ends.Length; i++)
        {
            int begin = i == 0 ? 0 : ends[i - 1];
            ReadOnlyMemory<byte> value = values.AsMemory(begin, ends[i] - begin);
            records.Add(readings is null ? new LogRecord(Partition, First + i, value) : new LogRecord(Partition, First + i, value, readings, i));
        }
    }
}
