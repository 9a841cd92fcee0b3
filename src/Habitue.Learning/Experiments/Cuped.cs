namespace Habitue.Learning.Experiments;

/// <summary>
/// Takes out of a figure what was known of the same customers before the test, so that the same effect is seen with fewer customers: the
/// error shrinks by the share 1 - r², r the correlation of before and during. Only for what was measured before the first exposure;
/// anything that the test could have moved would take part of the effect away. A customer without a past has 0 for it.
/// <code>
/// double slope = Cuped.Slope(control, treatment);          // PairSums: (during, before)
/// var adjusted = Cuped.Adjust(treatment, slope, Cuped.Before(control, treatment));
/// </code>
/// Source: Deng, Xu, Kohavi and Walker, "Improving the sensitivity of online controlled experiments by utilizing pre-experiment data" (2013).
/// </summary>
public static class Cuped
{
    /// <summary>How much of a difference before is taken off, one slope for all arms (equation 5 of the paper); 0 when the past does not vary.</summary>
    /// <param name="arms">The sums of each arm: first what is measured, second what was known before.</param>
    public static double Slope(params ReadOnlySpan<PairSums> arms)
    {
        double together = 0, spread = 0;
        foreach (var arm in arms)
        {
            if (!(arm.Count > 1)) continue;
            together += arm.Covariance * (arm.Count - 1);
            spread += arm.Second.Variance * (arm.Count - 1);
        }

        return spread > 0 ? together / spread : 0;
    }

    /// <summary>The mean before over all arms, to which each arm is brought.</summary>
    public static double Before(params ReadOnlySpan<PairSums> arms)
    {
        var all = default(Sums);
        foreach (var arm in arms) all += arm.Second;
        return all.Mean;
    }

    /// <summary>The arm's mean as it would be had its customers had the mean past of all arms.</summary>
    /// <param name="arm">The sums of the arm.</param>
    /// <param name="slope">From <see cref="Slope"/>.</param>
    /// <param name="before">From <see cref="Before"/>.</param>
    public static ArmEstimate Adjust(PairSums arm, double slope, double before)
    {
        var variance = arm.First.Variance - (2 * slope * arm.Covariance) + (slope * slope * arm.Second.Variance);
        return new ArmEstimate(arm.Count, arm.First.Mean - (slope * (arm.Second.Mean - before)), Math.Max(0, variance) / arm.Count);
    }

    /// <summary>How much smaller the variance has become: 0.4 means that the same precision needs 40 % fewer customers. 0 when nothing varied.</summary>
    public static double Saved(PairSums arm, double slope)
    {
        var before = arm.First.Variance;
        var after = before - (2 * slope * arm.Covariance) + (slope * slope * arm.Second.Variance);
        return before > 0 ? 1 - (after / before) : 0;
    }
}
