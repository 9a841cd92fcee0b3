namespace Habitue.Learning.Experiments;

/// <summary>
/// What one arm of a test says: a figure per customer and how far it may be off. Made from the sums of the arm by the way the
/// figure is defined, so that whatever compares arms need not know whether it is a share, an amount or a ratio.
/// </summary>
/// <param name="Count">How many customers the arm has.</param>
/// <param name="Value">The figure.</param>
/// <param name="SquaredError">The square of its standard error; NaN when too few customers say nothing of it.</param>
public readonly record struct ArmEstimate(double Count, double Value, double SquaredError)
{
    /// <summary>The standard error.</summary>
    public double StandardError => Math.Sqrt(SquaredError);

    /// <summary>A mean per customer: revenue, or a share when every value is 0 or 1 (conversion, retention).</summary>
    public static ArmEstimate OfMean(Sums sums) => new(sums.Count, sums.Mean, sums.Variance / sums.Count);

    /// <summary>
    /// A ratio of two sums over the customers of an arm, such as revenue per order. Customers, not orders, were assigned by chance, so
    /// the error is that of customers: the delta method. Source: Deng, Knoblich and Lu, "Applying the delta method in metric
    /// analytics" (2018), equation 3. NaN when the second sum is 0.
    /// </summary>
    public static ArmEstimate OfRatio(PairSums sums)
    {
        double n = sums.Count, below = sums.Second.Mean, ratio = sums.First.Sum / sums.Second.Sum;
        if (below == 0) return new ArmEstimate(n, double.NaN, double.NaN);
        var variance = (sums.First.Variance - (2 * ratio * sums.Covariance) + (ratio * ratio * sums.Second.Variance)) / (below * below);
        return new ArmEstimate(n, ratio, Math.Max(0, variance) / n);
    }
}
