using Habitue.Live;
using Habitue.Live.Snapshots;
using Habitue.Tests.Decisions;

namespace Habitue.Tests.Live;

public sealed class LiveFollowerTests : IDisposable
{
    private static readonly string[] Everybody = ["ann", "bob", "u1", "a1", "cid", "mad"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("habitue-live-");
    private readonly MemoryLog log = new(3);
    private readonly ManualClock clock = new(Happening.Ten);

    private Task<FollowedLog> Start() => FollowedLog.Start(log, folder.FullName, clock);

    private static CustomerEvent[] FirstHour() =>
    [
        Happening.Page("ann", 0), Happening.View("ann", 1, "MUG", 4), Happening.Add("ann", 2, "MUG", 2, 4), Happening.Page("a1", 3, "/sale"), Happening.Add("a1", 4, "CAP", 1, 9),
        Happening.Identify("a1", "u1", 5, new { plan = "gold" }), Happening.Page("a1", 6, "/cart").By("u1"), Happening.Order("bob", 7, 30), Happening.View("cid", 8, "PEN", 2), Happening.View("cid", -4000, "OLD", 2).Arriving(9),
        Happening.Page("null", 9), Happening.Track("mad", 10, "<script>alert(1)</script>'; DROP TABLE x", new { product_id = "\u0000\u202e" }),
    ];

    private static CustomerEvent[] SecondHour() =>
        [Happening.Page("ann", 65, "/help"), Happening.Order("a1", 66, 9).By("u1"), Happening.View("cid", 67, "CAP", 9), Happening.View("cid", 68, "MUG", 4), Happening.View("cid", 69, "SET", 4), Happening.Page("bob", 70)];

    [Theory]
    [InlineData("a snapshot after all")]
    [InlineData("a snapshot in the middle")]
    [InlineData("no snapshot")]
    public async Task After_a_kill_the_state_is_exactly_what_it_was_and_no_trigger_fires_twice(string with)
    {
        string before;
        IReadOnlyList<string> triggers;
        await using (var first = await Start())
        {
            await first.Append(FirstHour());
            clock.MoveTo(Happening.Ten.AddMinutes(64));
            await first.Settle();
            if (with == "a snapshot in the middle") await first.Follower.Snapshot(TestContext.Current.CancellationToken);
            await first.Append(SecondHour());
            clock.MoveTo(Happening.Ten.AddMinutes(75));
            await first.Settle();
            if (with == "a snapshot after all") await first.Follower.Snapshot(TestContext.Current.CancellationToken);
            (before, triggers) = (await first.Print(Everybody), await first.Triggers());
        }
        Assert.Equal(["Cart Abandoned a1 64", "Cart Abandoned ann 62"], triggers);

        await using var second = await Start();
        await second.Settle();
        Assert.Equal(before, await second.Print(Everybody));
        Assert.Equal(triggers, await second.Triggers());
        Assert.Empty(second.Follower.Words);
    }

    [Fact]
    public async Task What_time_alone_decided_while_nobody_ran_fires_after_the_start_once_and_as_of_its_moment()
    {
        await using (var first = await Start())
            await first.Append(FirstHour());
        clock.MoveTo(Happening.Ten.AddMinutes(600));
        for (var start = 0; start < 2; start++)
        {
            await using var again = await Start();
            await again.Settle();
            Assert.Equal(["Cart Abandoned a1 64", "Cart Abandoned ann 62"], await again.Triggers());
            if (start == 0) await again.Follower.Snapshot(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>From the events to the triggers in the log, by the definitions that hold in a new home; within a second of the moment when time alone decides.</summary>
    [Fact]
    public async Task Each_of_the_standard_segments_fires_its_trigger_for_whom_it_is_meant()
    {
        var viewing = new Viewing
        {
            Published = id => id switch
            {
                "vip" => new PublishedScores("Best", 0.1, "low", 0.4, 0.8, 900, Happening.Ten.AddDays(-5), 30),
                "lost" => new PublishedScores("Sleeping", 0.9, "high", 0.01, 0.02, 40, Happening.Ten.AddDays(-90), 3),
                _ => null,
            },
        };
        await using var live = await FollowedLog.Start(log, folder.FullName, clock, viewing);
        await live.Append(Happening.Add("ann", 0, "MUG", 1, 4), Happening.View("bob", 1, "CAP", 10), Happening.Page("vip", 2), Happening.Page("lost", 3), Happening.Page("cid", 3));
        Assert.Equal(["At-Risk Customer Back lost 3", "VIP Browsing vip 2"], await live.Triggers());
        await live.Append(Happening.Track("shop", 5, "Product Price Changed", new { product_id = "CAP", price = 8 }));
        Assert.Equal(["At-Risk Customer Back lost 3", "VIP Browsing vip 2", "Viewed Product Reduced bob 5"], await live.Triggers());

        clock.MoveTo(Happening.Ten.AddMinutes(60).AddSeconds(-1));
        await live.Settle();
        Assert.Equal(3, (await live.Triggers()).Count);
        clock.MoveTo(Happening.Ten.AddMinutes(60).AddSeconds(1));
        await live.Settle();
        Assert.Equal(["At-Risk Customer Back lost 3", "Cart Abandoned ann 60", "VIP Browsing vip 2", "Viewed Product Reduced bob 5"], await live.Triggers());
    }

    [Theory]
    [InlineData(0, "its checksum is not that of its content")]
    [InlineData(1, "it is too short")]
    [InlineData(2, "its checksum is not that of its content")]
    public async Task A_damaged_snapshot_is_said_and_made_up_for_from_the_log(int damage, string words)
    {
        string before;
        await using (var first = await Start())
        {
            await first.Append(FirstHour());
            clock.MoveTo(Happening.Ten.AddMinutes(20));
            await first.Settle();
            await first.Follower.Snapshot(TestContext.Current.CancellationToken);
            await first.Append(Happening.Page("ann", 21), Happening.Page("bob", 21), Happening.Page("cid", 21));
            before = await first.Print(Everybody);
        }
        var path = SnapshotFile.PathOf(Path.Combine(folder.FullName, "live"), 1);
        var bytes = File.ReadAllBytes(path);
        if (damage == 0) bytes[bytes.Length / 2] ^= 0x10;
        File.WriteAllBytes(path, damage switch { 0 => bytes, 1 => [], _ => bytes[..^7] });

        await using var second = await Start();
        await second.Settle();
        Assert.Equal(before, await second.Print(Everybody));
        var said = Assert.Single(second.Follower.Words);
        Assert.StartsWith($"shard-001.snapshot cannot be used ({words})", said);
    }

    [Fact]
    public async Task An_undone_merge_stays_undone_after_a_start_although_the_log_says_it_again()
    {
        await using (var first = await Start())
        {
            await first.Append(FirstHour());
            await first.Profiles.Undo(1, "another person", TestContext.Current.CancellationToken);
            await first.Settle();
        }
        await using var second = await Start();
        await second.Settle();
        Assert.Equal(("a1", "u1"), ((await second.Customers.View("a1", default)).FirstId, (await second.Customers.View("u1", default)).FirstId));
    }

    [Fact]
    public async Task Records_that_are_no_events_are_passed_by_and_counted()
    {
        await log.AppendAsync([new("x", "no json"u8.ToArray()), new("x", "{}"u8.ToArray()), new("x", """{"type":"dance","messageId":"m"}"""u8.ToArray()), new("ann", FollowedLog.Json(Happening.Page("ann", 0)))], TestContext.Current.CancellationToken);
        await using var first = await Start();
        Assert.Equal((3L, 1L), (first.Follower.Unreadable, (await first.Customers.View("ann", default)).Events));
    }

    [Fact]
    public async Task A_log_that_cannot_write_loses_no_trigger()
    {
        await using var first = await Start();
        await first.Append(Happening.Add("ann", 0, "MUG", 1, 4));
        log.Trouble = new Habitue.Lake.Log.LogUnavailableException("the disk is full");
        clock.MoveTo(Happening.Ten.AddMinutes(61));
        await first.Customers.Settled(TestContext.Current.CancellationToken);
        log.Trouble = null;
        var settled = first.Settle();
        while (!settled.IsCompleted)
        {
            clock.MoveTo(clock.GetUtcNow().UtcDateTime.AddSeconds(1));   // the next try
            await Task.Yield();
        }
        await settled;
        Assert.Equal(["Cart Abandoned ann 60"], await first.Triggers());
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }
}
