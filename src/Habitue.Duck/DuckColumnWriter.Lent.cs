using System.Runtime.CompilerServices;
using Habitue.Duck.Native;

namespace Habitue.Duck;

/// <summary>Where a text lies in a larger one; of a NULL the length is negative.</summary>
/// <param name="Start">Bytes before it.</param>
/// <param name="Length">Its bytes.</param>
public readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>No text.</summary>
    public static TextSpan Null => new(0, -1);

    /// <summary>Whether there is no text.</summary>
    public bool IsNull => Length < 0;
}

// Texts that are not copied.
public sealed unsafe partial class DuckColumnWriter
{
    /// <summary>
    /// Writes texts (UTF-8) that lie in one larger text, without copying those that are long. It has to stay where it is, with 12 bytes of any
    /// kind behind it, as long as the chunk is used: for offered rows until they are offered no longer.
    /// </summary>
    /// <param name="row">The first row to write.</param>
    /// <param name="within">The larger text.</param>
    /// <param name="first">Where the first text lies in it.</param>
    /// <param name="step">How many places further the next one is told of.</param>
    /// <param name="count">How many texts.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Lend(int row, byte* within, TextSpan* first, int step, int count)
    {
        if (count == 0)
            return;
        Checked(row + count - 1);
        BorrowedString* at = Text(row, DuckTypeId.Varchar);
        for (var i = 0; i < count; i++, first += step, at++)
        {
            var length = first->Length;
            if (length < 0)
                SetNull(row + i);
            else if (length <= BorrowedString.MaxInline)
                BorrowedString.WriteInline(at, within + first->Start, length);
            else
                *at = new BorrowedString(within + first->Start, length);
        }
    }
}
