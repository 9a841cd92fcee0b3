using Habitue.Learning.Evaluation;

namespace Habitue.Learning.Experiments;

/// <summary>An arm as somebody reads it who has to choose one today.</summary>
/// <param name="Belief">Its figure and between which limits it lies with the probability of the level.</param>
/// <param name="ProbabilityBest">How surely it is the best of all arms.</param>
/// <param name="ExpectedLoss">What is lost per customer, on average over the belief, by choosing it when another is the best; in the figure's unit.</param>
public sealed record ArmReading(Interval Belief, double ProbabilityBest, double ExpectedLoss);

/// <summary>
/// Reads arms by what is believed of them: how surely each is the best, and what choosing it may cost. It answers "which one, today?", not "is it
/// surely different?": with two equal arms one of them is the best with 95 % every now and then, so a test that stops at such a
/// moment has false alarms. Stop by <see cref="AlwaysValid"/>.
/// <code>
/// var arms = BayesianReading.Of([Posterior.OfShare(122, 21_306), Posterior.OfShare(267, 21_307)]);
/// </code>
/// Computed by integrals, so the same arms always read the same. Source: Stucchio, "Bayesian A/B testing at VWO" (2015), for the expected loss.
/// </summary>
public static class BayesianReading
{
    // Nodes and weights of the Gauss-Legendre rule with 8 points on (-1, 1), each for both signs: Abramowitz and Stegun, table 25.4.
    private static readonly double[] Nodes = [0.1834346424956498, 0.5255324099163290, 0.7966664774136267, 0.9602898564975363];
    private static readonly double[] Weights = [0.3626837833783620, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763];

    /// <summary>Each arm's reading, in their order.</summary>
    /// <param name="arms">One or more.</param>
    /// <param name="level">The probability with which the limits hold the figure.</param>
    /// <param name="lessIsBetter">For figures such as refunds.</param>
    public static IReadOnlyList<ArmReading> Of(IReadOnlyList<Posterior> arms, double level = 0.95, bool lessIsBetter = false)
    {
        if (arms.Count == 0) throw new BadDataException("There is no arm to read.");
        if (!(level is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "It must be above 0 and below 1.");
        var cuts = Cuts(arms);
        var (best, below, above) = (new double[arms.Count], new double[arms.Count], new double[arms.Count]);
        var (beatenBelow, reach) = (0.0, cuts[^1]);
        for (var cut = 1; cut < cuts.Length; cut++)
        {
            double middle = (cuts[cut] + cuts[cut - 1]) / 2, half = (cuts[cut] - cuts[cut - 1]) / 2;
            for (var node = 0; node < 8; node++)
            {
                var value = middle + (half * (node < 4 ? Nodes[node] : -Nodes[node - 4]));
                var weight = half * Weights[node % 4];
                for (var i = 0; i < arms.Count; i++)
                {
                    below[i] = arms[i].Below(value);
                    above[i] = lessIsBetter ? 1 - below[i] : below[i];
                }

                var all = 1.0;
                for (var i = 0; i < arms.Count; i++) all *= above[i];
                beatenBelow += weight * all;
                for (var i = 0; i < arms.Count; i++)
                {
                    var others = 1.0;
                    for (var j = 0; j < arms.Count; j++)
                        if (j != i) others *= above[j];
                    best[i] += weight * others * arms[i].Density(value);
                }
            }
        }

        // The mean of the largest of all is its greatest value less the area under its distribution function; of the least, turned around.
        var extreme = lessIsBetter ? cuts[0] + beatenBelow : reach - beatenBelow;
        var sum = best.Sum();
        return
        [
            .. arms.Select((arm, i) => new ArmReading(
                new Interval(arm.Mean, arm.Quantile((1 - level) / 2), arm.Quantile((1 + level) / 2), level),
                best[i] / sum,
                Math.Max(0, lessIsBetter ? arm.Mean - extreme : extreme - arm.Mean))),
        ];
    }

    /// <summary>Where to cut the line, so that every arm's belief is cut finely, however different their widths are.</summary>
    private static double[] Cuts(IReadOnlyList<Posterior> arms)
    {
        var cuts = new SortedSet<double>();
        foreach (var arm in arms)
        {
            for (var step = -40; step <= 40; step++) Add(arm, 0.25 * step);
            for (var step = -40; step <= 40; step++) Add(arm, step);   // shares of few customers have long tails
        }
        return [.. cuts];

        void Add(Posterior arm, double spreads) => cuts.Add(Math.Clamp(arm.Mean + (spreads * arm.Spread), arm.Least, arm.Most));
    }
}
