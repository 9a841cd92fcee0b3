namespace Habitue.Learning.Data;

/// <summary>An array that grows by doubling; whoever knew its size gets the array itself.</summary>
internal struct Growing<T>
{
    private T[] values;

    public Growing(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        values = new T[capacity];
    }

    public int Count { get; private set; }

    /// <summary>The place of so many more values, to be written by the caller.</summary>
    public Span<T> More(int count)
    {
        var needed = (long)Count + count;
        if (needed > Array.MaxLength) throw new BadDataException($"A column holds at most {Array.MaxLength} rows; {needed} were added.");
        if (needed > values.Length) Array.Resize(ref values, (int)Math.Min(Array.MaxLength, Math.Max(needed, Math.Max(1024, 2L * values.Length))));
        Count += count;
        return values.AsSpan(Count - count, count);
    }

    /// <summary>All values. A full array is given away as it is: what is added later needs a larger one anyway.</summary>
    public readonly T[] ToArray() => Count == values.Length ? values : values[..Count];
}
