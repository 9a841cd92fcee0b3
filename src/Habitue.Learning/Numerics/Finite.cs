using System.Numerics;
using System.Runtime.CompilerServices;
using Habitue.Learning.Data;

namespace Habitue.Learning.Numerics;

/// <summary>What an algorithm asks of its data before it starts.</summary>
internal static class Finite
{
    /// <summary>No missing and no infinite value.</summary>
    public static unsafe void Check(Matrix x)
    {
        fixed (float* all = x.Values)
            if (All(all, x.Values.Length)) return;
        for (var row = 0; row < x.Rows; row++)
        {
            var values = x.Row(row);
            for (var c = 0; c < values.Length; c++)
                if (!float.IsFinite(values[c])) throw Not(x, row, c);
        }
    }

    /// <summary>Whether all of these are finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe bool All(float* values, int count)
    {
        // Finite values times zero add up to zero, everything else to NaN.
        Vector<float> a = default, b = default;
        var (i, width) = (0, Vector<float>.Count);
        for (; i + (2 * width) <= count; i += 2 * width)
        {
            a += *(Vector<float>*)(values + i) * 0f;
            b += *(Vector<float>*)(values + i + width) * 0f;
        }

        var sum = Vector.Sum(a + b);
        for (; i < count; i++) sum += values[i] * 0f;
        return sum == 0;
    }

    /// <summary>At least so many rows, and at least one column.</summary>
    public static void CheckSize(Matrix x, int rows, string who)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rows < rows) throw new BadDataException($"{who} needs at least {rows} row{(rows == 1 ? "" : "s")}; there {(x.Rows == 1 ? "is 1" : $"are {x.Rows}")}.");
        if (x.Columns.Count == 0) throw new BadDataException($"{who} needs at least one column; there is none.");
    }

    public static BadDataException Not(Matrix x, int row, int column)
    {
        var (name, value) = (x.Columns[column], x[row, column]);
        var what = float.IsNaN(value) ? "a missing value" : "an infinite value";
        return new BadDataException($"Column '{name}' has {what} in row {row}; fill it or leave the row out.", name, row);
    }
}
