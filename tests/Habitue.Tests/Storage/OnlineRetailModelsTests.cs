namespace Habitue.Tests.Storage;

/// <summary>
/// Real sales. The expected numbers are the published facts of the data set, and what pandas 1.5.3 gives for the same distinct lines
/// (drop_duplicates, groupby, numpy.percentile), computed apart from this project.
/// </summary>
[Collection(nameof(OnlineRetail))]
public sealed class OnlineRetailModelsTests(OnlineRetail retail)
{
    [Fact]
    public void The_known_facts_come_out()
    {
        Assert.Equal(["536639|9251"], Lines("SELECT COUNT(*), COUNT(*) FILTER (WHERE is_cancellation) FROM events"));
        Assert.Equal(["392692|4338|18532"], Lines("SELECT COUNT(*), COUNT(DISTINCT customer_id), COUNT(DISTINCT order_id) FROM order_lines WHERE is_known"));
        Assert.Equal(["524878|10642110.804"], Lines("SELECT COUNT(*), SUM(amount) FROM order_lines"));
    }

    [Fact]
    public void Orders_hold_every_sold_line_once() =>
        Assert.Equal(["19960|524878|522457|517209|10642110.804|396174.814"], Lines("SELECT COUNT(*), SUM(lines), SUM(product_lines), SUM(products), SUM(revenue), SUM(charges) FROM orders"));

    [Fact]
    public void Orders_are_the_sums_of_their_lines() =>
        Assert.Equal(["0"], Lines("""
            SELECT COUNT(*) FROM orders o FULL JOIN (
                SELECT order_id, COUNT(*) AS lines, COUNT(DISTINCT CASE WHEN kind = 'product' THEN product_id END) AS products,
                    COALESCE(SUM(quantity) FILTER (WHERE kind = 'product'), 0) AS units, COALESCE(SUM(amount) FILTER (WHERE kind = 'product'), 0) AS goods, SUM(amount) AS revenue
                FROM order_lines GROUP BY order_id) l ON l.order_id = o.order_id
            WHERE (o.lines, o.products, o.units, o.goods, o.revenue) IS DISTINCT FROM (l.lines, l.products, l.units, l.goods, l.revenue)
            """));

    [Fact]
    public void Fences_are_those_of_numpy()
    {
        Assert.Equal(["524878|1|11|-14|26|1.25|4.13|8.45"], Lines("SELECT lines, quantity_q1, quantity_q3, quantity_low, quantity_high, price_q1, price_q3, ROUND(price_high, 9) FROM fences"));
        Assert.Equal(["10.616600429|156.280030723|3.922572567|36.093027532"], Lines("SELECT ROUND(quantity_mean, 9), ROUND(quantity_sd, 9), ROUND(price_mean, 9), ROUND(price_sd, 9) FROM fences"));
        Assert.Equal(["64627|1301|3633303"], Lines("SELECT COUNT(*) FILTER (WHERE is_outlier), COUNT(*) FILTER (WHERE is_far), SUM(quantity_capped) FROM order_lines"));
    }

    [Fact]
    public void Products_are_what_is_sold_without_postage_fees_and_vouchers()
    {
        Assert.Equal(["3905|517209|397120|10245935.99"], Lines("SELECT COUNT(*) FILTER (WHERE orders > 0), SUM(orders), SUM(buyers), SUM(revenue) FROM products"));
        Assert.Equal(
            ["22016", "23444", "23595", "AMAZONFEE", "B", "BANK CHARGES", "C2", "CRUK", "D", "DOT", "M", "PADS", "POST", "S", "gift_0001_10", "gift_0001_20", "gift_0001_30", "gift_0001_40", "gift_0001_50", "m"],
            Lines("SELECT product_id FROM product_codes WHERE kind = 'charge' ORDER BY 1"));
    }

    [Fact]
    public void Every_cancellation_is_a_return()
    {
        Assert.Equal(["9251|8872|608689.47"], Lines("SELECT COUNT(*), COUNT(*) FILTER (WHERE is_known), SUM(amount) FILTER (WHERE is_known) FROM returns"));
        // A loop over the same lines in Python, one stack per customer and product: 249,125 units find the line that sold them.
        Assert.Equal(["249125"], Lines("SELECT SUM(matched_quantity) FROM returns"));
        Assert.Equal(["0"], Lines("SELECT COUNT(*) FROM order_lines WHERE returned_quantity > quantity"));
    }

    [Fact]
    public void Customers_are_the_known_ones_and_one_for_each_basket_without_a_name() =>
        Assert.Equal(["4372|4338|8887208.894", "3708|1428|1754901.91"],
            Lines("SELECT COUNT(*), COUNT(*) FILTER (WHERE orders > 0), SUM(revenue) FROM customers GROUP BY is_known ORDER BY is_known DESC"));

    [Fact]
    public void A_shop_of_orders_alone_has_no_sessions() => Assert.Equal(["0"], Lines("SELECT COUNT(*) FROM sessions"));

    private IReadOnlyList<string> Lines(string sql) => TextLines.Of(retail.Warehouse, sql);
}
