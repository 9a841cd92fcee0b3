using Habitue.Insights;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Prediction;
using Habitue.Tests.Insights;
using Habitue.Tests.Storage;

namespace Habitue.Tests.Prediction;

/// <summary>How many say yes on the whole is set by the latest that is known.</summary>
public sealed class LatestLevelTests
{
    private static readonly DateTime Now = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void It_goes_from_the_latest_known_moment_the_way_of_the_season_or_else_of_the_weeks()
    {
        // The model says 20 % of everybody, and 200 of 600 did it: in log-odds ln(0.5) beside ln(0.25).
        static LabeledFrame Of(int yes) => new(new Frame(new NumberColumn("x", new double[600])), [.. Enumerable.Range(0, 600).Select(row => row < yes ? 1.0 : 0.0)]);
        static float[] Said(Frame rows) => [.. Enumerable.Repeat(0.2f, rows.Rows)];
        var season = new SeasonShift(0.3, 0.5) { TestToNow = 0.7 };

        var latest = new LatestLevel(Of(200), 0.1, -0.1);
        Assert.Equal(Math.Log(2) + 0.3, latest.ToTest(season, Said)!.Value, 1e-6);
        Assert.Equal(Math.Log(2) + 0.1, latest.ToTest(SeasonShift.None, Said)!.Value, 1e-6);
        Assert.Equal(Math.Log(4) + 0.7, latest.ToNow(season, Of(300), Said)!.Value, 1e-6);
        Assert.Equal(Math.Log(4) - 0.1, latest.ToNow(SeasonShift.None, Of(300), Said)!.Value, 1e-6);
        Assert.Equal(Math.Log(2), (latest with { WeeksToTest = null }).ToTest(SeasonShift.None, Said)!.Value, 1e-6);
        Assert.Null((latest with { Validation = Of(49) }).ToTest(season, Said));   // 49 are too few
    }

    [Fact]
    public void What_is_learned_of_the_latest_moment_does_not_move_the_level_twice()
    {
        // From the moment to choose by on everybody is likelier to say yes than at the moments before it; it is a third of what the judged model learns from.
        LabeledFrame Later(ulong seed) => Cases.Draw(3_000, seed, level: 1).Data;
        var task = Cases.Task(3_000) with { Train = Cases.Draw(6_000, 1).Data, Validation = Later(2), Test = Later(3) };
        var happened = task.Test.Targets.ToArray().Average();
        double Off(LatestLevel? latest) => Contest.Run(task with { Latest = latest }, new Seed(1), default).OnTest.Average() - happened;

        // Three standard errors of the shares of two moments.
        var chance = 3 * Math.Sqrt(2 * 0.25 / 3_000);
        Assert.True(Off(null) > chance);
        Assert.InRange(Off(new LatestLevel(task.Validation, null, null)), -chance, chance);
    }

    [Fact]
    public void Weeks_are_smoothed_and_half_of_what_they_say_is_believed()
    {
        // By hand: (2 + 1/2 + 1/4 + 1/8 + 1/16) / (1 + 1/2 + 1/4 + 1/8 + 1/16) = 2.9375 / 1.9375.
        const double Smoothed = 2.9375 / 1.9375;
        Assert.Equal((Smoothed - 2) / 2, BuyingWeeks.Move([2, 1, 1, 1, 1], within: 1)!.Value, 1e-12);
        Assert.Equal((Smoothed - 1.5) / 2, BuyingWeeks.Move([2, 1, 1, 1, 1], within: 2)!.Value, 1e-12);
        Assert.Equal(0, BuyingWeeks.Move([1, 1, 1, 1], within: 4)!.Value, 1e-12);
        Assert.Null(BuyingWeeks.Move([1, 1, 1], within: 4));
        Assert.Null(BuyingWeeks.Move([1], within: 1));
    }

    [Fact]
    public void The_weeks_are_of_customers_who_had_bought_before_and_end_where_too_few_did()
    {
        // 110 customers since May; of these 60 buy in the last week, 55 in the one before, 49 in that before. Somebody's first order in a week, an order after the moment and one of an unknown customer do not count.
        var rows = new List<Row>();
        void Buy(string customer, int daysBefore) => rows.Add(Row.Sale(customer, $"o{rows.Count}", $"{Now.AddDays(-daysBefore):yyyy-MM-dd} 10:00", "MUG", 1, 2m));
        for (var i = 0; i < 110; i++)
        {
            Buy($"c{i}", 240);
            if (i < 60) Buy($"c{i}", 7);
            if (i >= 50 && i < 105) Buy($"c{i}", 8);
            if (i < 49) Buy($"c{i}", 20);
            Buy($"c{i}", 0);
        }
        Buy("new", 3);
        Buy("c1", 1);   // twice in a week is once
        using var bench = new ShopBench(new SmallShop().Add([.. rows]), Now.AddDays(7));
        Origins Of(int days) => Origins.Of(bench.Warehouse, Now, days);

        var (last, before) = (Math.Log(60.0 / 50), Math.Log(55.0 / 55));
        var smoothed = (last + (before / 2)) / 1.5;
        Assert.Equal((smoothed - last) / 2, BuyingWeeks.Move(bench.Warehouse, Now, Of(7))!.Value, 1e-9);
        Assert.Equal((smoothed - ((last + before) / 2)) / 2, BuyingWeeks.Move(bench.Warehouse, Now, Of(14))!.Value, 1e-9);
        Assert.Null(BuyingWeeks.Move(bench.Warehouse, Now, Of(30)));   // four weeks are needed
        Assert.Null(BuyingWeeks.Move(bench.Warehouse, Now, Of(6)));
        Assert.Null(BuyingWeeks.Move(bench.Warehouse, Now, Of(31)));
    }
}
