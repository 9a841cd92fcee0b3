using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Habitue.Learning.Linear;

/// <summary>
/// Makes slopes · step + ½ step' products step + sum of lasso × |at + step| small, one parameter after the other: first over all,
/// then over those that moved until they rest, then over all again.
/// Source: Friedman, Hastie and Tibshirani, "Regularization paths for generalized linear models via coordinate descent", Journal of
/// Statistical Software 33 (2010), section 2.2 (covariance updates).
/// </summary>
internal sealed class CoordinateDescent(int size)
{
    private const int MostSweeps = 100_000;
    private readonly double[] slopes = new double[size];
    private readonly bool[] active = new bool[size];

    /// <summary>Whether it came to rest before it had swept too often.</summary>
    public bool Rested { get; private set; }

    /// <summary>Takes the step; gives what the function became, which is below 0.</summary>
    /// <param name="products">Size × size values, both triangles, the ridge on the diagonal.</param>
    /// <param name="gradient">The slopes at the start.</param>
    /// <param name="at">The parameters at the start.</param>
    /// <param name="penalty">The lasso, and what is held by an infinite ridge.</param>
    /// <param name="enough">It ends when a sweep over all gains less.</param>
    /// <param name="step">The step, written.</param>
    /// <param name="cancel">Looked at once a sweep over all.</param>
    public double Minimize(double[] products, double[] gradient, double[] at, Penalty penalty, double enough, double[] step, CancellationToken cancel)
    {
        gradient.CopyTo(slopes, 0);
        Array.Clear(step);
        var total = 0.0;
        Rested = false;
        for (var sweep = 0; sweep < MostSweeps;)
        {
            cancel.ThrowIfCancellationRequested();
            var gained = Sweep(products, at, penalty, step, false);
            total += gained;
            Rested = gained <= enough;
            if (Rested) break;
            for (double some = gained; some > enough && sweep < MostSweeps; sweep++)
            {
                some = Sweep(products, at, penalty, step, true);
                total += some;
            }
        }

        return -total;
    }

    private double Sweep(double[] products, double[] at, Penalty penalty, double[] step, bool onlyActive)
    {
        var gained = 0.0;
        for (var j = 0; j < size; j++)
        {
            var curvature = products[(j * size) + j];
            if ((onlyActive && !active[j]) || !(curvature > 1e-300) || double.IsInfinity(penalty.Ridge[j])) continue;
            var (before, lasso) = (at[j] + step[j], penalty.Lasso[j]);
            var target = (curvature * before) - slopes[j];
            var after = Math.Abs(target) <= lasso ? 0 : (target - (Math.Sign(target) * lasso)) / curvature;
            var move = after - before;
            active[j] = after != 0 || move != 0;
            if (move == 0) continue;
            gained -= (slopes[j] * move) + (0.5 * curvature * move * move) + (lasso * (Math.Abs(after) - Math.Abs(before)));
            step[j] = after == 0 ? -at[j] : step[j] + move;
            Add(products.AsSpan(j * size, size), move, slopes);
        }

        return gained;
    }

    private static void Add(ReadOnlySpan<double> row, double factor, Span<double> into)
    {
        ref double x = ref MemoryMarshal.GetReference(row), y = ref MemoryMarshal.GetReference(into);
        var (by, i) = (Vector512.Create(factor), 0);
        for (; i + 8 <= row.Length; i += 8)
            Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref x, (nuint)i), by, Vector512.LoadUnsafe(ref y, (nuint)i)).StoreUnsafe(ref y, (nuint)i);
        for (; i < row.Length; i++) into[i] += row[i] * factor;
    }
}
