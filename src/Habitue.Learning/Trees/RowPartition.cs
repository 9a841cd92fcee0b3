using System.Runtime.CompilerServices;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Trees;

/// <summary>
/// Keeps the numbers of a leaf's rows side by side and divides them, left rows first, each side in the order it had.
/// Large leaves go in fixed pieces: each is divided into scratch space, then copied to where it belongs.
/// </summary>
internal sealed unsafe class RowPartition
{
    private const int Piece = 16_384;

    private readonly int[] rows, left, right;
    private readonly int[] lefts;
    private readonly byte[] goesLeft = GC.AllocateArray<byte>(256, pinned: true);
    private readonly Crew crew;
    private readonly Action<int> divide, copy;
    private int start, count, leftCount;
    private byte* column;

    public RowPartition(int most, Crew crew)
    {
        this.crew = crew;
        rows = GC.AllocateUninitializedArray<int>(Math.Max(1, most), pinned: true);
        left = GC.AllocateUninitializedArray<int>(rows.Length, pinned: true);
        right = GC.AllocateUninitializedArray<int>(rows.Length, pinned: true);
        lefts = new int[(rows.Length / Piece) + 2];
        (divide, copy) = (DividePiece, CopyPiece);
    }

    /// <summary>The numbers of the rows, leaf after leaf.</summary>
    public int* Rows => First(rows);

    public Span<int> All => rows;

    /// <summary>Divides a range of rows by one column's bins; gives how many go left.</summary>
    public int Divide(int from, int length, byte[] bins, in Split split)
    {
        split.Fill(First(goesLeft));
        (start, count) = (from, length);
        fixed (byte* pinned = bins)
        {
            column = pinned;
            if (length <= Piece)
            {
                leftCount = One(Rows + from, length, Rows + from, First(right));
                Copy(First(right), Rows + from + leftCount, length - leftCount);
                return leftCount;
            }

            var pieces = (length + Piece - 1) / Piece;
            crew.Run(pieces, divide);
            leftCount = 0;
            for (var i = 0; i < pieces; i++) leftCount += lefts[i];
            crew.Run(pieces, copy);
            return leftCount;
        }
    }

    private void DividePiece(int piece)
    {
        var from = piece * Piece;
        lefts[piece] = One(Rows + start + from, Math.Min(Piece, count - from), First(left) + from, First(right) + from);
    }

    private void CopyPiece(int piece)
    {
        var (from, before) = (piece * Piece, 0);
        for (var i = 0; i < piece; i++) before += lefts[i];
        Copy(First(left) + from, Rows + start + before, lefts[piece]);
        Copy(First(right) + from, Rows + start + leftCount + (from - before), Math.Min(Piece, count - from) - lefts[piece]);
    }

    /// <summary>Every number is written to both sides and counted on one: no branch to guess wrong.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int One(int* from, int length, int* toLeft, int* toRight)
    {
        var a = 0L;
        byte* bins = column, table = First(goesLeft);
        for (long i = 0; i < length; i++)
        {
            var row = from[i];
            toLeft[a] = row;
            toRight[i - a] = row;
            a += table[bins[row]];
        }

        return (int)a;
    }

    private static void Copy(int* from, int* to, int length) => Unsafe.CopyBlockUnaligned(to, from, (uint)length * sizeof(int));

    /// <summary>Of a pinned array.</summary>
    private static T* First<T>(T[] array)
        where T : unmanaged => (T*)Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(array));
}
