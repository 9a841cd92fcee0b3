using System.Globalization;

namespace Habitue.Tests.Storage;

public sealed class ReturnModelsTests : IDisposable
{
    private const string Matches = "SELECT return_id, message_id, m.quantity, m.amount FROM return_matches m JOIN events e ON e.source = line_source AND e.source_row = line_row ORDER BY 1, 2";
    private const string Returns = "SELECT return_id, of_order_id, message_id, r.product_id, kind, r.quantity, r.amount, matched_quantity, matched FROM returns r LEFT JOIN events e ON e.source = of_source AND e.source_row = of_source_row ORDER BY 1";
    private readonly SmallShop shop = new();

    public void Dispose() => shop.Dispose();

    [Fact]
    public void A_return_takes_back_what_was_bought_last()
    {
        shop.Add(
            Row.Sale("c", "o1", "2023-01-01", "p", 10, 2m) with { Id = "s1" },
            Row.Sale("c", "o2", "2023-02-01", "p", 4, 3m) with { Id = "s2" },
            Row.Sale("c", "C3", "2023-02-02", "p", -6, 3m) with { Id = "r1", Cancelled = true },
            Row.Sale("c", "o4", "2023-03-01", "p", 1, 2m) with { Id = "s4" },
            Row.Sale("c", "C5", "2023-03-02", "p", -12, 2m) with { Id = "r2", Cancelled = true }).Build();
        // r1: 4 of s2, then 2 of s1. r2: 1 of s4, the other 8 of s1, and 3 that nobody sold.
        Assert.Equal(["r1|s1|2|6", "r1|s2|4|12", "r2|s1|8|16", "r2|s4|1|2"], shop.Lines(Matches));
        Assert.Equal(["r1|o2|s2|p|product|6|18|6|yes", "r2|o1|s1|p|product|12|24|9|yes"], shop.Lines(Returns));
        Assert.Equal(["s1|10", "s2|4", "s4|1"], shop.Lines("SELECT line_id, returned_quantity FROM order_lines ORDER BY 1"));
        Assert.Equal(["o1|20|22|yes", "o2|12|12|yes", "o4|2|2|yes"], shop.Lines("SELECT order_id, revenue, returned, is_cancelled FROM orders ORDER BY 1"));
        Assert.Equal(["42"], shop.Lines("SELECT returned FROM customers"));
        Assert.Equal(["18"], shop.Lines("SELECT returned_units FROM products"));
    }

    [Fact]
    public void What_was_bought_later_or_by_others_does_not_come_back()
    {
        shop.Add(
            Row.Sale("c", "C1", "2023-01-01", "p", -2, 5m) with { Id = "r1" },
            Row.Sale("c", "o2", "2023-01-02", "p", 2, 5m) with { Id = "s2" },
            Row.Sale("d", "o3", "2023-01-03", "p", 2, 5m) with { Id = "s3" },
            Row.Sale("c", "C4", "2023-01-04", "q", -1, 5m) with { Id = "r4" },
            // A stock correction has no price.
            Row.Sale("c", "o5", "2023-01-05", "p", -1, 0m)).Build();
        Assert.Empty(shop.Lines(Matches));
        Assert.Equal(["r1|||p|product|2|10|0|no", "r4|||q|product|1|5|0|no"], shop.Lines(Returns));
    }

    [Fact]
    public void A_return_that_names_its_order_is_matched_inside_it()
    {
        shop.Add(
            Row.Sale("c", "o1", "2023-01-01", "p", 2, 5m) with { Id = "s1" },
            Row.Sale("c", "o2", "2023-01-02", "p", 2, 6m) with { Id = "s2" },
            Row.Track("c", "2023-01-03", "Order Refunded") with { Id = "r1", Order = "o1", Product = "p", Quantity = 1 },
            // Said twice and too much: only what the order sold can come back.
            Row.Track("c", "2023-01-04", "Order Refunded") with { Id = "r2", Order = "o1", Product = "p", Quantity = 5, Amount = 25m },
            Row.Track("c", "2023-01-05", "Order Refunded") with { Id = "r3", Order = "o1", Product = "p", Quantity = 1, Amount = 5m }).Build();
        Assert.Equal(["r1|s1|1|5", "r2|s1|1|5"], shop.Lines(Matches));
        Assert.Equal(["r1|o1|s1|p|product|1|5|1|yes", "r2|o1|s1|p|product|1|5|1|yes"], shop.Lines(Returns));
        Assert.Equal(["o1|10|yes", "o2|0|no"], shop.Lines("SELECT order_id, returned, is_cancelled FROM orders ORDER BY 1"));
    }

