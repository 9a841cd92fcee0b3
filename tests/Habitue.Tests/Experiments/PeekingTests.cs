using Habitue.Experiments.Proof;

namespace Habitue.Tests.Experiments;

/// <summary>A small version of the proof in the bench: 300 tests, looked at every day. The seed is fixed, the bounds are three standard errors wide.</summary>
public sealed class PeekingTests
{
    private const int Tests = 300;

    /// <summary>5 % plus three standard errors of a share of 300.</summary>
    private static readonly double MostAlarms = 0.05 + (3 * Math.Sqrt(0.05 * 0.95 / Tests));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Tests_without_a_difference_that_are_looked_at_daily_raise_few_false_alarms(bool spending)
    {
        var series = TrialSeries.Run(new Trial("same", Days: 14, Daily: 200, Share: 0.1) { Spending = spending }, Tests, seed: 3);

        Assert.InRange(series.Share(one => one.AlwaysAlarm), 0, MostAlarms);
        Assert.InRange(series.Share(one => one.Harm), 0, MostAlarms);
        Assert.InRange(series.Share(one => one.OnceAlarm), 0.01, MostAlarms);
        Assert.True(series.Share(one => one.NaiveAlarm) > 2 * MostAlarms, "stopping at the first significant day must be far worse, or the simulation does not look");
    }

    [Fact]
    public void Planted_differences_stay_inside_the_limits_and_are_seen()
    {
        var series = TrialSeries.Run(new Trial("planted", Days: 14, Daily: 200, Share: 0.1) { Lift = 0.5 }, Tests, seed: 4);

        Assert.Equal(0.05, series.Trial.Truth, 1e-12);
        Assert.InRange(series.Share(one => one.AlwaysMissed), 0, MostAlarms);
        Assert.InRange(series.Share(one => one.OnceMissed), 0, MostAlarms);
        Assert.InRange(series.Share(one => one.AlwaysAlarm), 0.5, 1);
        Assert.InRange(series.MiddleDay!.Value, 2, 14);
    }

    [Fact]
    public void Spending_has_the_truth_of_its_distribution()
    {
        var trial = new Trial("spending", Days: 1, Daily: 1, Share: 0.2) { Spending = true, Lift = 0.1 };

        Assert.Equal(0.2 * 0.1 * 27.66, trial.Truth, 0.001); // exp(3 + 0.32) = 27.660
    }
}
