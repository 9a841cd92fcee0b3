using Habitue.Experiments.Assignment;
using Habitue.Learning;
using Habitue.Learning.Experiments;
using Habitue.Learning.Numerics;

namespace Habitue.Experiments.Proof;

/// <summary>What is simulated: a shop whose customers are divided by the very bucketing that the server uses, and looked at every day.</summary>
/// <param name="Name">What is measured, in words.</param>
/// <param name="Days">How many days it runs, with a look at the end of each.</param>
/// <param name="Daily">New customers a day, both arms together.</param>
/// <param name="Share">The share of customers who buy in the control.</param>
internal sealed record Trial(string Name, int Days, int Daily, double Share)
{
    /// <summary>The share of customers who buy, raised by this part of it in the treatment; 0 in an A/A test.</summary>
    public double Lift { get; init; }

    /// <summary>Whether what they spend is measured (lognormal, with a long tail) rather than whether they buy.</summary>
    public bool Spending { get; init; }

    public double Level { get; init; } = 0.95;

    private const double Middle = 3, Width = 0.8;

    /// <summary>The difference that is planted.</summary>
    public double Truth => Share * Lift * (Spending ? Math.Exp(Middle + (Width * Width / 2)) : 1);

    /// <summary>Runs one test.</summary>
    public TrialOutcome Run(int number, Seed seed)
    {
        var random = seed.For(number);
        var division = new Division { Key = $"{Name} {number}", Variants = 2 };
        var ranges = Buckets.Ranges(2, 1, null);
        var daily = new AlwaysValid { Level = Level, TunedFor = Days * Daily / 2.0 };
        var once = new FixedHorizon { Level = Level };
        var arms = new Sums[2];
        var outcome = new TrialOutcome();
        for (var day = 1; day <= Days; day++)
        {
            for (var i = 0; i < Daily; i++)
            {
                var arm = Buckets.Choose(BucketHash.Of(division.Key, $"{day}-{i}", division.HashVersion)!.Value, ranges);
                var value = Value(random, arm);
                arms[arm] += new Sums(1, value, value * value);
            }

            var (control, treatment) = (ArmEstimate.OfMean(arms[0]), ArmEstimate.OfMean(arms[1]));
            var (always, single) = (daily.Compare(control, treatment), once.Means(control, treatment));
            outcome.AlwaysAlarm |= always.IsSure;
            outcome.NaiveAlarm |= single.IsSure;
            outcome.AlwaysMissed |= Truth < always.Difference.Low || Truth > always.Difference.High;
            outcome.Harm |= daily.Harms(control, treatment);
            outcome.Uneven |= SampleRatio.Check([arms[0].Count, arms[1].Count], [0.5, 0.5]).IsMismatch;
            if (always.IsSure && outcome.DaySure == 0) outcome.DaySure = day;
            outcome.OnceAlarm = single.IsSure;
            outcome.OnceMissed = Truth < single.Difference.Low || Truth > single.Difference.High;
        }

        return outcome;
    }

    private double Value(Generator random, int arm)
    {
        var buys = random.NextDouble() < Share * (arm == 1 ? 1 + Lift : 1);
        return !buys ? 0 : Spending ? Math.Exp(Middle + (Width * random.Normal())) : 1;
    }
}

/// <summary>What came of one simulated test.</summary>
internal sealed class TrialOutcome
{
    /// <summary>The always-valid limits left 0 at some look.</summary>
    public bool AlwaysAlarm { get; set; }

    /// <summary>The limits for one look left 0 at some look: what stopping at the first significant day gives.</summary>
    public bool NaiveAlarm { get; set; }

    /// <summary>The limits for one look left 0 at the end.</summary>
    public bool OnceAlarm { get; set; }

    /// <summary>The truth was outside the always-valid limits at some look.</summary>
    public bool AlwaysMissed { get; set; }

    /// <summary>The truth was outside the limits for one look at the end.</summary>
    public bool OnceMissed { get; set; }

    /// <summary>The guard against harm stopped the test.</summary>
    public bool Harm { get; set; }

    /// <summary>The division was called uneven at some look.</summary>
    public bool Uneven { get; set; }

    /// <summary>The first day on which the always-valid limits left 0; 0 for none.</summary>
    public int DaySure { get; set; }
}