    [Fact]
    public void A_cancelled_order_comes_back_line_by_line_and_once()
    {
        shop.Add(
            Row.Sale("c", "o1", "2023-01-01", "p", 2, 5m) with { Id = "s1" },
            Row.Sale("c", "o1", "2023-01-01", "q", 3, 1m) with { Id = "s2" },
            Row.Track("c", "2023-01-02", "Order Refunded") with { Id = "r1", Order = "o1", Product = "q", Quantity = 1, Amount = 1m },
            Row.Track("c", "2023-01-03", "Order Cancelled") with { Id = "r2", Order = "o1" },
            Row.Track("c", "2023-01-04", "Order Refunded") with { Id = "r3", Order = "o1", Amount = 13m }).Build();
        Assert.Equal(["r1|o1|s2|q|product|1|1|1|yes", "r2:1-1|o1|s1|p|product|2|10|2|yes", "r2:1-2|o1|s2|q|product|2|2|2|yes"], shop.Lines(Returns));
        Assert.Equal(["o1|13|13|yes"], shop.Lines("SELECT order_id, revenue, returned, is_cancelled FROM orders"));
    }

    [Fact]
    public void Money_back_without_a_product_belongs_to_the_order()
    {
        shop.Add(
            Row.Sale("c", "o1", "2023-01-01", "p", 2, 5m) with { Id = "s1" },
            Row.Track("c", "2023-01-02", "Order Refunded") with { Id = "r1", Order = "o1", Amount = 4m },
            Row.Track("c", "2023-01-02", "Order Refunded") with { Id = "r2", Order = "gone", Amount = 4m }).Build();
        Assert.Equal(["r1|o1|||product|0|4|0|yes", "r2||||product|1|4|0|no"], shop.Lines(Returns));
        Assert.Equal(["o1|10|4|no"], shop.Lines("SELECT order_id, revenue, returned, is_cancelled FROM orders"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_piles_are_those_of_a_shop_that_keeps_them_one_by_one(int seed)
    {
        var random = new Random(seed);
        var rows = new List<Row>();
        for (int i = 0; i < 400; i++)
        {
            string at = new DateTime(2023, 1, 1).AddHours(random.Next(300)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            double quantity = random.Next(1, 9) * (random.NextDouble() < 0.35 ? -1 : 1);
            rows.Add(Row.Sale($"c{random.Next(4)}", $"o{i}", at, $"p{random.Next(3)}", quantity, 1m) with { Id = $"{(quantity < 0 ? 'r' : 's')}{i:D3}" });
        }
        shop.Add([.. rows]).Build();
        Assert.Equal(Piles(rows), [.. shop.Lines(Matches).Select(line => line[..line.LastIndexOf('|')])]);
    }

    private static List<string> Piles(List<Row> rows)
    {
        var matches = new List<string>();
        foreach (var pile in rows.GroupBy(row => (row.Customer, row.Product)))
        {
            var top = new Stack<(string Line, double Left)>();
            foreach (Row row in pile.OrderBy(row => row.At, StringComparer.Ordinal).ThenBy(row => row.Quantity < 0).ThenBy(rows.IndexOf))
            {
                if (row.Quantity > 0)
                {
                    top.Push((row.Id!, row.Quantity!.Value));
                    continue;
                }
                double wanted = -row.Quantity!.Value;
                while (wanted > 0 && top.TryPop(out var sale))
                {
                    double taken = Math.Min(wanted, sale.Left);
                    matches.Add($"{row.Id}|{sale.Line}|{taken}");
                    wanted -= taken;
                    if (sale.Left > taken)
                        top.Push((sale.Line, sale.Left - taken));
                }
            }
        }
        matches.Sort(StringComparer.Ordinal);
        return matches;
    }
}
