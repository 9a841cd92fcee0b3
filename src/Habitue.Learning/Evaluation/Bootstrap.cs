using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Evaluation;

/// <summary>How limits are read from the resampled figures.</summary>
public enum BootstrapMethod
{
    /// <summary>Their quantiles as they are. Source: Efron (1979).</summary>
    Percentile,

    /// <summary>Quantiles corrected for bias and skewness (BCa): better limits, and one more pass over the rows. Source: Efron (1987).</summary>
    BiasCorrected,
}

/// <summary>Any figure of numbered rows, some of them several times. Called on several threads at once.</summary>
public delegate double RowMeasure(ReadOnlySpan<int> rows);

/// <summary>Several figures of numbered rows, some of them several times, each into its place. Called on several threads at once.</summary>
public delegate void RowFigures(ReadOnlySpan<int> rows, Span<double> into);

/// <summary>A figure of targets and scores, such as <see cref="BinaryMeasures.Brier"/>.</summary>
public delegate double ScoreMeasure(ReadOnlySpan<double> targets, ReadOnlySpan<float> scores);

/// <summary>
/// The limits of any figure by drawing the rows again and again with replacement. For figures without a formula; for shares
/// and areas under the ROC curve <see cref="Interval.Wilson"/> and <see cref="DeLong"/> are faster. Rows must be independent:
/// draw customers, not their orders.
/// <code>
/// var limits = new Bootstrap { Seed = 7 }.Of(test.Targets, p, (t, s) => BinaryMeasures.AveragePrecision(t, s));
/// </code>
/// The same seed gives the same limits whatever the number of threads. Samples without an answer (NaN: one class only) are
/// left out; when more than half are, the limits are NaN. Cost: the figure's, times samples; memory: a sample per thread.
/// Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapters 13 and 14.
/// </summary>
public sealed record Bootstrap
{
    private const int PerBlock = 32;

    /// <summary>How many samples are drawn.</summary>
    [Range(100, 1_000_000)]
    public int Samples { get; init; } = 2_000;

    /// <summary>How often the limits shall hold the true figure.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Level { get; init; } = 0.95;

    /// <summary>How the limits are read.</summary>
    public BootstrapMethod Method { get; init; } = BootstrapMethod.BiasCorrected;

    /// <summary>The correction for skewness leaves out one row at a time, or one of this many groups of rows when there are more rows.</summary>
    [Range(10, 100_000)]
    public int Groups { get; init; } = 500;

    /// <summary>Where the samples are drawn from.</summary>
    public Seed Seed { get; init; }

    /// <summary>The limits of a figure of rows 0 to <paramref name="rows"/> - 1.</summary>
    /// <exception cref="SettingException">A setting is outside its limits.</exception>
    /// <exception cref="BadDataException">There are fewer than two rows.</exception>
    public Interval Of(int rows, RowMeasure measure, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return Of(rows, 1, (drawn, into) => into[0] = measure(drawn), run)[0];
    }

    /// <summary>The limits of several figures of rows 0 to <paramref name="rows"/> - 1, from the same samples: each has the limits that it would have alone.</summary>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="figures">How many figures there are.</param>
    /// <param name="measure">Works them all out, which costs less than one after the other when they have work in common.</param>
    /// <param name="run">How the work is carried out.</param>
    /// <exception cref="SettingException">A setting is outside its limits.</exception>
    /// <exception cref="BadDataException">There are fewer than two rows.</exception>
    public IReadOnlyList<Interval> Of(int rows, int figures, RowFigures measure, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentOutOfRangeException.ThrowIfLessThan(figures, 1);
        Settings.Check(this);
        if (rows < 2) throw new BadDataException($"Bootstrap needs at least 2 rows; there {(rows == 1 ? "is 1" : $"are {rows}")}.");
        var all = Enumerable.Range(0, rows).ToArray();
        var (estimates, drawings) = (new double[figures], new double[Samples * figures]);
        measure(all, estimates);
        Blocks.Run((Samples + PerBlock - 1) / PerBlock, run, block =>
        {
            var drawn = new int[rows];
            for (var sample = block * PerBlock; sample < Math.Min(Samples, (block + 1) * PerBlock); sample++)
            {
                var random = Seed.For(sample);
                for (var i = 0; i < rows; i++) drawn[i] = random.Below(rows);
                measure(drawn, drawings.AsSpan(sample * figures, figures));
            }
        });
        var without = Method == BootstrapMethod.Percentile ? [] : Without(all, figures, measure, run);
        Interval[] limits = [.. Enumerable.Range(0, figures).Select(figure => Read(Every(drawings, figures, figure), estimates[figure], Every(without, figures, figure)))];
        run.Progress?.Report(1);
        return limits;
    }

