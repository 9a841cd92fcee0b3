using System.Numerics;
using System.Runtime.CompilerServices;

namespace Habitue.Learning.Data;

/// <summary>The mask that column stores keep beside values: one bit per row, set when the row has one; empty when all do.</summary>
internal static class Validity
{
    private const int MostDecimals = 38;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Has(ReadOnlySpan<ulong> mask, int row) => mask.IsEmpty || ((mask[row >> 6] >> (row & 63)) & 1) != 0;

    public static void CheckLength(ReadOnlySpan<ulong> mask, int rows)
    {
        if (!mask.IsEmpty && mask.Length < (rows + 63) / 64)
            throw new ArgumentException($"The mask has {mask.Length} words of 64 rows for {rows} rows.", nameof(mask));
    }

    /// <summary>Puts the sign of a missing value where the mask has no bit.</summary>
    public static void Mark<T>(ReadOnlySpan<ulong> mask, Span<T> values, T missing)
    {
        for (var word = 0; word < mask.Length && word * 64 < values.Length; word++)
            for (var gaps = ~mask[word]; gaps != 0; gaps &= gaps - 1)
            {
                var row = (word * 64) + BitOperations.TrailingZeroCount(gaps);
                if (row >= values.Length) break;
                values[row] = missing;
            }
    }

    public static double PowerOfTen(int decimals)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(decimals, MostDecimals);
        return Math.Pow(10, decimals);
    }
}
