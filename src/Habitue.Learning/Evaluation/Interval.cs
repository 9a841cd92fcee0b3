using Habitue.Learning.Numerics;

namespace Habitue.Learning.Evaluation;

/// <summary>A figure and between which limits it lies.</summary>
/// <param name="Estimate">The figure on the rows as they are.</param>
/// <param name="Low">The lower limit.</param>
/// <param name="High">The upper limit.</param>
/// <param name="Level">How often such limits hold the true figure, such as 0.95.</param>
public sealed record Interval(double Estimate, double Low, double High, double Level)
{
    /// <summary>So many standard errors on each side of an estimate hold the true value 95 times in 100, where the normal distribution fits.</summary>
    public const double Normal95 = 1.959963984540054;

    /// <summary>
    /// Wilson's interval of a share: how many of so many. It holds well for few rows and for shares near 0 and 1. NaN for no
    /// rows. Source: Wilson, "Probable inference, the law of succession, and statistical inference" (1927).
    /// </summary>
    /// <param name="successes">How many, 0 to <paramref name="of"/>.</param>
    /// <param name="of">Of how many.</param>
    /// <param name="level">Above 0 and below 1.</param>
    public static Interval Wilson(long successes, long of, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, of);
        var z = Quantile(level);
        if (of == 0) return new Interval(double.NaN, double.NaN, double.NaN, level);
        double n = of, share = successes / n;
        var centre = (share + (z * z / (2 * n))) / (1 + (z * z / n));
        var half = z / (1 + (z * z / n)) * Math.Sqrt((share * (1 - share) / n) + (z * z / (4 * n * n)));
        return new Interval(share, successes == 0 ? 0 : centre - half, successes == of ? 1 : centre + half, level);
    }

    internal static double Quantile(double level) => level is > 0 and < 1
        ? SpecialFunctions.NormalQuantile((1 + level) / 2)
        : throw new ArgumentOutOfRangeException(nameof(level), level, "It must be above 0 and below 1.");
}
