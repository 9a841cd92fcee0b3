using FsCheck;
using FsCheck.Fluent;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Lifetime;

namespace Habitue.Tests.Learning.Lifetime;

/// <summary>The weeks in remission of Freireich and others (1963), which every textbook on survival takes.</summary>
public sealed class KaplanMeierTests
{
    internal static readonly double[] SixMp = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35];
    internal static readonly double[] Placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23];
    private static readonly double[] StillRunning = [9, 11, 17, 19, 20, 25, 32, 34, 35];

    [Fact]
    public void It_is_the_curve_of_the_textbooks()
    {
        var curve = new KaplanMeier().Fit(Treated());
        var rows = Reference.Rows("kaplan_meier");

        Assert.Equal(rows.Select(row => row[0]), curve.Times);
        Assert.Equal(rows.Select(row => (int)row[1]), curve.AtRisk);
        Assert.Equal(rows.Select(row => (int)row[2]), curve.Events);
        Iris.Near([.. rows.Select(row => row[3])], curve.Steps, 1e-12);
        Iris.Near([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], curve.Steps, 0.0005); // as printed
        Iris.Near([0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346], curve.Times.Select(curve.StandardError), 0.00005); // as printed
        foreach (var row in rows)
        {
            var (low, high) = curve.Interval(row[0] + 0.5);
            Iris.Near([row[4], row[5], row[6]], [curve.StandardError(row[0]), low, high], 1e-12);
        }
    }

    [Fact]
    public void Half_have_left_by_the_median()
    {
        Assert.Equal(23, new KaplanMeier().Fit(Treated()).Median);
        var placebo = new KaplanMeier().Fit(new Survivals(Placebo, [.. Placebo.Select(_ => true)]));
        Assert.Equal(8, placebo.Median);

        // As R's survfit has it with conf.type = "log-log"; for the treated, scipy's lower bounds fall to one half at 13, the upper ones never.
        Assert.Equal((13, double.PositiveInfinity), new KaplanMeier().Fit(Treated()).MedianInterval());
        Assert.Equal((4.0, 11.0), placebo.MedianInterval());
        Assert.Equal(double.PositiveInfinity, new KaplanMeier().Fit(new Survivals([1, 2, 3], [true, false, false])).Median);
    }

    [Fact]
    public void Before_the_first_event_all_are_there_and_after_the_last_nobody_may_be()
    {
        var curve = new KaplanMeier().Fit(new Survivals(Placebo, [.. Placebo.Select(_ => true)]));

        Assert.Equal((1.0, 0.0, (1.0, 1.0)), (curve.Survival(0.99), curve.StandardError(0.5), curve.Interval(0.5)));
        Assert.Equal(0, curve.Survival(23));
        Assert.Equal(0, curve.Survival(1000));
        Assert.True(double.IsNaN(curve.Interval(23).Low) && double.IsNaN(curve.StandardError(23)));
    }

    [Fact]
    public void Odd_questions_are_refused()
    {
        var curve = new KaplanMeier().Fit(Treated());

        Assert.Throws<ArgumentOutOfRangeException>(() => curve.Survival(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => curve.Interval(7, 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => curve.MedianInterval(0));
    }

    [Theory]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_duration_that_cannot_be_is_named(double duration)
    {
        var error = Assert.Throws<BadDataException>(() => new Survivals([1, duration], [true, true]));

        Assert.Equal(("duration", 1), (error.Column, error.Row));
        Assert.Contains("2 durations, 1 marks of events", Assert.Throws<BadDataException>(() => new Survivals([1, 2], [true])).Message, StringComparison.Ordinal);
        Assert.Contains("and 1 rows", Assert.Throws<BadDataException>(() => new Survivals([1, 2], [true, true], Matrix.OfColumns(("x", [1])))).Message, StringComparison.Ordinal);
    }

    /// <summary>Whatever the data: the curve never rises, lies within its interval, and without censoring is the share that is left.</summary>
    [Fact]
    public void Survival_curves_never_rise() => Prop.ForAll(
        (from size in Gen.Choose(1, 60)
         from durations in Gen.ArrayOf(Gen.Choose(0, 20), size)
         from events in Gen.ArrayOf(Gen.Choose(0, 2), size)
         select (Durations: Array.ConvertAll(durations, one => (double)one), Events: Array.ConvertAll(events, one => one > 0))).ToArbitrary(),
        data =>
        {
            var curve = new KaplanMeier().Fit(new Survivals(data.Durations, data.Events));
            var whole = new KaplanMeier().Fit(new Survivals(data.Durations, [.. data.Events.Select(_ => true)]));
            for (var time = 0.0; time <= 21; time++)
            {
                Assert.True(curve.Survival(time) <= curve.Survival(time - 1));
                Assert.Equal(data.Durations.Count(one => one > time) / (double)data.Durations.Length, whole.Survival(time), 1e-12);
                var (low, high) = curve.Interval(time);
                Assert.True(double.IsNaN(low) || (low <= curve.Survival(time) && curve.Survival(time) <= high));
            }
        }).Check(QuietCheck.Times(200));

    internal static Survivals Treated()
    {
        // Of equal durations the censored ones come last: at 6, three of four ended; at 10, one of two.
        bool[] events = [.. SixMp.Select((time, i) => !StillRunning.Contains(time) && i is not (3 or 7))];
        return new Survivals(SixMp, events);
    }
}
