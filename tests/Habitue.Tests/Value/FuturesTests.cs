using Habitue.Learning.Data;
using Habitue.Learning.Lifetime;
using Habitue.Value;

namespace Habitue.Tests.Value;

/// <summary>Drawn futures and the intervals that are read from them.</summary>
public sealed class FuturesTests
{
    private static readonly BuyingModels Models = new(ParetoNbdModel.Of(0.553, 10.578, 0.606, 11.669), BgNbdModel.Of(0.243, 4.414, 0.793, 2.426), GammaGammaModel.Of(6.25, 3.74, 15.44));

    private static ValueHistories At() => new(new DateTime(2024, 1, 1), 30, ValueSeason.None, ["once", "often", "gone"],
        new PurchaseHistories([0, 26, 6], [0, 30.86, 10], [38.86, 31, 38.86]), new PurchaseHistories([1, 27, 7], [1, 1, 1], [1, 1, 1], [20, 40, 30]), new Frame());

    [Fact]
    public void The_mean_of_the_futures_is_what_the_published_formulas_expect()
    {
        var (at, sums, zeros) = (At(), new double[3], new double[3]);
        const int Draws = 40_000;
        new FutureDraws(Models, at, [1, 1, 1], [1, 1, 1], 364, Draws, 3).Each(0, (customer, amounts) =>
        {
            sums[customer] = amounts.Average();
            zeros[customer] = amounts.Count(amount => amount == 0) / (double)Draws;
        }, TestContext.Current.CancellationToken);
        var (purchases, spend) = (Models.Pareto.ExpectedPurchases(at.Buying, 52), Models.Spend.ExpectedSpend(at.Spending));
        Assert.Equal(25.46, purchases[1], 0.01);   // published (BTYD, x = 26, t = 30.86, T = 31, 52 weeks)
        for (var i = 0; i < 3; i++) Assert.InRange(sums[i] / (purchases[i] * spend[i]), 0.96, 1.04);
        Assert.InRange(zeros[2], 1 - Models.Alive(at)[2], 1);
    }

    [Fact]
    public void Twice_the_rate_brings_twice_as_much_on_average()
    {
        double Mean(double rate)
        {
            var mean = 0.0;
            new FutureDraws(Models, At(), [rate, rate, rate], [1, 1, 1], 364, 40_000, 3).Each(0, (customer, amounts) => { if (customer == 1) mean = amounts.Average(); }, TestContext.Current.CancellationToken);
            return mean;
        }
        Assert.InRange(Mean(2) / Mean(1), 1.95, 2.05);
    }

    [Fact]
    public void An_interval_leaves_out_as_much_below_as_above_unless_nothing_is_likelier()
    {
        double[] hundred = [.. Enumerable.Range(1, 1000).Select(i => i / 10.0)];
        var (low, high) = PredictiveInterval.Of(hundred, 0.8);
        Assert.InRange(low, 10, 10.1);
        Assert.InRange(high, 90, 90.1);
        double[] half = [.. Enumerable.Repeat(0.0, 1000), .. hundred];
        Assert.Equal((0, PredictiveInterval.Of(half, 0.8).High), PredictiveInterval.Of(half, 0.8));
        Assert.InRange(PredictiveInterval.Of(half, 0.8).High, 60, 60.1);   // 80 of 100 futures lie below
        Assert.Equal((0, 0), PredictiveInterval.Of(new double[50], 0.95));
    }

    [Fact]
    public void Intervals_hold_as_much_of_the_futures_as_was_needed_when_the_outcome_was_known()
    {
        double[] grid = [.. Enumerable.Range(1, 199).Select(i => i / 200.0), 0.9975, 0.999];
        // Where 90 of 100 futures had to be held for 80 of 100 outcomes, they have to be held again, whatever level of single intervals that takes.
        var narrow = IntervalLevels.Of([new IntervalShares(grid, Array.ConvertAll(grid, level => level * 0.8 / 0.9), [])]);
        Assert.Equal(0.9, narrow.Mass80, 9);
        var (level, _) = narrow.Levels(new IntervalShares(Array.ConvertAll(grid, one => Math.Max(one, 0.5 + (one / 2))), grid, []));
        Assert.Equal(0.8, level, 9);
        // Where even the narrowest hold more than 80, because most spend nothing, nothing was learned.
        Assert.Equal(0.8, IntervalLevels.Of([new IntervalShares(grid, Array.ConvertAll(grid, _ => 0.9), [])]).Mass80);
        var right = IntervalLevels.Of([new IntervalShares(grid, grid, [])]);
        Assert.Equal((0.8, 0.95), (right.Mass80, right.Mass95));
        // 73 days tell a fifth of 365, and 400 all of them.
        Assert.Equal(0.82, narrow.For(365, 73).Mass80, 9);
        Assert.Equal(narrow, narrow.For(365, 400));
    }
}