    /// <summary>The limits of a figure of targets and scores.</summary>
    /// <exception cref="BadDataException">There are fewer than two rows, or not as many scores as targets.</exception>
    public Interval Of(ReadOnlySpan<double> targets, ReadOnlySpan<float> scores, ScoreMeasure measure, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(measure);
        Measured.SameLength(targets.Length, scores.Length, default);
        var (t, s) = (targets.ToArray(), scores.ToArray());
        return Of(t.Length, rows =>
        {
            var (someTargets, someScores) = (new double[rows.Length], new float[rows.Length]);
            for (var i = 0; i < rows.Length; i++) (someTargets[i], someScores[i]) = (t[rows[i]], s[rows[i]]);
            return measure(someTargets, someScores);
        }, run);
    }

    /// <summary>The limits from the resampled figures and those that leave out rows (none: percentiles as they are).</summary>
    internal Interval Read(double[] figures, double estimate, double[] without)
    {
        double[] known = [.. figures.Where(figure => !double.IsNaN(figure)).Order()];
        if (double.IsNaN(estimate) || 2 * known.Length < figures.Length) return new Interval(estimate, double.NaN, double.NaN, Level);
        var (low, high) = ((1 - Level) / 2, (1 + Level) / 2);
        double[] left = [.. without.Where(double.IsFinite)];
        if (left.Length > 0)
        {
            // Efron and Tibshirani (1993), equations 14.9 to 14.15.
            var below = (known.Count(figure => figure < estimate) + (0.5 * known.Count(figure => figure == estimate))) / known.Length;
            var bias = SpecialFunctions.NormalQuantile(Math.Clamp(below, 0.5 / known.Length, 1 - (0.5 / known.Length)));
            var mean = left.Average();
            var (squares, cubes) = (left.Sum(figure => Math.Pow(mean - figure, 2)), left.Sum(figure => Math.Pow(mean - figure, 3)));
            var skew = squares > 0 ? cubes / (6 * Math.Pow(squares, 1.5)) : 0;
            (low, high) = (Corrected(low, bias, skew), Corrected(high, bias, skew));
        }

        return new Interval(estimate, Quantile(known, low), Quantile(known, high), Level);
    }

    private static double Corrected(double share, double bias, double skew)
    {
        var z = bias + SpecialFunctions.NormalQuantile(share);
        return SpecialFunctions.NormalTail(-bias - (z / (1 - (skew * z))));
    }

    private static double Quantile(double[] sorted, double share)
    {
        var at = share * (sorted.Length - 1);
        var below = (int)at;
        return below + 1 < sorted.Length ? sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }

    private double[] Without(int[] all, int figures, RowFigures measure, FitRun run)
    {
        var groups = Math.Min(Groups, all.Length);
        var found = new double[groups * figures];
        Blocks.Run(groups, run, group => measure(Array.FindAll(all, row => row % groups != group), found.AsSpan(group * figures, figures)));
        return found;
    }

    /// <summary>One figure of each sample.</summary>
    private static double[] Every(double[] found, int figures, int figure)
    {
        var one = new double[found.Length / figures];
        for (var i = 0; i < one.Length; i++) one[i] = found[(i * figures) + figure];
        return one;
    }
}
