using Habitue.Live;
using Habitue.Live.Shards;
using Habitue.Live.State;

namespace Habitue.Tests.Live.Shards;

public sealed class ShardTests
{
    private static readonly long Ten = Moment.Of(Happening.Ten);

    private readonly Shard shard = new(0, 1, Ten);

    private void Apply(params CustomerEvent[] events)
    {
        foreach (var one in events) shard.Apply(new RoutedEvent(one.Key, one.UserId is not null, one));
        shard.Publish();
    }

    private void Advance(double minute)
    {
        shard.Advance(Ten + (long)(minute * Moment.Minute));
        shard.Publish();
    }

    [Fact]
    public void A_visitor_is_counted_until_thirty_minutes_of_silence_and_then_rests()
    {
        Apply(Happening.Page("ann", 0), Happening.Page("bob", 10), Happening.Page("ann", 12));
        Assert.Equal((2L, 2L), (shard.Figures.Customers, shard.Figures.Visitors));
        Advance(39.99);
        Assert.Equal(2, shard.Figures.Visitors);
        Advance(40.01);
        Assert.Equal((1L, false, true), (shard.Figures.Visitors, shard.Find("bob")!.IsAwake, shard.Find("ann")!.IsAwake));
        Advance(42.01);
        Assert.Equal((0L, false), (shard.Figures.Visitors, shard.Find("ann")!.IsAwake));
        Apply(Happening.Page("ann", 50));
        Assert.Equal(2, shard.Find("ann")!.Look().Visits.Ever);
        Assert.Equal(1, shard.Figures.Visitors);
    }

    [Fact]
    public void Whether_time_went_on_by_the_clock_or_by_the_next_event_the_state_is_the_same()
    {
        var events = Enumerable.Range(0, 400).Select(i => (i % 7) switch
        {
            0 => Happening.Add("ann", i * 9, $"P{i % 40}"),
            3 => Happening.Order("ann", i * 9),
            5 => Happening.Page("ann", i * 9, $"/{i}"),
            _ => Happening.View("ann", (i * 9) + (i % 50 == 1 ? 1000 : 0), $"P{i % 90}", i),
        } with { ReceivedAt = Happening.Ten.AddMinutes(i * 9) }).ToArray();
        var other = new Shard(0, 1, Ten);
        foreach (var one in events)
        {
            other.Advance(Moment.Of(one.ReceivedAt) - 1);
            other.Apply(new RoutedEvent("ann", false, one));
        }
        Apply(events);
        Assert.Equal(other.Find("ann")!.Bytes(new ByteSink()).ToArray(), shard.Find("ann")!.Bytes(new ByteSink()).ToArray());
        other.Publish();
        Assert.Equal(other.Figures, shard.Figures);
    }

    [Fact]
    public void Open_carts_and_the_orders_of_the_day_are_counted()
    {
        Apply(Happening.Add("ann", 0, "MUG", 2, 4), Happening.Add("bob", 0, "CAP", 1, 3), Happening.Order("bob", 3, 3));
        Assert.Equal((1L, 8.0, 1L, 3.0), (shard.Figures.OpenCarts, shard.Figures.OpenCartValue, shard.Figures.OrdersToday, shard.Figures.RevenueToday));
        Apply(Happening.Order("cid", 24 * 60, 5), Happening.Order("bob", 60, 99).Arriving(24 * 60));   // bob's came late, and was yesterday's
        Assert.Equal((1L, 5.0), (shard.Figures.OrdersToday, shard.Figures.RevenueToday));
        Advance(30 * 24 * 60);
        Assert.Equal((0L, 0.0), (shard.Figures.OpenCarts, shard.Figures.OpenCartValue));
    }

    [Fact]
    public void Events_that_come_days_late_are_counted_and_change_no_visit_of_today()
    {
        Apply(Happening.Page("ann", 0), Happening.View("ann", -3 * 24 * 60, "MUG").Arriving(1), Happening.Page("ann", -7 * 24 * 60).Arriving(2), Happening.Page("ann", 3));
        var state = shard.Find("ann")!.Look();
        Assert.Equal((4L, 2L, 3, 2), (shard.Figures.Events, shard.Figures.Late, state.Visits.Ever, state.Visits.Latest!.Events));
        Assert.Equal(2 + Math.Pow(2, -3 * 24) , state.Counters[Counted.Events, 0, Ten + (3 * Moment.Minute)], 0.1);
    }

    [Fact]
    public void A_customer_with_a_hundred_thousand_events_in_a_minute_takes_no_more_memory_than_one_with_a_hundred()
    {
        for (var i = 0; i < 100_000; i++) shard.Apply(new RoutedEvent("mad", false, (i % 3) switch { 0 => Happening.View("mad", i / 100_000.0, $"P{i}"), 1 => Happening.Add("mad", i / 100_000.0, $"P{i}"), _ => Happening.Page("mad", i / 100_000.0, $"/{i}") }));
        Assert.InRange(shard.Find("mad")!.Bytes(new ByteSink()).Length, 1, 12_000);
        Advance(60);
        Assert.InRange(shard.Find("mad")!.Bytes(new ByteSink()).Length, 1, 9_000);
        Assert.Equal(100_000, shard.Find("mad")!.Look().Events);
    }
}
