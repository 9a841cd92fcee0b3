using Habitue.Insights;
using Habitue.Tests.Insights;
using Habitue.Tests.Storage;

namespace Habitue.Tests.Purchase;

public sealed class IntentPrefixesTests
{
    private static readonly Row[] Before =
    [
        Row.Page("ann", "2023-12-01 10:00:00") with { Session = "s1", Device = "Mobile" },
        Row.Track("ann", "2023-12-01 10:02:00", "Product Viewed") with { Session = "s1", Device = "Mobile" },
        Row.Track("ann", "2023-12-01 10:03:00", "Product Added") with { Session = "s1", Device = "Mobile" },
    ];

    private static readonly Row[] Buying =
    [
        Row.Track("ann", "2023-12-01 10:04:00", "Checkout Started") with { Session = "s1", Device = "desktop" },
        Row.Sale("ann", "o1", "2023-12-01 10:05:00", "MUG", 1, 2m) with { Session = "s1" },
        Row.Page("ann", "2023-12-01 10:06:00") with { Session = "s1", Device = "Mobile" },
    ];

    [Fact]
    public void A_beginning_tells_what_had_happened_by_then()
    {
        Assert.Equal(
            ["1|1|0|0|0|0|0|10|5|mobile|no", "2|1|1|0|0|2|120|10|5|mobile|no", "3|1|1|1|1|3|60|10|5|mobile|no"],
            Prefixes(Before));
    }

    [Fact]
    public void What_follows_changes_the_answer_and_nothing_else_and_what_follows_an_order_is_left_out()
    {
        Assert.Equal(Prefixes(Before).Select(line => line.Replace("|no", "|yes", StringComparison.Ordinal)), Prefixes([.. Before, .. Buying]));
    }

    [Fact]
    public void A_visit_that_may_still_go_on_is_left_out()
    {
        Assert.Empty(Prefixes(Before, new DateTime(2023, 12, 1, 10, 20, 0, DateTimeKind.Utc)));
    }

    private static IReadOnlyList<string> Prefixes(Row[] rows, DateTime? asOf = null)
    {
        using var bench = new ShopBench(new SmallShop().Add(rows), asOf ?? new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        return bench.Lines($"SELECT events, pages, products, cart_adds, in_cart, minutes, seconds_since_before, hour, weekday, device, orders FROM ({SliceQueries.Read("Purchase/IntentPrefixes", ("share", "1000000"))}) ORDER BY events");
    }
}
