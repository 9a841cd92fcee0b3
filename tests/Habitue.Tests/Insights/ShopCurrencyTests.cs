using Habitue.Insights;

namespace Habitue.Tests.Insights;

public sealed class ShopCurrencyTests
{
    [Fact]
    public void Most_orders_tell_the_currency_and_visits_do_not()
    {
        using var bench = new SliceBench(new DateTime(2026, 6, 1));
        Assert.Equal("", bench.Run.Currency);   // no events were loaded
        bench.Warehouse.Execute("CREATE TABLE events AS SELECT * FROM (VALUES ('o1', 'GBP'), ('o2', 'GBP'), ('o3', 'EUR'), (NULL, 'EUR'), (NULL, 'EUR'), ('o4', NULL)) v(order_id, currency)");
        Assert.Equal(("GBP", "£"), (ShopCurrency.Code(bench.Warehouse), bench.Run.Currency));
        bench.Warehouse.Execute("DELETE FROM events WHERE order_id IS NOT NULL");
        Assert.Null(ShopCurrency.Code(bench.Warehouse));
    }

    [Theory]
    [InlineData("EUR", "€")]
    [InlineData("CHF", "CHF\u00A0")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void A_sign_stands_before_amounts_where_one_is_common_else_the_code(string? code, string sign) => Assert.Equal(sign, ShopCurrency.Sign(code));
}
