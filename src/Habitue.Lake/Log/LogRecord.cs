namespace Habitue.Lake.Log;

/// <summary>What was appended, with its place.</summary>
public readonly record struct LogRecord(int Partition, long Offset, ReadOnlyMemory<byte> Value)
{
    private readonly LogReadings? readings;
    private readonly int index;

    internal LogRecord(int partition, long offset, ReadOnlyMemory<byte> value, LogReadings readings, int index) : this(partition, offset, value) =>
        (this.readings, this.index) = (readings, index);

    /// <summary>
    /// What a reader makes of the value. Consumers that are near the end of the log get what the first of them made, so a
    /// value is parsed once however many follow; what is made must therefore never change.
    /// </summary>
    /// <param name="read">Makes it; what it throws is thrown to each consumer.</param>
    public T Read<T>(Func<ReadOnlyMemory<byte>, T> read) where T : class
    {
        ArgumentNullException.ThrowIfNull(read);
        return readings is null ? read(Value) : readings.Of(index, Value, read);
    }
}
