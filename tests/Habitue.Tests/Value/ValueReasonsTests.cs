using Habitue.Tests.Host;
using Habitue.Tests.Insights;
using Habitue.Value;

namespace Habitue.Tests.Value;

/// <summary>Why a value is what it is: the parts sum to it, and are those that Shapley's axioms demand.</summary>
public sealed class ValueReasonsTests
{
    private static SliceBench Trained(int customers, int days, int seed)
    {
        var bench = new SliceBench(ProcessShop.AsOf);
        bench.Warehouse.Execute(ProcessShop.Of(customers, days, seed).Sql(one => one.At < ProcessShop.AsOf));
        ValueSlice.Slice.Train(bench.Run);
        return bench;
    }

    private static void AssertSums(SliceBench bench)
    {
        Assert.Equal(bench.Ask("SELECT COUNT(*) FROM customer_values"), bench.Ask("SELECT COUNT(DISTINCT customer_id) FROM value_reasons"));
        Assert.Equal(["0"], bench.Ask("""
            SELECT COUNT(*) FROM customer_values v JOIN (SELECT customer_id, SUM(contribution) AS value FROM value_reasons GROUP BY customer_id) r ON r.customer_id = v.customer_id
            WHERE NOT ABS(r.value - v.value_12m) <= 1e-6 * (1 + ABS(v.value_12m))
            """));
        Assert.Equal(["0"], bench.Ask("SELECT COUNT(*) FROM value_reasons WHERE words = '' OR (place = 0) <> (reason = 'average')"));
    }

    [Fact]
    public void Contributions_sum_to_the_value_also_with_margin_and_discount()
    {
        using var bench = Trained(900, 170, 12);
        AssertSums(bench);
        // Every part is there for somebody, and the average customer is the same for all.
        Assert.Equal(["1"], bench.Ask("SELECT COUNT(DISTINCT contribution) FROM value_reasons WHERE place = 0"));
        Assert.Equal(["4"], bench.Ask("SELECT COUNT(DISTINCT reason) FROM value_reasons WHERE place > 0 AND contribution <> 0"));
        new ValueSettings(0.4, 0.1, 0).Write(bench.Warehouse);
        ValueSlice.Slice.Score!(bench.Run);
        AssertSums(bench);
    }

    [Fact]
    public void Each_thing_gets_its_mean_effect_over_all_orders()
    {
        using var bench = new SliceBench(ProcessShop.AsOf);
        bench.Warehouse.Execute(ProcessShop.Of(60, 170, 13).Sql(one => one.At < ProcessShop.AsOf));
        var at = ValueHistories.Read(bench.Run, ProcessShop.AsOf, 30, null);
        var average = AverageCustomer.Of(at);
        // A product of spend and frequency plus the age: by hand, half of the product's change goes to each, and the age has its own.
        var parts = ValueReasons.Parts(at, average, learned: false, some => [.. Enumerable.Range(0, some.Count).Select(i => (some.Number("purchases")[i] * some.Spending.Spend[i]) + some.Number("age")[i])]);
        for (var i = 0; i < at.Count; i++)
        {
            var (x, m, x0, m0) = (at.Number("purchases")[i], at.Spending.Spend[i], average.Purchases, average.Spend);
            Assert.Equal((x0 * m0) + average.AgeDays, parts[0][i], 6);
            Assert.Equal((m - m0) * (x0 + x) / 2, parts[1][i], 6);
            Assert.Equal((x0 * m0) + average.AgeDays + parts[1][i] + parts[2][i] + parts[3][i] + parts[4][i], (x * m) + at.Number("age")[i], 6);
        }
    }

    [Fact]
    public void The_customer_verb_tells_them()
    {
        using var home = new TemporaryHome();
        var ran = TheProgram.Run(home.Folder, "run", home.Write("orders.csv", ProcessShop.Of(900, 400, 9).Csv()), "--as-of", "2025-01-01", "--slices", "value", "--no-report");
        Assert.True(ran.Code == 0, ran.Error);
        var told = TheProgram.Run(home.Folder, "customer", "c00007");
        Assert.Equal(0, told.Code);
        Assert.Contains("the average customer: ", told.Out, StringComparison.Ordinal);
        Assert.Contains("a purchase (on average ", told.Out, StringComparison.Ordinal);
    }
}
