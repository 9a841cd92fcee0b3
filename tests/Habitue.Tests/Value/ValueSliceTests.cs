using Habitue.Tests.Insights;
using Habitue.Value;

namespace Habitue.Tests.Value;

/// <summary>The slice on shops of which everything is known.</summary>
public sealed class ValueSliceTests
{
    private const string All = "SELECT * FROM customer_values ORDER BY customer_id";

    private static SliceBench Trained(string sql)
    {
        var bench = new SliceBench(ProcessShop.AsOf);
        bench.Warehouse.Execute(sql);
        ValueSlice.Slice.Train(bench.Run);
        return bench;
    }

    [Fact]
    public void Intervals_hold_what_comes_in_the_next_year_as_often_as_they_say()
    {
        var (n, in80, in95, said, came) = (0, 0, 0, 0.0, 0.0);
        foreach (var seed in (int[])[1, 2, 3, 4])
        {
            var shop = ProcessShop.Of(1500, 170, seed);
            using var bench = Trained(shop.Sql());
            var year = shop.Came();
            foreach (var one in bench.Warehouse.Rows<(string Customer, double Value, double Low80, double High80, double Low95, double High95)>("SELECT customer_id, value_12m, low_80, high_80, low_95, high_95 FROM customer_values"))
            {
                var spent = year.GetValueOrDefault(one.Customer);
                (n, said, came) = (n + 1, said + one.Value, came + spent);
                in80 += spent >= one.Low80 && spent <= one.High80 ? 1 : 0;
                in95 += spent >= one.Low95 && spent <= one.High95 ? 1 : 0;
                Assert.True(one.Low95 <= one.Low80 && one.Low80 <= one.High80 && one.High80 <= one.High95);
            }
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{n} customers: {(double)in80 / n:0.0%} and {(double)in95 / n:0.0%}; expected {said:N0}, came {came:N0}");
        Assert.Equal(6000, n);
        Assert.InRange((double)in80 / n, 0.78, 0.82);
        Assert.InRange((double)in95 / n, 0.93, 0.97);
        Assert.InRange(said / came, 0.8, 1.25);
    }

    [Fact]
    public void The_same_data_give_the_same_tables_and_what_comes_later_changes_nothing()
    {
        var shop = ProcessShop.Of(600, 170, 5);
        using var first = Trained(shop.Sql());
        using var second = Trained(shop.Sql(one => one.At < ProcessShop.AsOf));
        var rows = first.Ask(All);
        Assert.Equal(600, rows.Length);
        Assert.Equal(rows, second.Ask(All));
        foreach (var table in (string[])["value_alive", "value_cohorts", "value_facts"]) Assert.Equal(first.Ask($"SELECT * FROM {table}"), second.Ask($"SELECT * FROM {table}"));
        ValueSlice.Slice.Train(first.Run);
        Assert.Equal(rows, first.Ask(All));
        ValueSlice.Slice.Score!(first.Run);
        Assert.Equal(rows, first.Ask(All));
    }

    [Fact]
    public void Half_the_margin_is_half_the_value_and_a_discount_takes_off_what_its_months_say()
    {
        using var bench = Trained(ProcessShop.Of(600, 170, 6).Sql());
        double Sum(string column) => bench.Warehouse.Scalar<double>($"SELECT SUM({column}) FROM customer_values");
        var (value, high, purchases) = (Sum("value_12m"), Sum("high_95"), Sum("purchases_12m"));
        new ValueSettings(0.5, 0, 0).Write(bench.Warehouse);
        ValueSlice.Slice.Score!(bench.Run);
        Assert.Equal(value / 2, Sum("value_12m"), value * 1e-9);
        Assert.Equal(high / 2, Sum("high_95"), high * 1e-9);
        new ValueSettings(1, 0.21, 0).Write(bench.Warehouse);
        ValueSlice.Slice.Score!(bench.Run);
        // Purchases grow rarer, so the money comes within the first half of the year on average: the factor lies between 1.21 to the power of -0.5 and 1.
        Assert.InRange(Sum("value_12m") / value, Math.Pow(1.21, -0.5), 0.99);
        Assert.Equal(purchases, Sum("purchases_12m"), 1e-6);
    }

    [Fact]
    public void The_last_point_of_an_example_is_what_the_table_says_and_a_purchase_raises_it()
    {
        using var bench = Trained(ProcessShop.Of(600, 170, 7).Sql());
        Assert.Equal(["4"], bench.Ask("SELECT COUNT(DISTINCT example) FROM value_alive"));
        Assert.Equal(["0"], bench.Ask("""
            SELECT COUNT(*) FROM (SELECT customer_id, arg_max(probability_alive, day) AS last FROM value_alive GROUP BY customer_id) a
            JOIN customer_values v ON v.customer_id = a.customer_id WHERE ABS(v.probability_alive - a.last) > 1e-12
            """));
        Assert.Equal(["0"], bench.Ask("""
            SELECT COUNT(*) FROM (SELECT purchase, probability_alive - LAG(probability_alive) OVER (PARTITION BY customer_id ORDER BY day) AS step FROM value_alive) s
            WHERE step IS NOT NULL AND (step < 0) = purchase AND ABS(step) > 1e-9
            """));
    }

    [Fact]
    public void Who_buys_more_is_worth_more_and_who_fell_silent_is_likely_gone()
    {
        var shop = ProcessShop.Of(600, 170, 8);
        using var bench = Trained(shop.Sql());
        var (often, silent) = bench.Warehouse.Rows<(double, double)>("""
            SELECT AVG(v.value_12m) FILTER (WHERE o.days > 3) / AVG(v.value_12m) FILTER (WHERE o.days = 1), AVG(v.probability_alive) FILTER (WHERE o.days > 4 AND o.last < TIMESTAMP '2024-09-15')
            FROM customer_values v
            JOIN (SELECT customer_id, COUNT(DISTINCT CAST(ordered_at AS DATE)) AS days, MAX(ordered_at) AS last FROM orders WHERE ordered_at < TIMESTAMP '2025-01-01' GROUP BY customer_id) o ON o.customer_id = v.customer_id
            """)[0];
        Assert.True(often > 3, $"{often}");
        Assert.True(silent < 0.5, $"{silent}");
    }
}
