using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Experiments;

/// <summary>
/// How many customers a test needs, or what it can see with those there are; two-sided, to be asked before the start.
/// <code>
/// double each = new SampleSize().OfShares(0.030, 0.033);        // customers in each of two arms
/// double smallest = new SampleSize { Power = 0.9 }.SmallestShare(0.030, 50_000);
/// </code>
/// The normal approximation; source: Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions (2003), equation 4.14.
/// </summary>
public sealed record SampleSize
{
    /// <summary>How often limits hold the truth: one less the false alarms that are borne.</summary>
    [Range(0, 1, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Level { get; init; } = 0.95;

    /// <summary>How often an effect of the size asked for should be seen.</summary>
    [Range(0.01, 1, MaximumIsExclusive = true)]
    public double Power { get; init; } = 0.8;

    /// <summary>Treated arms beside the control; the false alarms are divided among them (Bonferroni).</summary>
    [Range(1, 100)]
    public int Treatments { get; init; } = 1;

    /// <summary>How many customers in each arm show the difference of two shares.</summary>
    /// <param name="control">The share in the control, above 0 and below 1.</param>
    /// <param name="treatment">The share to be told from it.</param>
    public double OfShares(double control, double treatment)
    {
        CheckShare(control, nameof(control));
        CheckShare(treatment, nameof(treatment));
        if (control == treatment) throw new BadDataException($"Both shares are {control}: no number of customers shows a difference that is none.");
        var middle = (control + treatment) / 2;
        var root = (Sure * Math.Sqrt(2 * middle * (1 - middle))) + (Seen * Math.Sqrt((control * (1 - control)) + (treatment * (1 - treatment))));
        return root * root / ((treatment - control) * (treatment - control));
    }

    /// <summary>How many customers in each arm show a difference of two means.</summary>
    /// <param name="difference">The difference, not 0.</param>
    /// <param name="spread">The standard deviation between customers, above 0.</param>
    public double OfMeans(double difference, double spread)
    {
        if (difference == 0 || !double.IsFinite(difference)) throw new BadDataException($"The difference is {difference}; it must be a number other than 0.");
        CheckSpread(spread);
        var root = (Sure + Seen) * spread / difference;
        return 2 * root * root;
    }

    /// <summary>The smallest rise of a share that so many customers in each arm show.</summary>
    /// <param name="control">The share in the control, above 0 and below 1.</param>
    /// <param name="each">Customers in each arm.</param>
    /// <returns>The rise; NaN when not even a share of 1 could be told from it.</returns>
    public double SmallestShare(double control, double each)
    {
        CheckShare(control, nameof(control));
        CheckCount(each);
        double low = control, high = Math.BitDecrement(1);
        if (OfShares(control, high) > each) return double.NaN;
        for (var halving = 0; halving < 100; halving++)
        {
            var middle = (low + high) / 2;
            if (middle == low || middle == high) break;
            if (OfShares(control, middle) > each) low = middle;
            else high = middle;
        }

        return high - control;
    }

    /// <summary>The smallest difference of two means that so many customers in each arm show.</summary>
    public double SmallestMean(double spread, double each)
    {
        CheckSpread(spread);
        CheckCount(each);
        return (Sure + Seen) * spread * Math.Sqrt(2 / each);
    }

    /// <summary>
    /// As <see cref="OfMeans"/>, for a test that is looked at every day with <see cref="AlwaysValid"/> tuned for the answer: the number after which its limits
    /// leave 0 as often as <see cref="Power"/> says. Most such tests end earlier.
    /// </summary>
    public double OfMeansLookedAtDaily(double difference, double spread)
    {
        var (low, high) = (1.0, 2 * OfMeans(difference, spread));
        while (!Shows(high)) (low, high) = (high, high * 2);
        for (var halving = 0; halving < 100; halving++)
        {
            var middle = (low + high) / 2;
            if (Shows(middle)) high = middle;
            else low = middle;
        }

        return high;

        bool Shows(double each)
        {
            var reach = new AlwaysValid { Level = 1 - Alarms, TunedFor = Math.Max(1, 2 * each) }.Reach(2 * each);
            return Math.Abs(difference) / (spread * Math.Sqrt(2 / each)) >= reach + Seen;
        }
    }

    private double Alarms => (1 - Level) / Treatments;

    private double Sure
    {
        get
        {
            Settings.Check(this);
            return SpecialFunctions.NormalQuantile(1 - (Alarms / 2));
        }
    }

    private double Seen => SpecialFunctions.NormalQuantile(Power);

    private static void CheckShare(double share, string which)
    {
        if (!(share is > 0 and < 1)) throw new BadDataException($"The share of the {which} is {share}; it must be above 0 and below 1.");
    }

    private static void CheckSpread(double spread)
    {
        if (!(spread > 0 && double.IsFinite(spread))) throw new BadDataException($"The standard deviation is {spread}; it must be above 0.");
    }

    private static void CheckCount(double each)
    {
        if (!(each > 0)) throw new BadDataException($"There are {each} customers in each arm; there must be some.");
    }
}
