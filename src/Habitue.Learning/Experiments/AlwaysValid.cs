using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Models;

namespace Habitue.Learning.Experiments;

/// <summary>
/// Compares two arms as often as anybody likes: the limits hold the truth at all looks together as often as the level says, so a test may be
/// stopped the day it is sure, and go on when it is not. The price is limits that are wider than those of <see cref="FixedHorizon"/>
/// at its one look: where they are tuned for, 3.04 standard errors at 95 % instead of 1.96.
/// <code>
/// var effect = new AlwaysValid { TunedFor = 20_000 }.Compare(control, treatment);   // ArmEstimates
/// if (effect.IsSure) …                                                             // today, tomorrow, any day
/// </code>
/// It is the mixture sequential probability ratio test with a normal mixture, turned into limits. It leans on the central limit theorem:
/// nothing is said before each arm has <see cref="LeastPerArm"/> customers and both vary. Sources: Robbins, "Statistical methods related to the
/// law of the iterated logarithm" (1970); Johari, Koomen, Pekelis and Walsh, "Always valid inference" (2022); Waudby-Smith, Arbour,
/// Sinha, Kennedy and Ramdas, "Time-uniform central limit theory and asymptotic confidence sequences" (arXiv 2103.06476, version 7), equation 9.
/// </summary>
public sealed record AlwaysValid
{
    /// <summary>How often the limits hold the truth at all looks.</summary>
    [Range(0, 1, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Level { get; init; } = 0.95;

    /// <summary>The number of customers, both arms together, at which the limits are narrowest. Chosen before the start; the limits hold whatever it is.</summary>
    [Range(1, 1e12)]
    public double TunedFor { get; init; } = 5_000;

    /// <summary>Fewer customers in an arm say nothing: limits without end and a p-value of 1.</summary>
    [Range(2, 1e9)]
    public int LeastPerArm { get; init; } = 50;

    /// <summary>The effect so far. The p-value may be compared with 1 - <see cref="Level"/> at every look.</summary>
    public Effect Compare(ArmEstimate control, ArmEstimate treatment)
    {
        Settings.Check(this);
        var count = control.Count + treatment.Count;
        var enough = control.Count >= LeastPerArm && treatment.Count >= LeastPerArm && control.SquaredError > 0 && treatment.SquaredError > 0;
        return Effect.Of(control, treatment, Level, enough ? Reach(count) : double.PositiveInfinity, z => PValue(z, count));
    }

    /// <summary>How many standard errors the limits are away after so many customers of both arms.</summary>
    public double Reach(double count)
    {
        var seen = count * Mixture;
        return Math.Sqrt(2 * (seen + 1) / seen * Math.Log(Math.Sqrt(seen + 1) / (1 - Level)));
    }

    /// <summary>
    /// Whether the treatment is worse than the control by more than a margin, looked at as often as anybody likes with one side only: what stops
    /// a harmful test. Equation 134 of Waudby-Smith and others.
    /// </summary>
    /// <param name="control">What the control says.</param>
    /// <param name="treatment">What the treatment says.</param>
    /// <param name="margin">How much worse is still borne, 0 or more.</param>
    /// <param name="moreIsWorse">For figures of which less is better, such as refunds.</param>
    public bool Harms(ArmEstimate control, ArmEstimate treatment, double margin = 0, bool moreIsWorse = false)
    {
        Settings.Check(this);
        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        if (control.Count < LeastPerArm || treatment.Count < LeastPerArm || !(control.SquaredError > 0) || !(treatment.SquaredError > 0)) return false;
        var better = (treatment.Value - control.Value) * (moreIsWorse ? -1 : 1);
        return better + (OneSidedReach(control.Count + treatment.Count) * Math.Sqrt(control.SquaredError + treatment.SquaredError)) < -margin;
    }

    /// <summary>As <see cref="Reach"/>, for one limit with the other side open.</summary>
    public double OneSidedReach(double count)
    {
        var seen = count * Mixture;
        return Math.Sqrt(2 * (seen + 1) / seen * Math.Log(1 + (Math.Sqrt(seen + 1) / (2 * (1 - Level)))));
    }

    /// <summary>One over the likelihood ratio of the mixture against no difference, at most 1: equation 155 of Waudby-Smith and others.</summary>
    internal double PValue(double z, double count)
    {
        var seen = count * Mixture;
        return Math.Min(1, Math.Sqrt(seen + 1) * Math.Exp(-0.5 * z * z * seen / (seen + 1)));
    }

    /// <summary>The variance of the mixture, in variances of one customer: equation 161 of Waudby-Smith and others.</summary>
    private double Mixture
    {
        get
        {
            var bits = -2 * Math.Log(1 - Level);
            return (bits + Math.Log(bits + 1)) / TunedFor;
        }
    }
}
