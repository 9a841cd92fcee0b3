using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Linear;

/// <summary>Intercept + sum of coefficient × value, for one or several scores a row: what every linear model answers from.</summary>
internal sealed class LinearScores
{
    private static readonly double[] NoOrigins = new double[4096];

    private readonly double[] intercepts;
    private readonly double[] coefficients;
    private readonly int columns;

    /// <param name="intercepts">One per score.</param>
    /// <param name="coefficients">Score after score, one per column.</param>
    public LinearScores(double[] intercepts, double[] coefficients)
    {
        (this.intercepts, this.coefficients) = (intercepts, coefficients);
        columns = coefficients.Length / intercepts.Length;
    }

    /// <summary>What is done with the scores of some rows.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="scores">Score after score, each as long as a panel.</param>
    /// <param name="height">How long a panel is.</param>
    public delegate void Take(int first, int count, Span<double> scores, int height);

    /// <summary>Scores all rows, some hundred at a time.</summary>
    /// <exception cref="BadDataException">A value is missing or infinite.</exception>
    public unsafe void Of(Matrix x, Take take)
    {
        var height = Math.Min(Panels.Height(columns), Panels.Padded(Math.Max(1, x.Rows)));
        var stride = Panels.Stride(height);
        var count = intercepts.Length;
        var rented = ArrayPool<double>.Shared.Rent((columns * stride) + (count * height) + 8);
        var origins = columns <= NoOrigins.Length ? NoOrigins : new double[columns];
        fixed (double* start = rented, none = origins, factors = coefficients)
        fixed (float* values = x.Values)
        {
            var panel = (double*)(((nuint)start + 63) & ~(nuint)63);
            var scores = panel + ((nint)columns * stride);
            for (var first = 0; first < x.Rows; first += height)
            {
                var rows = Math.Min(height, x.Rows - first);
                var padded = Panels.Padded(rows);
                Panels.Load(values + ((nint)first * columns), rows, columns, none, panel, stride);
                for (var k = 0; k < count; k++) Panels.Combine(panel, columns, stride, padded, factors + (k * columns), intercepts[k], scores + (k * height));
                var found = new Span<double>(scores, count * height);
                for (var k = 0; k < count; k++)
                    if (!AllFinite(found.Slice(k * height, padded))) Finite.Check(x);
                take(first, rows, found, height);
            }
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    private static bool AllFinite(ReadOnlySpan<double> values)
    {
        var sum = Vector512<double>.Zero;
        foreach (var eight in MemoryMarshal.Cast<double, Vector512<double>>(values)) sum += eight * Vector512<double>.Zero;
        return Vector512.Sum(sum) == 0;
    }
}
