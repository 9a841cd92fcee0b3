namespace Habitue.Lake.Log;

/// <summary>
/// What was made of the records of a block in memory (<see cref="LogRecord.Read"/>). Two consumers at the same moment may both
/// make it; either is as good as the other.
/// </summary>
internal sealed class LogReadings(int count)
{
    private object?[]? made = new object?[count];

    public T Of<T>(int index, ReadOnlyMemory<byte> value, Func<ReadOnlyMemory<byte>, T> read) where T : class
    {
        object?[]? all = Volatile.Read(ref made);
        if (all is null)
            return read(value);
        if (all[index] is T known)
            return known;
        T one = read(value);
        Volatile.Write(ref all[index], one);
        return one;
    }

    /// <summary>Whoever comes this late reads for itself: what was made takes a few times the memory of the value.</summary>
    public void Forget() => Volatile.Write(ref made, null);
}
