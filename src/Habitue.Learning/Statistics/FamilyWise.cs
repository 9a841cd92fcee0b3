using Habitue.Learning.Numerics;

namespace Habitue.Learning.Statistics;

/// <summary>
/// P-values adjusted so that, of all questions together, the chance of even one false yes is at most the limit they are compared with. For a
/// verdict that costs money; to look through many figures use <see cref="FalseDiscovery"/>.
/// </summary>
public static class FamilyWise
{
    /// <summary>Each p-value times the number of questions, at most 1. It holds whatever the questions have to do with one another.</summary>
    /// <param name="pValues">From 0 to 1.</param>
    public static double[] Bonferroni(ReadOnlySpan<double> pValues)
    {
        var adjusted = Checked(pValues);
        for (var i = 0; i < adjusted.Length; i++) adjusted[i] = Math.Min(1, adjusted[i] * adjusted.Length);
        return adjusted;
    }

    /// <summary>
    /// As sure as <see cref="Bonferroni"/> and never larger: the smallest times the number of questions, the next times one less, and so on.
    /// Source: Holm, "A simple sequentially rejective multiple test procedure" (1979).
    /// </summary>
    /// <param name="pValues">From 0 to 1, in any order.</param>
    public static double[] Holm(ReadOnlySpan<double> pValues)
    {
        var (sorted, order, adjusted) = (Checked(pValues), new int[pValues.Length], new double[pValues.Length]);
        for (var i = 0; i < order.Length; i++) order[i] = i;
        RadixSort.Rising(sorted, order);
        var most = 0.0;
        for (var i = 0; i < order.Length; i++)
        {
            most = Math.Max(most, Math.Min(1, sorted[i] * (order.Length - i)));
            adjusted[order[i]] = most;
        }

        return adjusted;
    }

    private static double[] Checked(ReadOnlySpan<double> pValues)
    {
        for (var i = 0; i < pValues.Length; i++)
            if (!(pValues[i] is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(pValues), pValues[i], $"P-value {i} is not between 0 and 1.");
        return pValues.ToArray();
    }
}
