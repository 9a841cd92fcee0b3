using System.Text;

namespace Habitue.Decisions.Customers;

/// <summary>
/// Finds the number of an id. A million ids of ten letters take 26 MB: their bytes lie one behind the other, with an open table of
/// numbers beside them; there is no object per id. Filled once, then safe for many threads.
/// </summary>
internal sealed class IdIndex
{
    private byte[] bytes = new byte[1024];
    private int[] ends = new int[64];
    private int[] slots = Filled(128);

    public int Count { get; private set; }

    /// <summary>Bytes taken.</summary>
    public long Bytes => bytes.Length + ((ends.Length + slots.Length) * (long)sizeof(int));

    /// <summary>The number of a new id; -1 when it is there already.</summary>
    public int Add(ReadOnlySpan<byte> id)
    {
        if (Find(id) >= 0) return -1;
        var start = Count == 0 ? 0 : ends[Count - 1];
        if (start + id.Length > bytes.Length) Array.Resize(ref bytes, Math.Max(start + id.Length, (int)Math.Min(Array.MaxLength, bytes.Length * 2L)));
        if (Count == ends.Length) Array.Resize(ref ends, ends.Length * 2);
        id.CopyTo(bytes.AsSpan(start));
        ends[Count] = start + id.Length;
        if ((Count + 1) * 2L > slots.Length) Rehash(slots.Length * 2);
        Place(Count);
        return Count++;
    }

    /// <summary>Gives back what was taken in advance; nothing can be added cheaply afterwards.</summary>
    public void Trim()
    {
        Array.Resize(ref bytes, Count == 0 ? 0 : ends[Count - 1]);
        Array.Resize(ref ends, Math.Max(1, Count));
    }

    /// <summary>The number of an id, or -1.</summary>
    public int Find(ReadOnlySpan<byte> id)
    {
        for (var slot = Hash(id) & (slots.Length - 1); slots[slot] >= 0; slot = (slot + 1) & (slots.Length - 1))
            if (At(slots[slot]).SequenceEqual(id)) return slots[slot];
        return -1;
    }

    /// <inheritdoc cref="Find(ReadOnlySpan{byte})"/>
    public int Find(string id)
    {
        var most = Encoding.UTF8.GetMaxByteCount(id.Length);
        Span<byte> buffer = most <= 512 ? stackalloc byte[512] : new byte[most];
        return Find(buffer[..Encoding.UTF8.GetBytes(id, buffer)]);
    }

    public ReadOnlySpan<byte> At(int number) => bytes.AsSpan((number == 0 ? 0 : ends[number - 1])..ends[number]);

    public string Text(int number) => Encoding.UTF8.GetString(At(number));

    private void Rehash(int size)
    {
        slots = Filled(size);
        for (var number = 0; number < Count; number++) Place(number);
    }

    private void Place(int number)
    {
        var slot = Hash(At(number)) & (slots.Length - 1);
        while (slots[slot] >= 0) slot = (slot + 1) & (slots.Length - 1);
        slots[slot] = number;
    }

    /// <summary>FNV-1a, its upper bits folded in.</summary>
    private static int Hash(ReadOnlySpan<byte> id)
    {
        var hash = 14695981039346656037ul;
        foreach (var one in id) hash = (hash ^ one) * 1099511628211ul;
        return (int)((hash ^ (hash >> 32)) & int.MaxValue);
    }

    private static int[] Filled(int size)
    {
        var empty = new int[size];
        Array.Fill(empty, -1);
        return empty;
    }
}
