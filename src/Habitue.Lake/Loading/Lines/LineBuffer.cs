namespace Habitue.Lake.Loading.Lines;

/// <summary>Bytes that grow at the end, used again for each line.</summary>
internal sealed class LineBuffer
{
    private byte[] bytes = new byte[4096];

    public int Length { get; private set; }

    public void Clear() => Length = 0;

    public ReadOnlySpan<byte> Span(LineText text) => bytes.AsSpan(text.Start, text.Length);

    public void Write(byte one)
    {
        Room(1)[0] = one;
        Length++;
    }

    public LineText Write(ReadOnlySpan<byte> some)
    {
        some.CopyTo(Room(some.Length));
        Length += some.Length;
        return new LineText(Length - some.Length, some.Length);
    }

    /// <summary>Place for so many bytes, of which <see cref="Wrote"/> says how many were used.</summary>
    public Span<byte> Room(int count)
    {
        if (bytes.Length - Length < count)
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + count));
        return bytes.AsSpan(Length);
    }

    public void Wrote(int count) => Length += count;
}

/// <summary>A text in a <see cref="LineBuffer"/>; <see cref="None"/> for SQL's NULL.</summary>
internal readonly record struct LineText(int Start, int Length)
{
    public static LineText None { get; } = new(0, -1);

    public bool IsNone => Length < 0;
}
