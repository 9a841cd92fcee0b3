using Habitue.Predictions;

namespace Habitue.Tests.Predictions;

public sealed class ThresholdPlanTests
{
    private static readonly ContactTerms Terms = new(Cost: 2, Success: 0.5, Margin: 0.4);

    /// <summary>Ten customers at 20 %, five at 60 %, each of whom spends 100 a year.</summary>
    private static readonly RiskBin[] Today = [new(20, 10, 2, 200), new(60, 5, 3, 300)];

    [Fact]
    public void Without_a_test_the_models_word_counts()
    {
        var plan = new ThresholdPlan(Today, [], Terms);
        // Both groups: 0.5 * 0.4 * (200 + 300) - 2 * 15; the second alone: 0.5 * 0.4 * 300 - 2 * 5.
        Assert.Equal((15, 5.0, 30.0, 70.0), (plan.Rows[0].Contacted, plan.Rows[0].Leaving, plan.Rows[0].Costs, plan.Rows[0].Net));
        Assert.Equal((5, 3.0, 10.0, 50.0), (plan.Rows[21].Contacted, plan.Rows[21].Leaving, plan.Rows[21].Costs, plan.Rows[21].Net), Close);
        Assert.Equal(5, plan.Rows[60].Contacted);
        Assert.Equal(0, plan.Rows[61].Contacted);
        Assert.Null(plan.Rows[0].NetLow);
        Assert.Equal(70, plan.Best!.Net);
    }

    [Fact]
    public void What_is_said_is_put_right_by_what_happened()
    {
        // Of 100 judged at 60 %, 30 stayed away where 60 were foretold: half as often. At 20 % as foretold: 20 of 100.
        JudgedBin[] judged = [new(20, 100, 20, 20), new(60, 100, 60, 30)];
        var plan = new ThresholdPlan(Today, judged, Terms);
        var high = plan.Rows[60];
        Assert.Equal(1.5, high.Leaving, 1e-12);
        Assert.Equal((0.5 * 0.4 * 300 * 0.5) - 10, high.Net, 1e-12);
        Assert.Equal((0.3, 0.6, 100), (high.Right.Estimate, high.Caught.Estimate, high.Judged));
        // Wilson's limits of 30 of 100 are 0.2189 and 0.3958 (scipy).
        Assert.Equal((0.2189, 0.3958), (Math.Round(high.Right.Low, 4), Math.Round(high.Right.High, 4)));
        Assert.Equal((0.5 * 0.4 * 300 * (high.Right.Low * 100 / 60)) - 10, high.NetLow!.Value, 1e-12);
        // Everybody: 50 of 200 stayed away where 80 were foretold.
        Assert.Equal((0.5 * 0.4 * 500 * 50 / 80) - 30, plan.Rows[0].Net, 1e-12);
        Assert.Equal(1, plan.Rows[0].Caught.Estimate);
        Assert.Equal((32.5, 1), (plan.Best!.Net, plan.Rows.Count(row => row.Percent == plan.Best.Percent)));
    }

    [Fact]
    public void Of_too_few_judged_nothing_is_concluded()
    {
        var row = new ThresholdPlan(Today, [new(60, ThresholdPlan.FewestJudged - 1, 20, 0)], Terms).Rows[60];
        Assert.Equal((3.0, null), (row.Leaving, row.NetLow));
    }

    [Fact]
    public void When_contacts_cost_more_than_they_bring_none_is_best() => Assert.Null(new ThresholdPlan(Today, [], Terms with { Cost = 1_000 }).Best);

    private static readonly IEqualityComparer<(long, double, double, double)> Close = EqualityComparer<(long, double, double, double)>.Create((a, b) => a.Item1 == b.Item1 && Math.Abs(a.Item2 - b.Item2) + Math.Abs(a.Item3 - b.Item3) + Math.Abs(a.Item4 - b.Item4) < 1e-9);
}
