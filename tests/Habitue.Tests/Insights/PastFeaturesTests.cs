using Habitue.Insights;
using Habitue.Tests.Storage;

namespace Habitue.Tests.Insights;

public sealed class PastFeaturesTests
{
    private static readonly DateTime AsOf = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Each_moment_knows_only_what_was_before_it_and_stands_there_once()
    {
        using var shop = new SmallShop().Add(Row.Sale("ann", "o1", "2023-05-01 10:00", "MUG", 1, 2m), Row.Sale("ann", "o2", "2023-08-01 10:00", "MUG", 1, 3m)).Build();
        var past = new PastFeatures(shop.Warehouse, AsOf);
        DateTime june = new(2023, 6, 1), september = new(2023, 9, 1);

        past.Have([june], TestContext.Current.CancellationToken);
        past.Have([june, september, september], TestContext.Current.CancellationToken);

        Assert.Equal(["2023-06-01|1|2", "2023-09-01|2|5"], shop.Lines($"SELECT as_of, frequency, monetary FROM {PastFeatures.Table} ORDER BY as_of"));
        Assert.Equal(AsOf, shop.Warehouse.Scalar<DateTime>("SELECT as_of()"));
    }

    [Fact]
    public void Of_very_many_customers_a_part_is_taken_the_same_at_every_moment()
    {
        using var shop = new SmallShop().Run($"""
            INSERT INTO event_rows BY NAME
            SELECT 1 AS source, i AS source_row, 'm' || i AS message_id, 'track' AS type, 'Order Completed' AS event, TIMESTAMP '2023-03-01' AS occurred_at, 'c' || i AS customer_id, TRUE AS is_known, 'o' || i AS order_id,
                'P' AS product_id, 1.0 AS quantity, CAST(2 AS DECIMAL(18,4)) AS unit_price, CAST(2 AS DECIMAL(18,4)) AS amount, FALSE AS is_bot, FALSE AS is_cancellation
            FROM range({PastFeatures.MostCustomers * 2}) t(i)
            """).Build();
        var past = new PastFeatures(shop.Warehouse, AsOf);
        past.Have([new(2023, 6, 1), new(2023, 9, 1)], TestContext.Current.CancellationToken);

        var counts = shop.Warehouse.Rows<long>($"SELECT COUNT(*) FROM {PastFeatures.Table} GROUP BY as_of");
        Assert.Equal(2, counts.Count);
        Assert.Equal(counts[0], counts[1]);
        Assert.InRange(counts[0], PastFeatures.MostCustomers * 0.97, PastFeatures.MostCustomers * 1.03);
        Assert.Equal(counts[0], shop.Warehouse.Scalar<long>($"SELECT COUNT(DISTINCT customer_id) FROM {PastFeatures.Table}"));

        // What counts customers is given all of them.
        Assert.Equal("everybody", past.OfAll("everybody", shared: true, ["frequency"], [new(2023, 6, 1), new(2023, 2, 1)], TestContext.Current.CancellationToken));
        Assert.Equal([$"2023-06-01|{PastFeatures.MostCustomers * 2}|1"], shop.Lines("SELECT as_of, COUNT(*), MAX(frequency) FROM everybody GROUP BY as_of ORDER BY as_of"));
        Assert.Equal(AsOf, shop.Warehouse.Scalar<DateTime>("SELECT as_of()"));
    }
}
