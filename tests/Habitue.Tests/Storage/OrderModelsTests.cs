namespace Habitue.Tests.Storage;

/// <summary>One small shop, worked out by hand.</summary>
public sealed class OrderModelsTests : IDisposable
{
    private readonly SmallShop shop = new();

    public OrderModelsTests() => shop.Add(
            // Ada: an order of two products and postage, one with a discount; another order a month later.
            Row.Sale("ada", "o1", "2023-03-01 09:00", "mug", 4, 2.50m) with { Name = "MUG", Category = "kitchen", Country = "UK", Channel = "web", Device = "mobile" },
            Row.Sale("ada", "o1", "2023-03-01 09:00", "lamp", 1, 30m) with { Name = "Lamp", Category = "light", Country = "UK", Channel = "web", Device = "mobile", Discount = 3m, Coupon = "SPRING" },
            Row.Sale("ada", "o1", "2023-03-01 09:01", "POST", 1, 5m) with { Name = "Postage", Country = "UK", Channel = "web", Device = "mobile" },
            Row.Sale("ada", "o2", "2023-04-01 18:30", "mug", 2, 2.75m) with { Name = "MUG", Category = "kitchen", Country = "FR", Channel = "web", Device = "desktop" },
            // Bob buys without an order number: lines of one moment are one order.
            Row.Sale("bob", null!, "2023-03-05 12:00", "mug", 1, 2.50m) with { Name = "Mug, white", Category = "kitchen" },
            Row.Sale("bob", null!, "2023-03-05 12:00", "rug", 1, 100m) with { Name = "Rug" },
            Row.Sale("bob", null!, "2023-03-06 12:00", "mug", 1, 2.50m) with { Name = "Mug, white", Category = "kitchen" },
            // No sales: a bot's order, a free sample, a stock correction, an order flagged as cancelled.
            Row.Sale("eve", "o9", "2023-03-07 12:00", "mug", 1, 2.50m) with { Bot = true },
            Row.Sale("bob", "o8", "2023-03-07 12:00", "mug", 1, 0m),
            Row.Sale("bob", "o7", "2023-03-07 12:00", "mug", -5, 0m),
            Row.Sale("bob", "o6", "2023-03-07 12:00", "mug", 5, 9m) with { Cancelled = true },
            Row.Track("cyd", "2023-03-08 12:00", "Product Viewed") with { Product = "vase", Name = "Vase", Category = "glass", Known = false })
        .Run("INSERT INTO catalogue (product_id, product_name, category, price, stock) VALUES ('mug', 'White mug', 'kitchen', 2.60, 12), ('sofa', 'Sofa', 'living', 800, 0)")
        .Run("""
            INSERT INTO profiles (customer_id, gender, birth_date, city, country, loyalty_tier, marketing_consent, signed_up_at)
            VALUES ('ada', 'f', DATE '1990-06-01', 'York', NULL, 'gold', TRUE, TIMESTAMP '2022-01-01'), ('dan', 'm', NULL, NULL, 'DE', NULL, FALSE, TIMESTAMP '2023-01-01')
            """)
        .Build();

    public void Dispose() => shop.Dispose();

    [Fact]
    public void An_order_adds_up_its_lines() =>
        Assert.Equal(
            [
                "o1|ada|2023-03-01 09:00:00|2023-03-01 09:01:00|UK|web|mobile|SPRING|3|2|5|2|40|5|3|45|0|no",
                "o2|ada|2023-04-01 18:30:00|2023-04-01 18:30:00|FR|web|desktop||1|1|2|1|5.5|0||5.5|0|no",
                "~bob/2023-03-05 12:00:00|bob|2023-03-05 12:00:00|2023-03-05 12:00:00|||||2|2|2|2|102.5|0||102.5|0|no",
                "~bob/2023-03-06 12:00:00|bob|2023-03-06 12:00:00|2023-03-06 12:00:00|||||1|1|1|1|2.5|0||2.5|0|no",
            ],
            shop.Lines("""
                SELECT order_id, customer_id, ordered_at, last_line_at, country, channel, device, coupon, lines, product_lines, units, products, goods, charges, discount,
                    revenue, returned, is_cancelled
                FROM orders ORDER BY order_id
                """));

    [Fact]
    public void A_line_keeps_what_was_sold() =>
        Assert.Equal(
            ["m0001|o1|ada|mug|MUG|kitchen|product|4|2.5|10", "m0002|o1|ada|lamp|Lamp|light|product|1|30|30", "m0003|o1|ada|POST|Postage||charge|1|5|5"],
            shop.Lines("SELECT line_id, order_id, customer_id, product_id, product_name, category, kind, quantity, unit_price, amount FROM order_lines WHERE order_id = 'o1' ORDER BY 1"));

