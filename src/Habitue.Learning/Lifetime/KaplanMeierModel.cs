using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Lifetime;

/// <summary>The curve that <see cref="KaplanMeier"/> found: 1 at the start, one step down at each time of an event.</summary>
public sealed class KaplanMeierModel : IModel<KaplanMeierModel>
{
    private readonly double[] times, survival, hazards;
    private readonly int[] atRisk, events;

    private KaplanMeierModel(ModelCard card, double[] times, int[] atRisk, int[] events)
    {
        (Card, this.times, this.atRisk, this.events) = (card, times, atRisk, events);
        (survival, hazards) = (new double[times.Length], new double[times.Length]);
        double share = 1, sum = 0;
        for (var i = 0; i < times.Length; i++)
        {
            share *= 1 - ((double)events[i] / atRisk[i]);
            sum += events[i] / ((double)atRisk[i] * (atRisk[i] - events[i])); // infinite when nobody is left
            (survival[i], hazards[i]) = (share, sum);
        }
    }

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("kaplan-meier", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>The different times of events, rising, in the unit of the data.</summary>
    public IReadOnlyList<double> Times => times;

    /// <summary>How many were still watched just before each time.</summary>
    public IReadOnlyList<int> AtRisk => atRisk;

    /// <summary>How many events there were at each time.</summary>
    public IReadOnlyList<int> Events => events;

    /// <summary>The share that is left after each time.</summary>
    public IReadOnlyList<double> Steps => survival;

    /// <summary>The time by which half have left: the first at which the share is at most one half; infinite when it never is.</summary>
    public double Median => FirstTime(i => survival[i]);

    /// <summary>The share that is left after a time: 1 before the first event; after the last time that was watched, what it was then.</summary>
    public double Survival(double time) => Step(time) is >= 0 and var step ? survival[step] : 1;

    /// <summary>The standard error of <see cref="Survival"/>, by Greenwood's formula; 0 where the share is 1, NaN where it is 0.</summary>
    public double StandardError(double time) => Step(time) is >= 0 and var step ? survival[step] * Math.Sqrt(hazards[step]) : 0;

    /// <summary>
    /// Where the share S lies with the given confidence: from S^c to S^(1/c), with c the exponential of quantile × √(sum of d / (n (n - d))) / |ln S|.
    /// Both are 1 before the first event, and NaN where nobody is left.
    /// </summary>
    public (double Low, double High) Interval(double time, double level = 0.95)
    {
        if (level is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "A level lies between 0 and 1.");
        return Step(time) is >= 0 and var step ? Interval(step, level) : (1, 1);
    }

    /// <summary>Where the median lies with the given confidence: where the bounds of the curve cross one half. Source: Brookmeyer and Crowley (1982).</summary>
    public (double Low, double High) MedianInterval(double level = 0.95)
    {
        if (level is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "A level lies between 0 and 1.");
        return (FirstTime(i => Interval(i, level).Low), FirstTime(i => Interval(i, level).High));
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("times", times);
        to.Write("at_risk", atRisk);
        to.Write("events", events);
    }

    /// <inheritdoc/>
    public static KaplanMeierModel Load(ModelReader from)
    {
        var times = from.Doubles("times");
        return new KaplanMeierModel(from.Card, times, from.Integers("at_risk", times.Length), from.Integers("events", times.Length));
    }

    internal static KaplanMeierModel Of(KaplanMeier recipe, int rows, double[] times, int[] atRisk, int[] events) =>
        new(ModelCard.Of(Format, recipe, [], rows, ("events", events.Sum())), times, atRisk, events);

    private (double Low, double High) Interval(int step, double level)
    {
        var share = survival[step];
        if (share == 0) return (double.NaN, double.NaN);
        var c = Math.Exp(SpecialFunctions.NormalQuantile(0.5 + (level / 2)) * Math.Sqrt(hazards[step]) / -Math.Log(share));
        return (Math.Pow(share, c), Math.Pow(share, 1 / c));
    }

    /// <summary>The last time of an event up to this one, or -1.</summary>
    private int Step(double time)
    {
        if (double.IsNaN(time)) throw new ArgumentOutOfRangeException(nameof(time), time, "A time is a number.");
        var place = Array.BinarySearch(times, time);
        return place >= 0 ? place : ~place - 1;
    }

    private double FirstTime(Func<int, double> curve)
    {
        // A share of one half that is off by rounding counts as one half; where nobody is left, so do the bounds that are no numbers.
        for (var i = 0; i < times.Length; i++)
            if (!(curve(i) > 0.5 + 1e-12) && (survival[i] > 0 || !double.IsNaN(curve(i)))) return times[i];
        return double.PositiveInfinity;
    }
}
