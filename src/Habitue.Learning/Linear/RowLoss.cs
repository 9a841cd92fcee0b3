using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Linear;

/// <summary>
/// The loss of one linear score per row, with gradient and second derivatives, in one pass over the rows: each panel is turned
/// into columns, scored, judged by the family, and multiplied with itself while it is in the near cache.
/// </summary>
internal sealed unsafe class RowLoss<TFamily>(Rows rows) : ISmoothLoss
    where TFamily : struct, IFamily
{
    private const int LeastSample = 8_192;

    private readonly double[][] sums = new double[rows.Blocks][];

    public int Size => rows.Parameters;

    public double Weight => rows.Weight;

    public ISmoothLoss? Sample() =>
        rows.Blocks > 1 && (long)rows.Blocks * rows.Height >= Math.Max(50 * Size, LeastSample) ? new RowLoss<TFamily>(rows.Sample()) : null;

    public double At(double[] at, double[] gradient, double[] hessian, FitRun run)
    {
        var wanted = hessian.Length > 0;
        var places = 1 + rows.Width + (wanted ? rows.Width * rows.Width : 0);
        Blocks.Run(sums.Length, run, block =>
        {
            if ((sums[block]?.Length ?? 0) < places) sums[block] = new double[places];
            Array.Clear(sums[block]);
            Add(block, at, sums[block], wanted);
        });
        var loss = 0.0;
        Array.Clear(gradient);
        Array.Clear(hessian);
        foreach (var sum in sums)
        {
            loss += sum[0];
            for (var i = 0; i < Size; i++) gradient[i] += sum[1 + i];
            for (var i = 0; wanted && i < Size; i++)
                for (var j = 0; j <= i; j++) hessian[(i * Size) + j] += sum[1 + rows.Width + (i * rows.Width) + j];
        }

        return loss;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(int block, double[] at, double[] into, bool wanted)
    {
        // Columns, then scores, targets, weights; 8 more for an aligned start.
        var places = (rows.Width * rows.Stride) + (3 * rows.Height) + 8;
        var rented = ArrayPool<double>.Shared.Rent(places);
        fixed (double* start = rented, sum = into, factors = at)
        {
            var columns = (double*)(((nuint)start + 63) & ~(nuint)63);
            double* scores = columns + (rows.Width * rows.Stride), targets = scores + rows.Height, weights = targets + rows.Height;
            new Span<double>(columns + (Size * rows.Stride), (rows.Width - Size) * rows.Stride).Clear();
            var panels = rows.PanelsOf(block);
            for (var panel = 0; panel < panels; panel++)
            {
                var (first, count) = rows.Panel(block, panel);
                var padded = Panels.Padded(count);
                rows.Read(first, count, columns, targets, weights);
                Panels.Combine(columns, Size, rows.Stride, padded, factors, 0, scores);
                sum[0] += Judge(scores, targets, weights, padded, rows.Weighted);
                Panels.AddDots(columns, rows.Width, rows.Stride, padded, scores, sum + 1);
                if (!wanted) continue;
                Panels.Scale(columns, Size, rows.Stride, padded, weights, columns);
                Panels.AddProducts(columns, columns, rows.Width, rows.Stride, padded, sum + 1 + rows.Width);
            }
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    /// <summary>The weighted loss; scores become weighted slopes, weights become roots of weighted curvatures.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Judge(double* scores, double* targets, double* weights, int padded, bool weighted)
    {
        // Of rows that weigh 1 the factors (at most 2 each) are multiplied, and one logarithm does for up to 64 of them.
        var (total, product) = (Vector512<double>.Zero, Vector512<double>.One);
        for (var r = 0; r < padded; r += 8)
        {
            var weight = Vector512.Load(weights + r);
            TFamily.Of(Vector512.Load(scores + r), Vector512.Load(targets + r), out var loss, out var factor, out var slope, out var curvature);
            if (TFamily.HasFactor)
            {
                if (weighted) loss += Vector512.Log(factor);
                else product *= Vector512.FusedMultiplyAdd(weight, factor - Vector512<double>.One, Vector512<double>.One);
            }

            total = Vector512.FusedMultiplyAdd(loss, weight, total);
            (slope * weight).Store(scores + r);
            Vector512.Sqrt(curvature * weight).Store(weights + r);
        }

        return Vector512.Sum(total + Vector512.Log(product));
    }
}
