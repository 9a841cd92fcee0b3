using Habitue.Learning;
using Habitue.Learning.Evaluation;
using Habitue.Recommendations;

namespace Habitue.Tests.Recommendations;

public sealed class RankingTests
{
    [Fact]
    public void Ndcg_is_that_of_the_learning_library()
    {
        var dice = new Seed(3).For(0);
        for (var round = 0; round < 200; round++)
        {
            var ranked = dice.Sample(10, 40);
            var bought = dice.Sample(1 + dice.Below(15), 40);
            Array.Sort(bought);
            Assert.Equal(RankingMeasures.NdcgAt(ranked, bought.ToHashSet(), 10), RankingSheet.Ndcg(ranked, bought, bought.Length), 1e-12);
        }
        // Of two that were bought one was not there to be found: 1 of 1 + 1 / log2(3).
        Assert.Equal(1 / (1 + (1 / Math.Log2(3))), RankingSheet.Ndcg([5, 6], [5], 2), 1e-12);
        Assert.Equal(double.NaN, RankingSheet.Ndcg([5, 6], [], 0));
    }

    [Fact]
    public void The_interval_of_coverage_holds_what_other_customers_would_be_shown()
    {
        // Three of ten products are shown to two customers, of whom one is alone shown one and the other two: 0.3, and 0.1 and 0.2 are lost without them.
        // The jackknife's variance is (2 - 1) / 2 times (0.05² + 0.05²).
        var two = RankingSheet.CoverageOf([[0], [1, 2]], 10);
        Assert.Equal(0.3, two.Estimate, 12);
        Assert.Equal(0.3 - (1.959964 * 0.05), two.Low, 6);
        Assert.Equal(0.3 + (1.959964 * 0.05), two.High, 6);

        // Products are shown to some by chance, rare ones to few: of a hundred groups of customers at least ninety have an interval that holds the mean coverage of such groups.
        var dice = new Seed(8).For(0);
        var groups = Enumerable.Range(0, 100).Select(_ => RankingSheet.CoverageOf([.. Enumerable.Range(0, 200).Select(_ => Enumerable.Range(0, 3).Select(_ => (int)(400 * Math.Pow(dice.NextDouble(), 2))).Distinct().ToArray())], 400)).ToArray();
        var mean = groups.Average(one => one.Estimate);
        Assert.InRange(groups.Count(one => one.Low <= mean && mean <= one.High), 90, 100);
        Assert.All(groups, one => Assert.True(one.Low < one.Estimate && one.Estimate < one.High));
    }

    [Fact]
    public void The_best_come_first_and_of_equal_ones_the_lower_number()
    {
        Assert.Equal([3, 1, 4], Shortlist.Top([0f, 2f, 1f, 5f, 2f, 2f, -1f], 3));
        Assert.Equal([1], Shortlist.Top([0f, 2f, 0f], 3));
        var dice = new Seed(4).For(0);
        var scores = Enumerable.Range(0, 500).Select(_ => (float)dice.Below(60)).ToArray();
        Assert.Equal(Enumerable.Range(0, 500).Where(i => scores[i] > 0).OrderByDescending(i => scores[i]).ThenBy(i => i).Take(40), Shortlist.Top(scores, 40));
    }

    [Fact]
    public void A_purchase_says_more_when_it_is_recent_and_often()
    {
        using var shop = new RecommendationsBench("SELECT 'c' AS customer_id, product_id, '' AS product_name, '' AS category, TIMESTAMP '2026-06-01' - to_days(CAST(d AS INTEGER)) AS ordered_at FROM (VALUES ('p', 180), ('q', 1), ('q', 180), ('r', 360), ('s', -5)) v(product_id, d)");
        var log = PurchaseLog.Read(shop.Bench.Warehouse, new DateTime(2027, 1, 1), "TRUE", default);
        var basket = Basket.Of(log, 0, PurchaseLog.Microseconds(RecommendationsBench.Now), [10, 11, 12, 13]);
        Assert.Equal([10, 11, 12], basket.Items);   // s is bought five days later
        Assert.Equal([1, 2, 1], basket.Orders);
        Assert.Equal([0.5, (1 + Math.Log(2)) * Math.Pow(0.5, 1 / 180.0), 0.25], basket.Values.Select(value => (double)value), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(180, basket.DaysSince(0, PurchaseLog.Microseconds(RecommendationsBench.Now)));
    }
}
