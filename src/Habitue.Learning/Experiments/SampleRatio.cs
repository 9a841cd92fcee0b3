using Habitue.Learning.Numerics;

namespace Habitue.Learning.Experiments;

/// <summary>Whether customers arrived in the arms in the shares that were asked for.</summary>
/// <param name="Statistic">Chi-squared.</param>
/// <param name="Freedom">Its degrees of freedom: arms less one.</param>
/// <param name="PValue">How likely so uneven a division would be by chance; 1 when nobody came.</param>
public sealed record SampleRatio(double Statistic, int Freedom, double PValue)
{
    /// <summary>Below this the division is no chance, and no figure of the test can be believed until the reason is known.</summary>
    public const double Limit = 0.001;

    /// <summary>Whether the division is no chance.</summary>
    public bool IsMismatch => PValue < Limit;

    /// <summary>
    /// The chi-squared test of the counts against the weights. Source: Fabijan and others, "Diagnosing sample ratio mismatch in online controlled
    /// experiments" (2019), who take the same limit.
    /// </summary>
    /// <param name="counts">How many customers each arm has, 0 or more.</param>
    /// <param name="weights">The share meant for each arm, above 0; they need not add up to 1.</param>
    /// <exception cref="BadDataException">Lengths differ, fewer than two arms, a count below 0 or a weight not above 0.</exception>
    public static SampleRatio Check(ReadOnlySpan<double> counts, ReadOnlySpan<double> weights)
    {
        if (counts.Length != weights.Length || counts.Length < 2) throw new BadDataException($"There are {counts.Length} counts and {weights.Length} weights; there must be as many of both, two or more.");
        double all = 0, whole = 0;
        for (var arm = 0; arm < counts.Length; arm++)
        {
            if (!(counts[arm] >= 0)) throw new BadDataException($"The count of arm {arm} is {counts[arm]}; it must be 0 or more.", "count", arm);
            if (!(weights[arm] > 0)) throw new BadDataException($"The weight of arm {arm} is {weights[arm]}; it must be above 0. Leave out an arm that nobody should see.", "weight", arm);
            all += counts[arm];
            whole += weights[arm];
        }

        if (all == 0) return new SampleRatio(0, counts.Length - 1, 1);
        var sum = 0.0;
        for (var arm = 0; arm < counts.Length; arm++)
        {
            var meant = all * weights[arm] / whole;
            sum += (counts[arm] - meant) * (counts[arm] - meant) / meant;
        }

        return new SampleRatio(sum, counts.Length - 1, SpecialFunctions.ChiSquaredTail(sum, counts.Length - 1));
    }
}
