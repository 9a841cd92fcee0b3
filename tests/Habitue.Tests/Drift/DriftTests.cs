using Habitue.Drift;
using Habitue.Insights;
using Habitue.Tests.Insights;

namespace Habitue.Tests.Drift;

public sealed class DriftTests : IDisposable
{
    private readonly SliceBench bench = new(new DateTime(2026, 7, 1));

    public void Dispose() => bench.Dispose();

    private void Orders(string rows) => bench.Warehouse.Execute($"""
        CREATE TABLE orders AS {rows};
        CREATE TABLE sessions (duration_seconds DOUBLE, page_views BIGINT, product_views BIGINT, has_cart BOOLEAN, converted BOOLEAN, device VARCHAR, started_at TIMESTAMP);
        """);

    /// <summary>Two hundred orders in January and two hundred in June: values 1 to 200 in both, or in June all of them raised.</summary>
    private static string TwoMonths(int raised, string lateChannel) => $"""
        SELECT CAST(1 + i + {raised} * late AS DECIMAL(18,4)) AS revenue, 1 + i % 4 AS product_lines, 2.0 + i % 3 AS units, CAST(10 AS DECIMAL(18,4)) AS goods, CAST(NULL AS DECIMAL(18,4)) AS discount,
            (CASE WHEN late = 0 THEN TIMESTAMP '2026-01-01' ELSE TIMESTAMP '2026-06-01' END) + INTERVAL (i % 28) DAY + INTERVAL 9 HOUR AS ordered_at,
            'France' AS country, CASE WHEN late = 0 THEN 'web' ELSE '{lateChannel}' END AS channel, CAST(NULL AS VARCHAR) AS device
        FROM range(200) t(i), (VALUES (0), (1)) m(late)
        """;

    [Fact]
    public void Two_months_that_are_alike_are_calm()
    {
        Orders(TwoMonths(0, "web"));
        DriftSlice.Slice.Train(bench.Run);
        Assert.Equal(["order_value,100.50,100.50,200,200,0,0,1,calm"], bench.Ask("SELECT * FROM feature_drift WHERE feature = 'order_value'"));
        Assert.Equal(["0"], bench.Ask("SELECT COUNT(*) FROM feature_drift WHERE verdict <> 'calm'"));
    }

    [Fact]
    public void What_was_raised_for_everybody_has_changed_and_the_distance_is_that_of_the_raise()
    {
        Orders(TwoMonths(100, "till"));
        var done = DriftSlice.Slice.Train(bench.Run);
        // Of 1 to 200 half lies at or below 100, of 101 to 300 nothing does: the largest distance is one half.
        Assert.Equal(["100.50,200.50,0.5,changed"], bench.Ask("SELECT before, now, ROUND(statistic, 9), verdict FROM feature_drift WHERE feature = 'order_value'"));
        Assert.Equal(["web (100 %),till (100 %),changed"], bench.Ask("SELECT before, now, verdict FROM feature_drift WHERE feature = 'channel'"));
        Assert.StartsWith("2 of ", done.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Less_than_two_months_cannot_be_compared()
    {
        Orders("SELECT CAST(1 AS DECIMAL(18,4)) AS revenue, 1 AS product_lines, 1.0 AS units, CAST(1 AS DECIMAL(18,4)) AS goods, CAST(0 AS DECIMAL(18,4)) AS discount, TIMESTAMP '2026-06-01' AS ordered_at, 'x' AS country, 'y' AS channel, 'z' AS device");
        var done = SliceStates.Train(DriftSlice.Slice, bench.Run);
        Assert.Equal("not ready: to compare two months it needs 60 days of orders or visits; there are 30 days of them.", done.Words);
        Assert.Equal(["drift,False"], bench.Ask("SELECT slice, CAST(ready AS VARCHAR) FROM insights").Select(line => line.Replace("false", "False", StringComparison.Ordinal)));
        Assert.Equal(["0"], bench.Ask("SELECT COUNT(*) FROM feature_drift"));
    }
}
