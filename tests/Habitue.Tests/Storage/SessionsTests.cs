namespace Habitue.Tests.Storage;

public sealed class SessionsTests : IDisposable
{
    private readonly SmallShop shop = new();

    public void Dispose() => shop.Dispose();

    [Fact]
    public void Half_an_hour_of_silence_ends_a_session()
    {
        shop.Add(
            Row.Page("c", "2023-01-01 10:00:00"), Row.Page("c", "2023-01-01 10:29:59"), Row.Page("c", "2023-01-01 10:59:58") with { Seconds = 90 },
            Row.Page("c", "2023-01-01 11:29:58"),
            Row.Page("d", "2023-01-01 10:10:00") with { Bot = true }).Build();
        Assert.Equal(["c|2023-01-01 10:00:00|2023-01-01 10:59:58|3688|3|no", "c|2023-01-01 11:29:58|2023-01-01 11:29:58|0|1|yes"],
            shop.Lines("SELECT customer_id, started_at, ended_at, duration_seconds, events, bounced FROM sessions ORDER BY 2"));
    }

    [Fact]
    public void The_sources_session_id_tells_visits_apart_and_silence_still_ends_them()
    {
        shop.Add(
            Row.Page("c", "2023-01-01 10:00:00") with { Session = "phone" }, Row.Page("c", "2023-01-01 10:05:00") with { Session = "laptop" },
            Row.Page("c", "2023-01-01 10:06:00") with { Session = "phone" }, Row.Page("c", "2023-01-02 10:00:00") with { Session = "phone" }).Build();
        Assert.Equal(["c/phone/2023-01-01 10:00:00|2", "c/laptop/2023-01-01 10:05:00|1", "c/phone/2023-01-02 10:00:00|1"],
            shop.Lines("SELECT session_key, events FROM sessions ORDER BY started_at"));
    }

    [Fact]
    public void A_session_counts_what_was_done_in_it()
    {
        shop.Add(
            Row.Page("c", "2023-01-01 10:00:00") with { Device = "mobile", Channel = "web", Country = "UK" }, Row.Page("c", "2023-01-01 10:01:00"),
            Row.Track("c", "2023-01-01 10:02:00", "Products Searched"), Row.Track("c", "2023-01-01 10:03:00", "Product Viewed"), Row.Track("c", "2023-01-01 10:04:00", "Product Viewed"),
            Row.Track("c", "2023-01-01 10:05:00", "Product Added"), Row.Track("c", "2023-01-01 10:06:00", "Product Removed"), Row.Track("c", "2023-01-01 10:07:00", "Checkout Started"),
            Row.Track("c", "2023-01-01 10:08:00", "Email Opened"), Row.Sale("c", "o1", "2023-01-01 10:09:00", "p", 1, 1m), Row.Sale("c", "o1", "2023-01-01 10:09:00", "q", 1, 1m),
            Row.Track("c", "2023-01-01 10:10:00", "Order Refunded") with { Order = "o1" }, Row.Track("c", "2023-01-01 10:10:30", "Unsubscribed"),
            Row.Track("c", "2023-01-01 10:10:40", "Campaign Assigned"), Row.Track("c", "2023-01-01 10:10:50", "Shelf Passed") with { Channel = "store" }).Build();
        Assert.Equal(["c|yes|8|2|2|1|1|1|1|1|no|yes|yes|mobile|web|UK"], shop.Lines("""
            SELECT customer_id, is_known, events, page_views, product_views, searches, cart_adds, cart_removes, checkouts, orders, bounced, has_cart, converted, device, channel, country
            FROM sessions
            """));
    }

    [Fact]
    public void An_order_without_a_session_id_belongs_to_the_session_that_is_going_on()
    {
        shop.Add(
            Row.Page("c", "2023-01-01 10:00:00") with { Session = "a" }, Row.Page("c", "2023-01-01 12:00:00") with { Session = "b" },
            Row.Sale("c", "before", "2023-01-01 09:59:00", "p", 1, 1m),
            Row.Sale("c", "during", "2023-01-01 10:20:00", "p", 1, 1m),
            Row.Sale("c", "late", "2023-01-01 10:31:00", "p", 1, 1m),
            Row.Sale("c", "till", "2023-01-01 12:01:00", "p", 1, 1m) with { Channel = "store" },
            Row.Sale("c", "named", "2023-01-01 12:02:00", "p", 1, 1m) with { Session = "b" },
            Row.Sale("c", "strange", "2023-01-01 12:03:00", "p", 1, 1m) with { Session = "z" },
            Row.Sale("d", "other", "2023-01-01 12:03:00", "p", 1, 1m)).Build();
        Assert.Equal(["c/a/2023-01-01 10:00:00|1|yes|no", "c/b/2023-01-01 12:00:00|1|yes|no"],
            shop.Lines("SELECT session_key, orders, converted, bounced FROM sessions ORDER BY 1"));
    }

    [Fact]
    public void Orders_alone_make_no_session()
    {
        shop.Add(Row.Sale("c", "o1", "2023-01-01 10:00:00", "p", 1, 1m) with { Session = "a" }).Build();
        Assert.Empty(shop.Lines("SELECT * FROM sessions"));
    }
}
