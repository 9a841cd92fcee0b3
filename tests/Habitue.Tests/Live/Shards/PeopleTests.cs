using FsCheck;
using FsCheck.Fluent;
using Habitue.Lake.Storage;
using Habitue.Live;
using Habitue.Live.Segments;
using Habitue.Live.Shards;
using Habitue.Live.State;
using Habitue.Profiles;

namespace Habitue.Tests.Live.Shards;

public sealed class PeopleTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("habitue-people-");
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;
    private readonly ManualClock clock = new(Happening.Ten);

    private ProfileBook Book() => new(new MergeLedger(new HomeDatabase(folder.FullName)), clock);

    [Fact]
    public async Task Who_signs_in_is_seen_as_one_person_from_either_id()
    {
        await using var book = Book();
        await using var live = new LiveCustomers(4, clock, profiles: book);
        await live.Take(0, 3, [Happening.Page("a1", 0, "/"), Happening.View("a1", 1, "MUG", 4), Happening.Add("a1", 2, "MUG", 2, 4)], cancel);
        await live.Settled(cancel);
        await live.Take(0, 6, [Happening.Identify("a1", "u1", 3, new { loyalty_tier = "gold" }), Happening.Page("a1", 4, "/cart").By("u1"), Happening.Remove("a1", 5, "MUG", 1).By("u1")], cancel);
        await live.Settled(cancel);
        clock.MoveTo(Happening.Ten.AddMinutes(6));
        foreach (var id in (string[])["a1", "u1"])
        {
            var view = await live.View(id, cancel);
            Assert.Equal(("a1", true, 6L, 1), (view.FirstId, view.IsUser, view.Events, view.Visits));
            Assert.Equal((5, 2, 1), (view.Visit!.Events, view.Visit.Pages, view.Visit.Adds));
            Assert.Equal([("MUG", 1.0)], view.Cart.Lines.Select(line => (line.Product, line.Quantity)));
            Assert.Equal("gold", view.Traits["loyalty_tier"]);
        }
        await book.Undo(1, "another person", cancel);
        await live.Settled(cancel);
        var (visitor, user) = (await live.View("a1", cancel), await live.View("u1", cancel));
        Assert.Equal((3L, 3L, "a1", "u1"), (visitor.Events, user.Events, visitor.FirstId, user.FirstId));
        Assert.Equal(2, visitor.Cart.Lines.Single().Quantity);
    }

    [Fact]
    public void An_id_that_only_a_merge_named_has_no_state_before_and_after()
    {
        var shard = new Shard(0, 1, Moment.Of(Happening.Ten));
        shard.Apply(new RoutedEvent("a", false, Happening.Page("a", 0)));
        var profile = new LinkedProfile(["b", "a"], [1]);
        foreach (var id in profile.Ids) shard.Tie(id, profile, Moment.Of(Happening.Ten));
        shard.TakePart(shard.CopyOf(shard.Find("a")!, Moment.Of(Happening.Ten)));
        Assert.Equal(1, Shard.Person(shard.Find("b")!).Events);
        foreach (var id in profile.Ids) shard.Tie(id, null, Moment.Of(Happening.Ten));
        Assert.True(shard.Find("b") is { IsEmpty: true, Standing: null, Ties: null });
    }

    /// <summary>Any events, any merges: when the last merge is undone every id's state, standing and picture are, byte by byte, what they were before it.</summary>
    [Fact]
    public void A_merge_that_is_undone_leaves_no_trace()
    {
        var steps = Gen.Choose(0, 9).Two().ListOf(40).ToArbitrary();
        Prop.ForAll(steps, list => MergedAndParted([.. list])).QuickCheckThrowOnFailure();
    }

    private static bool MergedAndParted((int Who, int What)[] steps)
    {
        var viewing = new Viewing { Published = id => id == "i1" ? new PublishedScores("VIP", 0.9, "high", 0.1, 0.2, 900, Happening.Ten.AddDays(-90), 3) : null };
        Shard[] shards = [.. Enumerable.Range(0, 3).Select(number => new Shard(number, 1, Moment.Of(Happening.Ten), viewing))];
        foreach (var shard in shards) shard.Define(LiveFile.Parse(LiveFile.Standard, "standard.yaml"), Moment.Of(Happening.Ten));
        var graph = new MergeGraph();
        Shard Of(string id) => shards[id[1] % 3];
        void Deliver()
        {
            while (shards.Any(shard => !shard.Outbox.IsEmpty))
                foreach (var shard in shards)
                {
                    var changed = shard.Outbox.Changed.ToArray();
                    shard.Outbox.Clear();
                    foreach (var (entry, at) in changed)
                        if (!entry.IsHome && shard.CopyOf(entry, at) is var copy) Of(copy.Home).TakePart(copy);
                }
        }
        void Tell(IEnumerable<string> ids, long at)
        {
            foreach (var id in ids.OrderBy(id => graph.ProfileOf(id)?.FirstId == id ? 0 : 1)) Of(id).Tie(id, graph.ProfileOf(id), at);
            Deliver();
        }
        void Merge(string other, string user, long at)
        {
            graph.Add(new MergeEntry(graph.Last + 1, Happening.Ten, JoinKind.Alias, other, user, other, "m", null, null));
            Tell(graph.ProfileOf(other)!.Ids, at);
        }
        string Print(long at)
        {
            foreach (var shard in shards) shard.Advance(at);
            Deliver();
            var sink = new ByteSink();
            return string.Join('\n', Enumerable.Range(0, 6).Select(i => $"i{i}").Select(id =>
            {
                var entry = Of(id).Find(id);
                if (entry is null || entry.IsEmpty) return id;
                var state = Convert.ToHexString(entry.Bytes(sink));
                sink.Clear();
                entry.Standing?.Write(sink);
                var view = viewing.Of(id, entry.Ties?.Profile.Ids ?? [id], Shard.Person(entry), entry.Standing, at);
                return $"{id} {state} {Convert.ToHexString(sink.Written)} {System.Text.Json.JsonSerializer.Serialize(view)} {graph.ProfileOf(id)?.FirstId}";
            }));
        }

        var minute = 0.0;
        foreach (var (who, what) in steps)
        {
            minute += what * 3.5;
            var id = $"i{who % 6}";
            CustomerEvent happened = what switch
            {
                0 or 1 => Happening.Add(id, minute, $"P{who}", 1 + (what * 0.5), 7),
                2 => Happening.Order(id, minute, who),
                3 => Happening.Remove(id, minute, $"P{(who + 1) % 10}", 1),
                4 => Happening.Page(id, minute - (who * 20), $"/{what}").Arriving(minute),
                5 => Happening.Identify(id, id, minute, new { plan = who }),
                _ => Happening.View(id, minute, $"P{who}", what + 0.5),
            };
            Of(id).Apply(new RoutedEvent(id, who % 2 == 0, happened));
            Deliver();
            if (what == 9 && graph.ProfileOf(id)?.Has($"i{(who + 1) % 6}") != true) Merge(id, $"i{(who + 1) % 6}", Moment.Of(Happening.Ten.AddMinutes(minute)));
        }

        var now = Moment.Of(Happening.Ten.AddMinutes(minute + 70));
        var before = Print(now);
        var (first, second) = (steps.Length > 0 ? $"i{steps[0].Who % 6}" : "i0", Enumerable.Range(0, 6).Select(i => $"i{i}").FirstOrDefault(id => graph.ProfileOf(id)?.Has(steps.Length > 0 ? $"i{steps[0].Who % 6}" : "i0") != true && id != (steps.Length > 0 ? $"i{steps[0].Who % 6}" : "i0")));
        if (second is null) return true;
        Merge(first, second, now);
        var ids = graph.ProfileOf(first)!.Ids;
        graph.Replace(graph.Find(graph.Last)! with { UndoneAt = Happening.Ten, UndoneWhy = "test" });
        Tell(ids, now);
        Assert.Equal(before, Print(now));
        return true;
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }
}
