using System.Buffers;

namespace Habitue.Collector;

/// <summary>The events of one request with the buffers that they are written into; given back when the request is answered.</summary>
internal sealed class CollectedBatch
{
    private readonly List<CollectedEvent> events = [];
    private byte[] output = [];
    private int length;

    public int Count { get; private set; }
    public JsonMember Context { get; set; }
    public JsonMember SentAt { get; set; }
    public JsonMember WriteKey { get; set; }

    public CollectedEvent this[int index] => events[index];

    public CollectedEvent Next(int start)
    {
        if (Count == events.Count)
            events.Add(new CollectedEvent());
        CollectedEvent next = events[Count++];
        next.Reset(start);
        return next;
    }

    public int Length => length;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        length += bytes.Length;
    }

    /// <summary>Place for some bytes, of which <see cref="Wrote"/> says how many were used.</summary>
    public Span<byte> Room(int bytes)
    {
        if (output.Length - length < bytes)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(output.Length * 2, length + Math.Max(bytes, 4096)));
            output.AsSpan(0, length).CopyTo(larger);
            if (output.Length > 0)
                ArrayPool<byte>.Shared.Return(output);
            output = larger;
        }

        return output.AsSpan(length);
    }

    public void Wrote(int bytes) => length += bytes;

    public ReadOnlyMemory<byte> Output(int start, int end) => output.AsMemory(start, end - start);

    public void Reset()
    {
        if (output.Length > 0)
            ArrayPool<byte>.Shared.Return(output);
        (output, length, Count) = ([], 0, 0);
        (Context, SentAt, WriteKey) = (default, default, default);
        if (events.Count > 500)
            events.RemoveRange(500, events.Count - 500);
    }
}
