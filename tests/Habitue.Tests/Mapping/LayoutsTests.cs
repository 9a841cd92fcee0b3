using Habitue.Lake.Loading;
using Habitue.Tests.Loading;

namespace Habitue.Tests.Mapping;

/// <summary>Each layout that is known by name, with two or three rows whose events were written down by hand.</summary>
public sealed class LayoutsTests
{
    private static string Events(LoadedHome home, string columns) =>
        home.One<string>($"SELECT string_agg(concat_ws('|', {columns}), E'\\n' ORDER BY occurred_at, order_id, product_id) FROM events");

    [Fact]
    public void Shopify_orders_export()
    {
        using var home = new LoadedHome();
        home.Write("orders_export.csv", """
            Name,Email,Financial Status,Paid at,Currency,Subtotal,Total,Discount Code,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Shipping Country,Cancelled at,Payment Method
            #1001,Ann@example.com,paid,2024-01-15 10:23:50 -0500,USD,30.00,35.00,WELCOME,2024-01-15 10:23:45 -0500,2,Blue mug,10.00,MUG-B,US,,Visa
            #1001,Ann@example.com,,,,,,,2024-01-15 10:23:45 -0500,1,Tea,10.00,TEA,,,
            #1002,ann@example.com,paid,2024-01-16 09:00:00 -0500,USD,10.00,10.00,,2024-01-16 09:00:00 -0500,1,Tea,10.00,TEA,US,2024-01-17 09:00:00 -0500,Visa
            """);
        LoadReport report = home.Load();
        Assert.Equal("Shopify orders export", report.Layouts.Single().Layout);
        Assert.Equal("""
            Order Completed|2024-01-15 15:23:45|#1001|MUG-B|Blue mug|2.0|10.0000|20.0000|false
            Order Completed|2024-01-15 15:23:45|#1001|TEA|Tea|1.0|10.0000|10.0000|false
            Order Completed|2024-01-16 14:00:00|#1002|TEA|Tea|1.0|10.0000|10.0000|true
            """, Events(home, "event, occurred_at, order_id, product_id, product_name, quantity, unit_price, amount, is_cancellation"));
        Assert.Equal((1L, 3L), (home.One<long>("SELECT COUNT(DISTINCT customer_id) FROM events"), home.Count("events", "is_known")));
        Assert.Equal("ann@example.com", home.One<string>("SELECT email FROM profiles"));
        Assert.Equal(0, home.Count("events", "contains(CAST(events AS VARCHAR), '@example.com')"));
    }

    [Fact]
    public void Woocommerce_orders_export()
    {
        using var home = new LoadedHome();
        home.Write("orders.csv", """
            Order Number,Order Status,Order Date,Email (Billing),Country Code (Billing),Payment Method Title,SKU,Item Name,Quantity (- Refund),Item Cost,Coupon Code,Discount Amount
            201,Completed,2024-02-01 12:00,bo@example.com,DE,PayPal,S1,Lamp,2,19.5,,0
            202,Cancelled,2024-02-02 12:00,bo@example.com,DE,PayPal,S1,Lamp,1,19.5,,0
            """);
        Assert.Equal("WooCommerce orders export", home.Load().Layouts.Single().Layout);
        Assert.Equal("201|S1|2.0|39.0000|DE|web|false\n202|S1|1.0|19.5000|DE|web|true", Events(home, "order_id, product_id, quantity, amount, country, channel, is_cancellation"));
    }

    [Fact]
    public void Ga4_events()
    {
        using var home = new LoadedHome();
        home.Write("ga4.jsonl", """
            {"event_name":"page_view","event_timestamp":"1709287200000000","user_pseudo_id":"p1","event_params":[{"key":"page_location","value":{"string_value":"/home"}},{"key":"ga_session_id","value":{"int_value":"77"}}],"device":{"category":"mobile"},"geo":{"country":"France"},"platform":"WEB"}
            {"event_name":"purchase","event_timestamp":"1709287260000000","user_pseudo_id":"p1","user_id":"C9","ecommerce":{"transaction_id":"T1","purchase_revenue":25},"items":[{"item_id":"I1","item_name":"Cup","price":5,"quantity":3},{"item_id":"I2","item_name":"Pot","price":10,"quantity":1}],"device":{"category":"mobile"},"geo":{"country":"France"}}
            """);
        Assert.Equal("GA4 events", home.Load().Layouts.Single().Layout);
        Assert.Equal("page_view|2024-03-01 10:00:00|C9|/home|77|mobile|France\nOrder Completed|2024-03-01 10:01:00|C9|mobile|France\nOrder Completed|2024-03-01 10:01:00|C9|mobile|France", Events(home, "event, occurred_at, customer_id, page, session_id, device, country"));
        Assert.Equal("T1 I1 15.0000,T1 I2 10.0000", home.One<string>("SELECT string_agg(order_id || ' ' || product_id || ' ' || amount, ',' ORDER BY product_id) FROM events WHERE event = 'Order Completed'"));
    }

