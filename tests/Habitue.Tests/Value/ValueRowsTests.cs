using Habitue.Insights;
using Habitue.Tests.Insights;
using Habitue.Value;

namespace Habitue.Tests.Value;

/// <summary>What is read as of a moment: a small shop counted by hand.</summary>
public sealed class ValueRowsTests : IDisposable
{
    private static readonly DateTime Moment = new(2024, 3, 1);
    private readonly SliceBench bench = new(new DateTime(2024, 6, 1));

    public void Dispose() => bench.Dispose();

    private static DateTime Day(int month, int day) => new(2024, month, day, 10, 0, 0);

    private ValueHistories Read()
    {
        bench.Warehouse.Execute(ProcessShop.Tables(
            [
                ("a1", "anna", Day(1, 10), 50), ("a2", "anna", Day(1, 10), 10), ("a3", "anna", Day(2, 14), 30), ("a4", "anna", Day(3, 5), 80), ("a5", "anna", Day(5, 1), 9),
                ("b1", "bert", Day(2, 1), 40), ("b2", "bert", Day(2, 20), 20),
                ("c1", "carl", Day(3, 2), 70), ("d1", "dora", Day(2, 2), 15),
            ],
            [
                ("a3", "anna", Day(3, 10), 30),   // not known yet at the moment: the purchase counts
                ("a4", "anna", Day(3, 20), 20), ("b2", "bert", Day(2, 25), 20),   // all of b2 came back before: no purchase
                ("d1", "dora", Day(2, 3), 15),
            ]));
        return ValueHistories.Read(bench.Run, Moment, 30, null);
    }

    [Fact]
    public void Purchases_are_days_on_which_something_was_kept_as_known_at_the_moment()
    {
        var at = Read();
        Assert.Equal(["anna", "bert"], at.Customers);   // carl came later, dora sent all back
        Assert.Equal([1, 0], at.Buying.Repeats.ToArray());
        Assert.Equal([35 / 7.0, 0], at.Buying.Recency.ToArray());
        Assert.Equal([50 / 7.0, 28 / 7.0], at.Buying.Age.ToArray());   // until 29 February
        Assert.Equal([45.0, 40.0], at.Spending.Spend.ToArray());
        Assert.Equal([2, 1], at.Spending.Repeats.ToArray());
    }

    [Fact]
    public void What_came_is_what_was_bought_less_what_was_sent_back_within_the_period()
    {
        var at = Read();
        Assert.Equal([1.0, 0.0], at.Bought.ToArray());
        Assert.Equal([80.0 - 20 - 30, 0.0], at.Money.ToArray());   // the purchase of May lies beyond
        Assert.Equal([1.0, 1.0], at.Number("recent").ToArray());
        Assert.Equal([30.0, 40.0], at.Number("recent_spent").ToArray());
    }

    [Fact]
    public void A_purchase_a_thousand_times_as_large_as_all_others_counts_up_to_the_fence()
    {
        bench.Warehouse.Execute(ProcessShop.Tables([.. Enumerable.Range(1, 20).Select(i => ($"o{i}", $"c{i:00}", Day(2, i), (decimal)10)), ("x", "c01", Day(2, 25), 10_000)], []));
        var at = ValueHistories.Read(bench.Run, Moment, 30, null);
        // All others are alike: the fence is 10 times the exponential of 3 halves.
        Assert.Equal((10 + (10 * Math.Exp(1.5))) / 2, at.Spending.Spend[0], 3);
        Assert.Equal(10, at.Spending.Spend[1], 9);
    }

    [Fact]
    public void Cohorts_add_up_month_by_month_and_refunds_come_off_when_they_are_made()
    {
        Read();
        bench.Warehouse.Execute($"CREATE TABLE value_cohorts AS {SliceQueries.Read("Value/value_cohorts")}");
        Assert.Equal(
            ["2024-01-01,0,1,1,60,True", "2024-01-01,1,1,1,90,True", "2024-01-01,2,1,1,120,True", "2024-01-01,3,1,0,120,True", "2024-01-01,4,1,1,129,True"],
            bench.Ask("SELECT strftime(cohort, '%Y-%m-%d'), months_since, customers, buyers, value_per_customer, is_complete FROM value_cohorts WHERE cohort = DATE '2024-01-01' ORDER BY months_since"));
        Assert.Equal(["2024-02-01,2,20"], bench.Ask("SELECT strftime(cohort, '%Y-%m-%d'), customers, value_per_customer FROM value_cohorts WHERE cohort = DATE '2024-02-01' AND months_since = 0"));
    }
}
