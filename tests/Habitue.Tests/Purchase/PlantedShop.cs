using Habitue.Tests.Insights;
using Habitue.Tests.Storage;

namespace Habitue.Tests.Purchase;

/// <summary>
/// 300 customers over 400 days: 100 buy every ten days or so to the end, 100 about every 60 days, 100 bought a few times and
/// stopped half a year ago. Who is going to buy is clear but for when exactly.
/// </summary>
internal static class PlantedShop
{
    public static DateTime AsOf { get; } = new(2024, 2, 5, 0, 0, 0, DateTimeKind.Utc);

    public static ShopBench Open(int customers = 300)
    {
        var shop = new SmallShop().Run($"""
            INSERT INTO event_rows BY NAME
            SELECT 1 AS source, row_number() OVER (ORDER BY c, n) AS source_row, 'm' || c || '-' || n AS message_id, 'track' AS type, 'Order Completed' AS event, happens AS occurred_at,
                'c' || c AS customer_id, TRUE AS is_known, c || '-' || n AS order_id, 'P' || (c + n) % 9 AS product_id, 1.0 AS quantity, CAST(5 + (c + n) % 7 AS DECIMAL(18,4)) AS unit_price,
                CAST(5 + (c + n) % 7 AS DECIMAL(18,4)) AS amount, FALSE AS is_bot, FALSE AS is_cancellation
            FROM (
                SELECT c, n, TIMESTAMP '2023-01-02 09:00:00' + to_hours(CAST((n * (CASE c % 3 WHEN 0 THEN 10 WHEN 1 THEN 60 ELSE 20 END) + hash(c, n) % (CASE c % 3 WHEN 0 THEN 8 WHEN 1 THEN 50 ELSE 15 END)) * 24 + hash(n, c) % 10 AS BIGINT)) AS happens, c % 3 AS kind
                FROM range({customers}) cs(c), range(45) ns(n)
            ) planned
            WHERE happens < TIMESTAMP '{AsOf:yyyy-MM-dd}' AND (kind <> 2 OR happens < TIMESTAMP '2023-08-01')
            """);
        return new ShopBench(shop, AsOf);
    }
}
