using System.Runtime.InteropServices;

namespace Habitue.Lake.Loading.Csv;

/// <summary>Native memory for what is held: taken in pieces, by several threads, and given back all at once.</summary>
/// <param name="expected">About so many bytes will be taken; room that is not used costs nothing.</param>
internal sealed unsafe class HeldMemory(long expected) : IDisposable
{
    /// <summary>A piece begins where a cache line does.</summary>
    private const int Line = 64;

    private readonly Lock turn = new();
    private readonly List<nint> blocks = [];
    private byte* next;
    private long left;

    /// <summary>Memory that holds anything.</summary>
    /// <exception cref="OutOfMemoryException">There is none.</exception>
    public void* Take(long bytes)
    {
        bytes = (bytes + Line - 1) / Line * Line;
        lock (turn)
        {
            if (left < bytes)
                Grow(Math.Max(bytes, expected));
            byte* piece = next;
            next += bytes;
            left -= bytes;
            return piece;
        }
    }

    private void Grow(long bytes)
    {
        void* block = NativeMemory.AlignedAlloc((nuint)bytes, Line);
        blocks.Add((nint)block);
        next = (byte*)block;
        left = bytes;
    }

    public void Dispose()
    {
        foreach (nint block in blocks)
            NativeMemory.AlignedFree((void*)block);
        blocks.Clear();
        next = null;
        left = 0;
    }
}
