using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Linear;

/// <summary>
/// The loss of several classes with one score each: log of the sum of e^score, less the score of the row's own class. Parameters
/// stand class after class. Source: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2nd edition, section 18.3.2.
/// </summary>
internal sealed unsafe class SoftmaxLoss(Rows rows, int classes) : ISmoothLoss
{
    private const int LeastSample = 8_192;

    private readonly double[][] sums = new double[rows.Blocks][];

    public int Size => classes * rows.Parameters;

    public double Weight => rows.Weight;

    private int Pairs => classes * (classes + 1) / 2;

    private int Square => rows.Width * rows.Width;

    public ISmoothLoss? Sample() =>
        rows.Blocks > 1 && (long)rows.Blocks * rows.Height >= Math.Max(50 * Size, LeastSample) ? new SoftmaxLoss(rows.Sample(), classes) : null;

    public double At(double[] at, double[] gradient, double[] hessian, FitRun run)
    {
        var wanted = hessian.Length > 0;
        var places = 1 + (classes * rows.Width) + (wanted ? Pairs * Square : 0);
        Blocks.Run(sums.Length, run, block =>
        {
            if ((sums[block]?.Length ?? 0) < places) sums[block] = new double[places];
            Array.Clear(sums[block]);
            Add(block, at, sums[block], wanted);
        });
        var (loss, size, each) = (0.0, Size, rows.Parameters);
        Array.Clear(gradient);
        Array.Clear(hessian);
        foreach (var sum in sums)
        {
            loss += sum[0];
            for (var k = 0; k < classes; k++)
                for (var i = 0; i < each; i++) gradient[(k * each) + i] += sum[1 + (k * rows.Width) + i];
            var pair = 1 + (classes * rows.Width);
            for (var k = 0; wanted && k < classes; k++)
            {
                for (var l = 0; l <= k; l++, pair += Square)
                {
                    for (var i = 0; i < each; i++)
                        for (var j = 0; j < each; j++)
                            hessian[(((k * each) + i) * size) + (l * each) + j] += sum[pair + (Math.Max(i, j) * rows.Width) + Math.Min(i, j)];
                }
            }
        }

        return loss;
    }

    private void Add(int block, double[] at, double[] into, bool wanted)
    {
        var (stride, height, each, width) = (rows.Stride, rows.Height, rows.Parameters, rows.Width);
        var rented = ArrayPool<double>.Shared.Rent((2 * width * stride) + ((classes + 3) * height) + 8);
        fixed (double* start = rented, sum = into, factors = at)
        {
            var columns = (double*)(((nuint)start + 63) & ~(nuint)63);
            double* scaled = columns + (width * stride), targets = scaled + (width * stride), weights = targets + height, pairs = weights + height, scores = pairs + height;
            new Span<double>(columns + (each * stride), (width - each) * stride).Clear();
            new Span<double>(scaled + (each * stride), (width - each) * stride).Clear();
            var panels = rows.PanelsOf(block);
            for (var panel = 0; panel < panels; panel++)
            {
                var (first, count) = rows.Panel(block, panel);
                var padded = Panels.Padded(count);
                rows.Read(first, count, columns, targets, weights);
                for (var k = 0; k < classes; k++) Panels.Combine(columns, each, stride, padded, factors + (k * each), 0, scores + (k * height));
                sum[0] += Judge(scores, height, targets, weights, padded);
                var square = sum + 1 + (classes * width);
                for (var k = 0; wanted && k < classes; k++)
                {
                    for (var l = 0; l <= k; l++, square += Square)
                    {
                        Pair(scores + (k * height), scores + (l * height), k == l, weights, padded, pairs);
                        Panels.Scale(columns, each, stride, padded, pairs, scaled);
                        Panels.AddProducts(columns, scaled, width, stride, padded, square);
                    }
                }

                for (var k = 0; k < classes; k++)
                {
                    Slope(scores + (k * height), k, targets, weights, padded);
                    Panels.AddDots(columns, width, stride, padded, scores + (k * height), sum + 1 + (k * width));
                }
            }
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    /// <summary>The weighted loss; scores become probabilities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Judge(double* scores, int height, double* targets, double* weights, int padded)
    {
        var total = Vector512<double>.Zero;
        for (var r = 0; r < padded; r += 8)
        {
            var (most, own, target) = (Vector512.Load(scores + r), Vector512<double>.Zero, Vector512.Load(targets + r));
            for (var k = 1; k < classes; k++) most = Vector512.Max(most, Vector512.Load(scores + (k * height) + r));
            var sum = Vector512<double>.Zero;
            for (var k = 0; k < classes; k++)
            {
                var score = Vector512.Load(scores + (k * height) + r) - most;
                own += Vector512.ConditionalSelect(Vector512.Equals(target, Vector512.Create((double)k)), score, Vector512<double>.Zero);
                var power = Exponential.Of(score);
                power.Store(scores + (k * height) + r);
                sum += power;
            }

            total += (Vector512.Log(sum) - own) * Vector512.Load(weights + r);
            for (var k = 0; k < classes; k++) (Vector512.Load(scores + (k * height) + r) / sum).Store(scores + (k * height) + r);
        }

        return Vector512.Sum(total);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pair(double* one, double* other, bool same, double* weights, int padded, double* into)
    {
        var add = same ? Vector512<double>.One : Vector512<double>.Zero;
        for (var r = 0; r < padded; r += 8)
            (Vector512.Load(weights + r) * Vector512.Load(one + r) * (add - Vector512.Load(other + r))).Store(into + r);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Slope(double* probabilities, int ofClass, double* targets, double* weights, int padded)
    {
        var number = Vector512.Create((double)ofClass);
        for (var r = 0; r < padded; r += 8)
        {
            var own = Vector512.ConditionalSelect(Vector512.Equals(Vector512.Load(targets + r), number), Vector512<double>.One, Vector512<double>.Zero);
            (Vector512.Load(weights + r) * (Vector512.Load(probabilities + r) - own)).Store(probabilities + r);
        }
    }
}
