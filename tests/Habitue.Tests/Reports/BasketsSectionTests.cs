using System.Text.RegularExpressions;
using Habitue.Tests.MarketBaskets;
using Habitue.Tests.Storage;

namespace Habitue.Tests.Reports;

/// <summary>The report says what the tables of baskets say.</summary>
public sealed partial class BasketsSectionTests
{
    [Fact]
    public void The_network_and_the_tables_hold_what_was_found()
    {
        using var shop = LivelyShop.Open();
        TrainedBaskets.Train(shop.Warehouse, new DateTime(2024, 3, 1), 0.005, 0.2);
        using var report = WrittenReport.Of(shop.Warehouse);
        var section = Part().Match(report.Text).Value;

        var edges = report.Charts.GetProperty("basket-network").GetProperty("edges").EnumerateArray().ToArray();
        var names = report.Charts.GetProperty("basket-network").GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("name").GetString()!).ToArray();
        var pairs = shop.Warehouse.Rows<(string, string, long)>("SELECT product_name, other_name, baskets FROM product_affinity ORDER BY weight DESC, product, other LIMIT 60");
        Assert.NotEmpty(pairs);
        Assert.Equal(pairs, edges.Select(edge => (names[edge[0].GetInt32()], names[edge[1].GetInt32()], edge[3].GetInt64())));

        var first = shop.Warehouse.Rows<(string Left, string Right)>("SELECT antecedent_name, consequent_name FROM basket_rules ORDER BY place LIMIT 1")[0];
        Assert.Contains($"<td class=\"wrap\">{first.Left}</td><td class=\"wrap\">{first.Right}</td>", section, StringComparison.Ordinal);
        var rules = shop.Warehouse.Scalar<long>("SELECT COUNT(*) FROM basket_rules");
        Assert.Contains($"{rules:N0} rules say what goes with what", section, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_orders_are_said_to_be_too_few()
    {
        using var shop = new SmallShop().Run("""
            INSERT INTO event_rows BY NAME
            SELECT 1 AS source, i AS source_row, 'm' || i AS message_id, 'track' AS type, 'Order Completed' AS event, TIMESTAMP '2024-01-02 08:00:00' AS occurred_at, 'c' || i AS customer_id, TRUE AS is_known, 'o' || i AS order_id,
                'P' || i AS product_id, 'Product ' || i AS product_name, 1 AS quantity, CAST(2 AS DECIMAL(18,4)) AS unit_price, CAST(2 AS DECIMAL(18,4)) AS amount, 'Home' AS country, FALSE AS is_bot, FALSE AS is_cancellation
            FROM range(3) t(i)
            """).Build("2024-03-01");
        TrainedBaskets.Train(shop.Warehouse, new DateTime(2024, 3, 1));
        using var report = WrittenReport.Of(shop.Warehouse);
        Assert.Contains("It needs at least 50 orders of two products or more; there are 0 among 3 orders.", Part().Match(report.Text).Value.Replace("Not ready: i", "I", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.False(report.Charts.TryGetProperty("basket-network", out _));
    }

    [GeneratedRegex("<section id=\"baskets\".*?</section>", RegexOptions.Singleline)]
    private static partial Regex Part();
}
