using System.Numerics;

namespace Habitue.Learning.Data;

public sealed partial class Matrix
{
    /// <summary>
    /// Writes a part of a column as a column store hands it out: numbers of any type beside a mask of which are there.
    /// <code>
    /// foreach (var chunk in result.Chunks())
    /// {
    ///     matrix.Fill(0, chunk[0].Values&lt;long&gt;(), chunk[0].Validity.Mask, at);
    ///     at += chunk.Count;
    /// }
    /// </code>
    /// Cost: one pass; nothing is allocated and no value is boxed.
    /// </summary>
    /// <typeparam name="T">The type of the stored numbers; a truth value is read as byte, 0 or 1.</typeparam>
    /// <param name="column">The column's number.</param>
    /// <param name="part">The values; those of missing rows mean nothing.</param>
    /// <param name="validity">One bit per row, 64 rows in a word, the lowest bit first, set when the row has a value; empty when all have one.</param>
    /// <param name="fromRow">The row of the first of them.</param>
    /// <param name="decimals">For decimal numbers stored as whole ones: how many digits are behind the point.</param>
    public void Fill<T>(int column, ReadOnlySpan<T> part, ReadOnlySpan<ulong> validity, int fromRow = 0, int decimals = 0)
        where T : unmanaged, INumberBase<T>
    {
        var at = Place(column, part.Length, fromRow);
        var divisor = Validity.PowerOfTen(decimals);
        Validity.CheckLength(validity, part.Length);
        for (var i = 0; i < part.Length; i++, at += columns.Length)
            values[at] = Validity.Has(validity, i) ? (float)(double.CreateSaturating(part[i]) / divisor) : float.NaN;
    }
}
