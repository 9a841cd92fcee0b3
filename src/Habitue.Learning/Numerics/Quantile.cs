using Habitue.Learning.Data;

namespace Habitue.Learning.Numerics;

/// <summary>Quantiles of columns and lists, interpolated linearly between neighbours (Hyndman and Fan 1996, type 7).</summary>
internal static class Quantile
{
    /// <summary>The values of a column in rising order, without the missing ones; an infinite one is an error.</summary>
    public static float[] Sorted(Matrix x, int column)
    {
        var (values, count) = (x.Column(column), 0);
        for (var row = 0; row < values.Length; row++)
        {
            if (float.IsNaN(values[row])) continue;
            if (float.IsInfinity(values[row])) throw Finite.Not(x, row, column);
            values[count++] = values[row];
        }

        Array.Resize(ref values, count);
        RadixSort.Rising(values.AsSpan());
        return values;
    }

    /// <inheritdoc cref="At(ReadOnlySpan{float}, double)"/>
    public static double At(ReadOnlySpan<double> sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        double low = sorted[below], high = sorted[Math.Min(below + 1, sorted.Length - 1)];
        return low + ((high - low) * (place - below));
    }

    /// <summary>The value below which a share of the values lies.</summary>
    /// <param name="sorted">At least one value, rising.</param>
    /// <param name="share">From 0 to 1.</param>
    public static double At(ReadOnlySpan<float> sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        double low = sorted[below], high = sorted[Math.Min(below + 1, sorted.Length - 1)];
        return low + ((high - low) * (place - below));
    }
}
