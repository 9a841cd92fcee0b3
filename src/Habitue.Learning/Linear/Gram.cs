using System.Buffers;
using System.Runtime.CompilerServices;
using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Linear;

/// <summary>
/// What least squares need to know of the rows, whatever their number: weighted products of any two columns, of columns and targets, and of
/// targets, taken in one pass (for plain covariances use <see cref="CrossProducts"/>). Columns and targets are measured from origins near their means, and centred by <see cref="Centred"/>.
/// </summary>
internal sealed unsafe class Gram
{
    private Gram(Rows rows, double[] sums, double targetOrigin)
    {
        var size = rows.Parameters;
        (Intercept, Origins, Weight, TargetOrigin, Square) = (rows.Intercept, rows.Origins, rows.Weight, targetOrigin, sums[0]);
        (Products, Targets) = (new double[size * size], sums[1..(1 + size)]);
        for (var i = 0; i < size; i++)
            for (var j = 0; j <= i; j++) Products[(i * size) + j] = Products[(j * size) + i] = sums[1 + rows.Width + (i * rows.Width) + j];
    }

    private Gram(Gram a, Gram b)
    {
        (Intercept, Origins, Weight, TargetOrigin, Square) = (a.Intercept, a.Origins, a.Weight - b.Weight, a.TargetOrigin, a.Square - b.Square);
        Products = [.. a.Products.Zip(b.Products, (x, y) => x - y)];
        Targets = [.. a.Targets.Zip(b.Targets, (x, y) => x - y)];
    }

    /// <summary>Whether the first column is that of the intercept.</summary>
    public bool Intercept { get; }

    /// <summary>What was taken from each column.</summary>
    public double[] Origins { get; }

    /// <summary>What was taken from the targets.</summary>
    public double TargetOrigin { get; }

    /// <summary>The rows' weights together.</summary>
    public double Weight { get; }

    /// <summary>Sums of weight × column × column, both triangles.</summary>
    public double[] Products { get; }

    /// <summary>Sums of weight × column × target.</summary>
    public double[] Targets { get; }

    /// <summary>The sum of weight × target².</summary>
    public double Square { get; }

    /// <summary>What is left when the rows of another are taken out.</summary>
    public Gram Without(Gram some) => new(this, some);

    /// <summary>One pass over the rows.</summary>
    /// <exception cref="BadDataException">A value is missing or infinite.</exception>
    public static Gram Of(Matrix x, double[] targets, double[] weights, bool intercept, FitRun run)
    {
        var rows = new Rows(x, targets, weights, intercept);
        if (!(rows.Weight > 0)) throw new BadDataException("All rows have the weight 0; at least some must count.", "weight");
        var origin = intercept ? NearMean(targets) : 0;
        var sums = new double[rows.Blocks][];
        Blocks.Run(sums.Length, run, block => Add(rows, block, origin, sums[block] = new double[1 + rows.Width + (rows.Width * rows.Width)]));
        var total = new double[1 + rows.Width + (rows.Width * rows.Width)];
        foreach (var sum in sums)
            for (var i = 0; i < total.Length; i++) total[i] += sum[i];
        foreach (var value in total)
        {
            if (double.IsFinite(value)) continue;
            Finite.Check(x);
            throw new BadDataException("The targets are too large: their squares exceed the range of numbers. Use a larger unit.", "target");
        }

        return new Gram(rows, total, origin);
    }

    /// <summary>The same by columns and targets less their means, which makes up for the intercept; without one they stay as they are.</summary>
    public (double[] Products, double[] Targets, double Square, double[] Means, double TargetMean) Centred()
    {
        if (!Intercept) return (Products, Targets, Square, new double[Targets.Length], 0);
        var (size, width) = (Targets.Length, Targets.Length - 1);
        var (products, targets, means) = (new double[width * width], new double[width], new double[width]);
        var mean = Targets[0] / Weight;
        for (var i = 0; i < width; i++)
        {
            means[i] = Products[i + 1] / Weight;
            targets[i] = Targets[i + 1] - (means[i] * Targets[0]);
        }

        for (var i = 0; i < width; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var product = Products[((i + 1) * size) + j + 1] - (means[i] * Products[j + 1]);
                // What rounding leaves of a constant column is no variance.
                if (i == j && product <= 1e-14 * Products[((i + 1) * size) + i + 1]) product = 0;
                products[(i * width) + j] = products[(j * width) + i] = product;
            }

            means[i] += Origins[i];
        }

        return (products, targets, Math.Max(0, Square - (mean * Targets[0])), means, mean + TargetOrigin);
    }

    /// <summary>The sum of weight × (target - intercept - coefficients · column)².</summary>
    public double SquaredErrors(double intercept, ReadOnlySpan<double> coefficients)
    {
        var at = new double[Targets.Length];
        coefficients.CopyTo(at.AsSpan(Intercept ? 1 : 0));
        if (Intercept)
        {
            at[0] = intercept - TargetOrigin;
            for (var c = 0; c < Origins.Length; c++) at[0] += coefficients[c] * Origins[c];
        }

        var sum = Square;
        for (var i = 0; i < at.Length; i++) sum += at[i] * (DotProduct.Of(Products.AsSpan(i * at.Length, at.Length), at) - (2 * Targets[i]));
        return Math.Max(0, sum);
    }

    private static double NearMean(double[] targets)
    {
        var (step, sum, count) = (Math.Max(1, targets.Length / 1024), 0.0, 0);
        for (var r = 0; r < targets.Length; r += step, count++) sum += targets[r];
        return sum / Math.Max(1, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(Rows rows, int block, double origin, double[] into)
    {
        var (stride, size, width) = (rows.Stride, rows.Parameters, rows.Width);
        var rented = ArrayPool<double>.Shared.Rent((width * stride) + (2 * rows.Height) + 8);
        fixed (double* start = rented, sum = into)
        {
            var columns = (double*)(((nuint)start + 63) & ~(nuint)63);
            double* targets = columns + (width * stride), weights = targets + rows.Height;
            new Span<double>(columns + (size * stride), (width - size) * stride).Clear();
            var panels = rows.PanelsOf(block);
            for (var panel = 0; panel < panels; panel++)
            {
                var (first, count) = rows.Panel(block, panel);
                var padded = Panels.Padded(count);
                rows.Read(first, count, columns, targets, weights);
                for (var r = 0; r < count; r++) targets[r] -= origin;
                if (rows.Weighted)
                {
                    for (var r = 0; r < count; r++) weights[r] = Math.Sqrt(weights[r]);
                    Panels.Scale(columns, size, stride, padded, weights, columns);
                    Panels.Scale(targets, 1, stride, padded, weights, targets);
                }

                sum[0] += DotProduct.Of(new ReadOnlySpan<double>(targets, padded), new ReadOnlySpan<double>(targets, padded));
                Panels.AddDots(columns, width, stride, padded, targets, sum + 1);
                Panels.AddProducts(columns, columns, width, stride, padded, sum + 1 + width);
            }
        }

        ArrayPool<double>.Shared.Return(rented);
    }
}
