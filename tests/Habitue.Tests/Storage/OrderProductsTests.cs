namespace Habitue.Tests.Storage;

/// <summary>What sold by product and category, counted in one pass, is what the lines say when orders are counted as distinct ids.</summary>
public sealed class OrderProductsTests : IDisposable
{
    private readonly SmallShop shop = new();

    public OrderProductsTests() => shop.Add(
        Row.Sale("ada", "o1", "2023-03-01 09:00", "mug", 4, 2.50m) with { Name = "Mug", Category = "kitchen", Country = "UK", Device = "mobile", Discount = 1m },
        // The same product twice, once in another category; a second product of the first category, a minute later.
        Row.Sale("ada", "o1", "2023-03-01 09:00", "mug", 1, 2.50m) with { Name = "Mug", Category = "kitchen", Country = "UK", Device = "mobile" },
        Row.Sale("ada", "o1", "2023-03-01 09:00", "mug", 2, 3m) with { Name = "Mug", Category = "gifts", Country = "UK", Device = "mobile" },
        Row.Sale("ada", "o1", "2023-03-01 09:01", "pan", 1, 20m) with { Name = "Pan", Category = "kitchen", Country = "UK", Device = "mobile" },
        Row.Sale("ada", "o1", "2023-03-01 09:01", "POST", 1, 5m) with { Name = "Postage", Country = "UK", Device = "mobile" },
        Row.Sale("bob", null!, "2023-03-05 12:00", "mug", 1, 2.50m) with { Category = "kitchen" },
        Row.Sale("bob", null!, "2023-03-05 12:00", null!, 1, 7m),
        Row.Sale("bob", null!, "2023-03-05 12:00", null!, 2, 7m)).Build();

    public void Dispose() => shop.Dispose();

    [Fact]
    public void A_row_adds_up_the_lines_of_a_product_and_category_of_an_order() =>
        Assert.Equal(
            [
                "o1|POST||1|5|0|yes|yes", "o1|mug|gifts|2|6|0|yes|yes", "o1|mug|kitchen|5|12.5|1|no|yes", "o1|pan|kitchen|1|20|0|yes|no",
                "~bob/2023-03-05 12:00:00|||3|21|0|yes|yes", "~bob/2023-03-05 12:00:00|mug|kitchen|1|2.5|0|yes|yes",
            ],
            shop.Lines("SELECT order_id, product_id, category, units, revenue, COALESCE(discount, 0), first_of_product, first_of_category FROM order_products ORDER BY order_id, product_id NULLS FIRST, category NULLS FIRST"));

    [Theory]
    [InlineData("product_id", "first_of_product")]
    [InlineData("category", "first_of_category")]
    [InlineData("product_id, category", "TRUE")]
    [InlineData("country, device, product_id", "first_of_product")]
    [InlineData("CAST(ordered_at AS DATE), category", "first_of_category")]
    public void Orders_units_and_amounts_are_those_of_the_lines_also_when_more_come(string by, string first)
    {
        Same();
        shop.Add(
            Row.Sale("cyd", "o2", "2023-04-01 18:30", "mug", 2, 2.75m) with { Category = "gifts", Country = "FR", Device = "desktop" },
            Row.Sale("cyd", "o2", "2023-04-01 18:30", "pan", 3, 18m) with { Category = "gifts", Country = "FR", Device = "desktop", Discount = 2m },
            Row.Sale("ada", "o3", "2023-03-05 10:00", "mug", 1, 2.75m) with { Category = "kitchen", Country = "UK", Device = "mobile" }).Build();
        Same();
        Assert.Equal(["11"], shop.Lines("SELECT COUNT(*) FROM sold_lines"));

        void Same() => Assert.Equal(
            shop.Lines($"SELECT {by}, COUNT(DISTINCT order_id), SUM(quantity), SUM(amount), COALESCE(SUM(discount), 0) FROM sold_lines GROUP BY ALL ORDER BY ALL"),
            shop.Lines($"SELECT {by}, COUNT(*) FILTER (WHERE {first}), SUM(units), SUM(revenue), COALESCE(SUM(discount), 0) FROM order_products GROUP BY ALL ORDER BY ALL"));
    }
}
