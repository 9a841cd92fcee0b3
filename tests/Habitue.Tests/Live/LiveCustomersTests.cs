using Habitue.Live;

namespace Habitue.Tests.Live;

public sealed class LiveCustomersTests
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;
    private readonly ManualClock clock = new(Happening.Ten);

    [Fact]
    public async Task A_view_shows_all_that_was_taken_in_before_and_is_a_picture_that_stays()
    {
        await using var live = new LiveCustomers(4, clock);
        await live.Take(0, 4, [Happening.Page("ann", 0), Happening.View("ann", 1, "MUG", 4.5), Happening.Add("ann", 2, "MUG", 2, 4.5), Happening.Page("bob", 0)], cancel);
        await live.Settled(cancel);
        clock.MoveTo(Happening.Ten.AddMinutes(3));
        var ann = await live.View("ann", cancel);
        Assert.Equal((true, 3L, 1, 9.0, "ann"), (ann.IsKnown, ann.Events, ann.Visit!.Products, ann.Cart.Value, ann.FirstId));
        await live.Take(0, 5, [Happening.Order("ann", 4, 9)], cancel);
        await live.Settled(cancel);
        Assert.Single(ann.Cart.Lines);
        Assert.Equal((0, 1, 9.0), ((await live.View("ann", cancel)).Cart.Lines.Count, (await live.View("ann", cancel)).Visit!.Orders, (await live.View("ann", cancel)).LastPurchaseAmount));
        Assert.False((await live.View("nobody knows me", cancel)).IsKnown);
    }

    [Fact]
    public async Task A_snapshot_knows_how_far_the_log_was_read_also_where_nothing_was_for_its_shard()
    {
        await using var live = new LiveCustomers(4, clock);
        for (var batch = 1; batch <= 5; batch++) await live.Take(2, batch, [Happening.Page("ann", batch)], cancel);   // all in one shard, and the clock stands still
        for (var shard = 0; shard < 4; shard++) Assert.Equal(new long[] { 0, 0, 5, 0 }, (await live.Snapshot(shard, cancel)).Offsets);
        Assert.Equal(5, (await live.View("ann", cancel)).Events);
    }

    [Fact]
    public async Task A_visit_ends_by_the_clock_without_any_event()
    {
        await using var live = new LiveCustomers(2, clock);
        await live.Take(0, 1, [Happening.Page("ann", 0)], cancel);
        await live.Settled(cancel);
        Assert.NotNull((await live.View("ann", cancel)).Visit);
        clock.MoveTo(Happening.Ten.AddMinutes(31));
        var view = await live.View("ann", cancel);
        Assert.Equal((null, Happening.Ten), (view.Visit, view.LatestVisit!.Last));
        Assert.Equal(0, live.Figures.Sum(figures => figures.Visitors));
    }

    [Fact]
    public async Task Machines_and_events_of_nobody_change_no_state_and_are_counted()
    {
        await using var live = new LiveCustomers(2, clock);
        await live.Take(0, 9, [Happening.Page("ann", 0) with { IsBot = true }, Happening.Page("null", 0), Happening.Page("00000000-0000-0000-0000-000000000000", 0), Happening.Page("n/a", 1) with { UserId = "-1" },
            Happening.Page("bob", 0) with { UserId = "anonymous" }, Happening.Page(new string('x', 10_000), 0)], cancel);
        await live.Settled(cancel);
        Assert.Equal((1L, 4L, 1L), (live.OfBots, live.WithoutId, live.Figures.Sum(figures => figures.Customers)));
        Assert.Equal(("bob", false), ((await live.View("bob", cancel)).FirstId, (await live.View("bob", cancel)).IsUser));
    }

    [Fact]
    public async Task Many_threads_may_bring_and_ask_at_once()
    {
        await using var live = new LiveCustomers(4, clock);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(partition => Task.Run(async () =>
        {
            for (var batch = 0; batch < 25; batch++)
            {
                await live.Take(partition, (batch + 1) * 40, [.. Enumerable.Range(0, 40).Select(i => Happening.Page($"c{partition}-{i}", batch))], cancel);
                Assert.InRange((await live.View($"c{partition}-7", cancel)).Events, 0, 25);
            }
        }, cancel)));
        await live.Settled(cancel);
        Assert.Equal((160L, 4_000L), (live.Figures.Sum(figures => figures.Customers), live.Figures.Sum(figures => figures.Events)));
        Assert.Equal(25, (await live.View("c3-39", cancel)).Events);
    }
}