    [Fact]
    public void Products_are_what_was_sold_seen_or_listed_but_not_charges() =>
        Assert.Equal(
            [
                "lamp|Lamp|light|30|2023-03-01 09:00:00|2023-03-01 09:00:00|1|1|30|1|",
                "mug|White mug|kitchen|2.5|2023-03-01 09:00:00|2023-04-01 18:30:00|4|8|20.5|2|12",
                "rug|Rug||100|2023-03-05 12:00:00|2023-03-05 12:00:00|1|1|100|1|",
                "sofa|Sofa|living|800|||0|0|0|0|0",
                "vase|Vase|glass||||0|0|0|0|",
            ],
            shop.Lines("SELECT product_id, product_name, category, price, first_sold_at, last_sold_at, orders, units, revenue, buyers, stock FROM products ORDER BY 1"));

    [Fact]
    public void Customers_are_all_whom_a_source_names() =>
        Assert.Equal(
            [
                // Born in June 1990: 32 at the last event, in April 2023.
                "ada|yes|2023-03-01 09:00:00|2023-04-01 18:30:00|2023-03-01 09:00:00|2023-04-01 18:30:00|2|50.5|UK|mobile|f|32|York|gold|yes|2022-01-01",
                "bob|yes|2023-03-05 12:00:00|2023-03-07 12:00:00|2023-03-05 12:00:00|2023-03-06 12:00:00|2|105||||||||",
                "cyd|no|2023-03-08 12:00:00|2023-03-08 12:00:00|||0|0||||||||",
                "dan|yes|||||0|0|DE||m||||no|2023-01-01",
            ],
            shop.Lines("""
                SELECT customer_id, is_known, first_seen_at, last_seen_at, first_order_at, last_order_at, orders, revenue, country, device, gender, age, city, loyalty_tier,
                    marketing_consent, signed_up_at
                FROM customers ORDER BY 1
                """));

    [Fact]
    public void A_discount_with_a_line_of_its_own_lowers_its_order_and_is_no_return()
    {
        using var till = new SmallShop();
        till.Add(
            Row.Sale("c", "o1", "2023-01-01 10:00", "p", 2, 10m), Row.Sale("c", "o1", "2023-01-01 10:00", "D", -1, 3m) with { Name = "Discount" },
            Row.Sale("c", "o2", "2023-01-02 10:00", "p", 1, 10m) with { Discount = 1m }, Row.Sale("c", "o2", "2023-01-02 10:01", "D", -1, 2m) with { Name = "Discount" },
            // Money back without a sale in the same document.
            Row.Sale("c", "o3", "2023-01-03 10:00", "D", -1, 4m) with { Name = "Discount" }).Build();
        Assert.Equal(["o1|20|-3|3|17|2023-01-01 10:00:00|0", "o2|10|-2|3|8|2023-01-02 10:01:00|0"], till.Lines("SELECT order_id, goods, charges, discount, revenue, last_line_at, returned FROM orders ORDER BY 1"));
        Assert.Equal(["o3|charge|4|no"], till.Lines("SELECT order_id, kind, amount, matched FROM returns"));
        Assert.Equal(["25|4"], till.Lines("SELECT revenue, returned FROM customers"));
    }

    [Theory]
    [InlineData("POST", "POSTAGE", true)]
    [InlineData("x17", "Next Day Carriage", true)]
    [InlineData("gift_0001_20", "Dotcomgiftshop Gift Voucher £20.00", true)]
    [InlineData("TEST001", "This is a test product.", true)]
    [InlineData("BANK CHARGES", "Bank Charges", true)]
    [InlineData("M", "Manual", true)]
    [InlineData("m", "mug", false)]
    [InlineData("22423", "REGENCY CAKESTAND 3 TIER", false)]
    [InlineData("DCGSSBOY", "BOYS PARTY BAG", false)]
    [InlineData("blue-mug", "Blue mug", false)]
    [InlineData("21034", "CARRIAGE CLOCK", false)]
    [InlineData("22555", "TEST TUBE VASE", false)]
    [InlineData(null, null, null)]
    public void Charges_are_told_from_products(string? code, string? name, bool? isService) =>
        Assert.Equal(isService, shop.Warehouse.Rows<bool?>("SELECT is_service_code(CAST($1 AS VARCHAR), CAST($2 AS VARCHAR))", code, name)[0]);
}
