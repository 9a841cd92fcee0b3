using System.Globalization;
using System.Text.Json;
using Habitue.Learning.Data;
using Habitue.Live;
using Habitue.Live.Intent;
using Habitue.Live.Shards;
using Habitue.Purchase;
using Habitue.Tests.Insights;
using Habitue.Tests.Storage;

namespace Habitue.Tests.Purchase;

public sealed class IntentVisitsTests
{
    private static readonly DateTime AsOf = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

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
    public void A_beginning_tells_what_had_happened_by_then() =>
        Assert.Equal(["1|1|0|0|0|0|0|10|5|mobile|no", "2|1|1|0|0|2|120|10|5|mobile|no", "3|1|1|1|1|3|60|10|5|mobile|no"], Beginnings(Before));

    [Fact]
    public void What_follows_changes_the_answer_and_nothing_else_and_what_follows_an_order_is_left_out() =>
        Assert.Equal(Beginnings(Before).Select(line => line.Replace("|no", "|yes", StringComparison.Ordinal)), Beginnings([.. Before, .. Buying]));

    [Fact]
    public void A_visit_that_may_still_go_on_is_left_out() => Assert.Empty(Beginnings(Before, new DateTime(2023, 12, 1, 10, 20, 0, DateTimeKind.Utc)));

    [Fact]
    public void An_order_at_a_till_belongs_to_no_visit() =>
        Assert.All(Beginnings([.. Before, Row.Sale("ann", "o1", "2023-12-01 10:05:00", "MUG", 1, 2m) with { Channel = "store" }]), line => Assert.EndsWith("|no", line));

    /// <summary>The same events through the live shard and through the warehouse's replay: every feature of every row is the same number.</summary>
    [Fact]
    public void What_teaches_the_model_is_feature_by_feature_what_it_sees_live()
    {
        var rows = AShop();
        using var bench = new ShopBench(new SmallShop().Add(rows), AsOf);
        var taught = Lines(IntentVisits.Read(bench.Run(), 1_000_000).Features);

        var shard = new Shard(0, 1, 0);
        var live = new VisitFeatures();
        var starts = new List<long>();
        foreach (var happened in rows.Select(Live).OrderBy(one => one.Timestamp))
        {
            shard.Apply(new RoutedEvent(happened.Key, false, happened));
            if (happened.Name == "Order Completed" || shard.Find(happened.Key)!.Look().Visits.Latest is not { Orders: 0, Events: 1 or 2 or 3 or 5 or 8 or 13 or 21 } visit) continue;
            live.Add(visit);
            starts.Add(visit.Start);
        }
        var seen = Lines(live.Build().Take([.. Enumerable.Range(0, starts.Count).OrderBy(row => starts[row])]));
        Assert.InRange(taught.Count, 500, 5_000);
        Assert.Equal(seen.Order(), taught.Order());
    }

    private static Row[] AShop()
    {
        var random = new Random(11);
        var rows = new List<Row>();
        string[] names = ["Product Viewed", "Products Searched", "Product Added", "Product Removed", "Checkout Started", "Product List Viewed"];
        for (var customer = 0; customer < 60; customer++)
        {
            var at = new DateTime(2023, 11, 1, 6, 0, 0, DateTimeKind.Utc).AddSeconds(random.Next(86_400));
            for (var i = 0; i < 40; i++)
            {
                at = at.AddMilliseconds(random.Next(10) == 0 ? random.Next(86_400_000) : 1 + random.Next(240_000));
                var (who, when) = ($"c{customer}", at.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture));
                rows.Add(random.Next(12) switch
                {
                    0 => Row.Sale(who, $"o{customer}-{i}", when, "MUG", 1, 2m),
                    < 5 => Row.Page(who, when) with { Device = random.Next(3) == 0 ? null : "Desktop" },
                    _ => Row.Track(who, when, names[random.Next(names.Length)]) with { Device = random.Next(3) == 0 ? "mobile" : null },
                });
            }
        }
        return [.. rows];
    }

    private static CustomerEvent Live(Row row)
    {
        var at = DateTime.Parse(row.At, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        return new CustomerEvent
        {
            Type = Enum.Parse<CallType>(row.Type, ignoreCase: true),
            Name = row.Event,
            MessageId = row.At,
            AnonymousId = row.Customer,
            Timestamp = at,
            ReceivedAt = at,
            Context = JsonSerializer.SerializeToElement(new { device = new { type = row.Device } }),
        };
    }

    private static IReadOnlyList<string> Beginnings(Row[] rows, DateTime? asOf = null)
    {
        using var bench = new ShopBench(new SmallShop().Add(rows), asOf ?? AsOf);
        var all = IntentVisits.Read(bench.Run(), 1_000_000);
        string[] names = ["events", "pages", "products", "cart_adds", "in_cart", "minutes", "seconds_since_before", "hour", "weekday"];
        return [.. Enumerable.Range(0, all.Started.Length).Select(row => $"{string.Join('|', names.Select(name => ((NumberColumn)all.Features[name]).Values[row].ToString(CultureInfo.InvariantCulture)))}|{((TextColumn)all.Features["device"])[row]}|{(all.Ordered[row] ? "yes" : "no")}")];
    }

    private static List<string> Lines(Frame frame) =>
        [.. Enumerable.Range(0, frame.Rows).Select(row => string.Join('|', frame.Columns.Select(column => column is TextColumn texts ? texts[row] : ((NumberColumn)column).Values[row].ToString("R", CultureInfo.InvariantCulture))))];
}
