using System.Runtime.InteropServices;

namespace Habitue.Lake.Loading.Csv;

/// <summary>
/// Native memory for what is held: taken in pieces, by several threads, and given back all at once. It lies in few large blocks, for which the system is asked
/// for large pages: to fetch a hundred megabytes in pages of 4 KB takes as long as to split the text in them.
/// </summary>
internal sealed unsafe partial class HeldMemory : IDisposable
{
    /// <summary>Linux on x64 and most of arm64 has large pages of 2 MB.</summary>
    private const int LargePage = 2 << 20;

    /// <summary>A piece begins where a cache line does.</summary>
    private const int Line = 64;

    /// <summary>The advice to use large pages, MADV_HUGEPAGE of Linux.</summary>
    private const int InLargePages = 14;

    private readonly Lock turn = new();
    private readonly List<nint> blocks = [];
    private readonly long usual;
    private byte* next;
    private long left;

    /// <param name="expected">About so many bytes will be taken; room that is not used costs nothing.</param>
    public HeldMemory(long expected) => usual = expected;

    /// <summary>Memory that holds anything.</summary>
    /// <exception cref="OutOfMemoryException">There is none.</exception>
    public void* Take(long bytes)
    {
        bytes = (bytes + Line - 1) / Line * Line;
        lock (turn)
        {
            if (left < bytes)
                Grow(Math.Max(bytes, usual));
            byte* piece = next;
            next += bytes;
            left -= bytes;
            return piece;
        }
    }

    private void Grow(long bytes)
    {
        bytes = (bytes + LargePage - 1) / LargePage * LargePage;
        void* block = NativeMemory.AlignedAlloc((nuint)bytes, LargePage);
        blocks.Add((nint)block);
        // Only a wish: where it is not granted, everything is as it was.
        if (OperatingSystem.IsLinux())
            _ = Advise(block, (nuint)bytes, InLargePages);
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

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* block, nuint bytes, int advice);
}
