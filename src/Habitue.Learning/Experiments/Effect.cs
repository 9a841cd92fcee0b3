using Habitue.Learning.Evaluation;

namespace Habitue.Learning.Experiments;

/// <summary>What a treatment did compared with the control.</summary>
/// <param name="Difference">Treatment less control, with its limits.</param>
/// <param name="Lift">The difference as a share of the control, with its limits; NaN when the control is not above 0.</param>
/// <param name="StandardError">The standard error of the difference.</param>
/// <param name="Statistic">The difference in standard errors; 0 when nothing can be said yet.</param>
/// <param name="PValue">How surely it is not chance: how likely so large a difference would be if there were none; 1 when nothing can be said yet.</param>
public sealed record Effect(Interval Difference, Interval Lift, double StandardError, double Statistic, double PValue)
{
    /// <summary>Whether both limits of the difference are on the same side of 0.</summary>
    public bool IsSure => Difference.Low > 0 || Difference.High < 0;

    /// <param name="control">What the control says.</param>
    /// <param name="treatment">What the treatment says.</param>
    /// <param name="level">How often the limits hold the truth.</param>
    /// <param name="reach">How many standard errors the limits are away; infinite when nothing can be said.</param>
    /// <param name="pValue">The p-value of a statistic.</param>
    internal static Effect Of(ArmEstimate control, ArmEstimate treatment, double level, double reach, Func<double, double> pValue)
    {
        var (difference, error) = (treatment.Value - control.Value, Math.Sqrt(control.SquaredError + treatment.SquaredError));
        if (!(error > 0) || !double.IsFinite(reach))
            return new Effect(Unbounded(difference, level), Unbounded(control.Value > 0 ? difference / control.Value : double.NaN, level), error, 0, 1);
        var statistic = difference / error;
        return new Effect(Around(difference, reach * error, level), LiftOf(control, treatment, reach, level), error, statistic, pValue(statistic));
    }

    /// <summary>The delta method for a quotient of two independent figures: Deng, Knoblich and Lu (2018), section 2.2.</summary>
    internal static Interval LiftOf(ArmEstimate control, ArmEstimate treatment, double reach, double level)
    {
        if (!(control.Value > 0)) return new Interval(double.NaN, double.NaN, double.NaN, level);
        var ratio = treatment.Value / control.Value;
        var error = Math.Sqrt(treatment.SquaredError + (ratio * ratio * control.SquaredError)) / control.Value;
        return Around(ratio - 1, reach * error, level);
    }

    private static Interval Around(double estimate, double half, double level) => new(estimate, estimate - half, estimate + half, level);

    private static Interval Unbounded(double estimate, double level) => new(estimate, double.NegativeInfinity, double.PositiveInfinity, level);
}