    [Fact]
    public void Segment_events_with_their_products_and_context()
    {
        using var home = new LoadedHome();
        home.Write("events.jsonl", """
            {"type":"page","name":"Home","messageId":"m1","anonymousId":"a1","timestamp":"2024-03-01T12:00:00+02:00","context":{"page":{"path":"/"},"device":{"type":"desktop"},"locale":"de-DE"},"properties":{"path":"/"}}
            {"type":"track","event":"Order Completed","messageId":"m2","userId":"C1","anonymousId":"a1","timestamp":"2024-03-01T10:05:00.250Z","properties":{"order_id":"O1","currency":"EUR","discount":1.5,"products":[{"product_id":"P1","name":"Cup","price":2.5,"quantity":2},{"product_id":"P2","price":7,"quantity":1}]},"context":{"campaign":{"name":"spring"}}}
            {"type":"track","event":"Order Completed","messageId":"m2","userId":"C1","anonymousId":"a1","timestamp":"2024-03-01T10:05:00.250Z","properties":{"order_id":"O1","products":[{"product_id":"P1","price":2.5,"quantity":2},{"product_id":"P2","price":7,"quantity":1}]},"sentAt":"2024-03-01T10:06:00Z"}
            """);
        LoadReport report = home.Load();
        Assert.Equal(("Segment events", 2L), (report.Layouts.Single().Layout, report.Rejected));
        Assert.Equal("m1|page|Home|2024-03-01 10:00:00|C1|/\nm2|track|Order Completed|2024-03-01 10:05:00.25|C1|O1|P1|5.0000|spring\nm2#2|track|Order Completed|2024-03-01 10:05:00.25|C1|O1|P2|7.0000|spring",
            Events(home, "message_id, type, event, occurred_at, customer_id, order_id, product_id, amount, campaign, page"));
        Assert.Equal("de-DE", home.One<string>("SELECT json_extract_string(properties, '$.context.locale') FROM events WHERE message_id = 'm1'"));
        Assert.Equal(2, home.Count("quarantine", "rule = 'same-message-id'"));
        // The discount of the order counts once, not with each of its lines.
        Assert.Equal(1.5m, home.One<decimal>("SELECT SUM(discount) FROM events"));
    }

    [Fact]
    public void Cdnow_sample_and_its_equal_purchases()
    {
        using var home = new LoadedHome();
        home.Write("CDNOW_sample.txt", " 00004 0001 19970101  2   29.33\n 00004 0001 19970101  2   29.33\n 00021 0002 19970105  1   -0.00\n");
        Assert.Equal("CDNOW", home.Load().Layouts.Single().Layout);
        Assert.Equal("00004|1997-01-01 00:00:00|2.0|14.6650\n00004|1997-01-01 00:00:00|2.0|14.6650\n00021|1997-01-05 00:00:00|1.0|0.0000", Events(home, "customer_id, occurred_at, quantity, unit_price"));
    }

    [Fact]
    public void Numbers_with_a_decimal_comma_and_dates_with_the_day_first()
    {
        using var home = new LoadedHome();
        home.Write("kasse.csv", "Receipt;SKU;Qty;Date;Price;Customer\nR1;P1;2;31.12.2023 18:05;1.234,50;C1\nR2;P2;1;01.02.2024 09:00;0,99;C2\n");
        home.Load();
        Assert.Equal("R1|2023-12-31 18:05:00|1234.5000\nR2|2024-02-01 09:00:00|0.9900", Events(home, "order_id, occurred_at, unit_price"));
    }

    [Fact]
    public void Profiles_reviews_tickets_and_a_catalogue_go_to_tables_of_their_own()
    {
        using var home = new LoadedHome();
        home.Write("customers.csv", "customer_id,email,name,gender,birth_date,city,loyalty_tier,marketing_consent,shoe_size\nC1,a@example.com,Ann,f,1980-02-03,Bern,gold,yes,38\nC1,a@example.org,Ann,f,1980-02-03,Basel,gold,no,38\n");
        home.Write("reviews.csv", "review_id,customer_id,product_id,rating,title,body,written_at\nR1,C1,P1,5,Great,\"Line one\nline two\",2024-01-02\n");
        home.Write("tickets.jsonl", "{\"ticket_id\":\"T1\",\"customer_id\":\"C1\",\"opened_at\":\"2024-01-03T08:00:00Z\",\"subject\":\"Late\",\"status\":\"open\",\"body\":\"Where?\"}\n");
        home.Write("products.csv", "sku,name,category,price,stock\nP1,Cup,Kitchen,4.5,12\n");
        LoadReport report = home.Load();
        Assert.Equal(["catalogue", "profiles", "reviews", "tickets"], report.Layouts.Select(l => l.Entity).Order());
        Assert.Equal("a@example.org Basel false 38", home.One<string>("SELECT concat_ws(' ', email, city, marketing_consent, json_extract_string(properties, '$.shoe_size')) FROM profiles"));
        Assert.Equal("5.0 Line one\nline two", home.One<string>("SELECT concat_ws(' ', rating, body) FROM reviews"));
        Assert.Equal("Late 2024-01-03 08:00:00", home.One<string>("SELECT concat_ws(' ', subject, opened_at) FROM tickets"));
        Assert.Equal("Cup 4.5000 12", home.One<string>("SELECT concat_ws(' ', product_name, price, stock) FROM catalogue"));
        Assert.Equal(1, home.Count("quarantine", "rule = 'newer-row'"));
    }
}
