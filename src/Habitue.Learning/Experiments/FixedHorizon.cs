using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Experiments;

/// <summary>
/// Compares two arms once, at an end that was fixed before the start. Whoever looks every day and stops when it is significant
/// has many times the false alarms that the level says: use <see cref="AlwaysValid"/> for that.
/// <code>
/// var effect = new FixedHorizon().Shares(Sums.OfShare(122, 21_306), Sums.OfShare(267, 21_307));
/// </code>
/// </summary>
public sealed record FixedHorizon
{
    /// <summary>How often the limits hold the truth.</summary>
    [Range(0, 1, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Level { get; init; } = 0.95;

    /// <summary>
    /// Welch's test: two figures with errors of their own, Student's distribution with Welch's degrees of freedom. For means, ratios and adjusted
    /// means. Source: Welch, "The generalization of Student's problem when several different population variances are involved" (1947).
    /// </summary>
    public Effect Means(ArmEstimate control, ArmEstimate treatment)
    {
        Settings.Check(this);
        var both = control.SquaredError + treatment.SquaredError;
        var freedom = both * both / ((control.SquaredError * control.SquaredError / (control.Count - 1)) + (treatment.SquaredError * treatment.SquaredError / (treatment.Count - 1)));
        var reach = freedom > 0 ? SpecialFunctions.StudentReach(Level, freedom) : double.PositiveInfinity;
        return Effect.Of(control, treatment, Level, reach, z => SpecialFunctions.StudentTwoTails(z, freedom));
    }

    /// <summary>
    /// Two shares: the z-test with the share of both arms together, and Newcombe's limits, which hold for rare conversions too. Source: Newcombe,
    /// "Interval estimation for the difference between independent proportions" (1998), method 10.
    /// </summary>
    /// <param name="control">Sums of 0 and 1.</param>
    /// <param name="treatment">Sums of 0 and 1.</param>
    public Effect Shares(Sums control, Sums treatment)
    {
        Settings.Check(this);
        CheckShare(control, nameof(control));
        CheckShare(treatment, nameof(treatment));
        var (a, b) = (Interval.Wilson((long)control.Sum, (long)control.Count, Level), Interval.Wilson((long)treatment.Sum, (long)treatment.Count, Level));
        double difference = b.Estimate - a.Estimate, pooled = (control + treatment).Mean;
        var error = Math.Sqrt(pooled * (1 - pooled) * ((1 / control.Count) + (1 / treatment.Count)));
        var limits = new Interval(difference, difference - Distance(b.Estimate - b.Low, a.High - a.Estimate), difference + Distance(b.High - b.Estimate, a.Estimate - a.Low), Level);
        var lift = Effect.LiftOf(Of(control), Of(treatment), Interval.Quantile(Level), Level);
        var z = error > 0 ? difference / error : 0;
        return new Effect(limits, lift, error, z, error > 0 ? SpecialFunctions.NormalTwoTails(z) : 1);
    }

    private static ArmEstimate Of(Sums share) => new(share.Count, share.Mean, share.Mean * (1 - share.Mean) / share.Count);

    private static double Distance(double a, double b) => Math.Sqrt((a * a) + (b * b));

    private static void CheckShare(Sums sums, string arm)
    {
        if (!(sums.Sum >= 0 && sums.Sum <= sums.Count && sums.Sum == sums.Squares))
            throw new BadDataException($"The sums of the {arm} are not of yes and no: {sums.Count} customers, sum {sums.Sum}, squares {sums.Squares}. Use Means for amounts.");
    }
}
