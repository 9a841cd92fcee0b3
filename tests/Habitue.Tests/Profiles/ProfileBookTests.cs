using Habitue.Host;
using Habitue.Lake.Storage;
using Habitue.Live.State;
using Habitue.Profiles;
using Habitue.Tests.Live;

namespace Habitue.Tests.Profiles;

public sealed class ProfileBookTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("habitue-profiles-");
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;
    private readonly Dictionary<string, long> seen = [];

    private ProfileBook Open() => new(new MergeLedger(new HomeDatabase(folder.FullName)), new ManualClock(Happening.Ten))
    {
        FirstSeen = (id, _) => Task.FromResult(seen.GetValueOrDefault(id, Moment.Never)),
    };

    private static JoinWish SignsIn(string visitor, string user, double minute = 5) => JoinWish.Of(Happening.Identify(visitor, user, minute))!;

    private async Task<ProfileBook> After(ProfileBook book, params JoinWish[] wishes)
    {
        foreach (var wish in wishes) book.Wish(wish);
        await book.Flush(cancel);
        return book;
    }

    [Fact]
    public async Task A_visitor_who_signs_in_is_joined_across_devices_and_the_first_id_stays()
    {
        (seen["phone"], seen["u1"], seen["laptop"]) = (10, 20, 5);
        await using var book = await After(Open(), SignsIn("phone", "u1"), SignsIn("laptop", "u1"), SignsIn("phone", "u1"));
        Assert.Equal(["laptop", "phone", "u1"], book.Of("phone")!.Ids);
        Assert.Equal("laptop", book.FirstIdOf("u1"));
        Assert.Equal("stranger", book.FirstIdOf("stranger"));
        var merges = await book.Merges("u1", cancel);
        Assert.Equal([("phone", "u1", "phone"), ("laptop", "u1", "laptop")], merges.Select(merge => (merge.Other, merge.User, merge.First)));
        Assert.All(merges, merge => Assert.StartsWith("m", merge.Evidence));
    }

    [Fact]
    public async Task An_id_of_whom_nothing_came_in_yet_goes_before_a_user_who_appears_with_that_event()
    {
        seen["u1"] = Moment.Of(Happening.Ten.AddMinutes(5));
        seen["u2"] = Moment.Of(Happening.Ten);
        await using var book = await After(Open(), SignsIn("a1", "u1"), SignsIn("a2", "u2"));
        Assert.Equal(("a1", "u2"), (book.FirstIdOf("u1"), book.FirstIdOf("a2")));
    }

    [Fact]
    public async Task A_device_that_two_customers_use_belongs_to_neither()
    {
        await using var book = await After(Open(), SignsIn("till", "u1"), SignsIn("phone", "u1"), SignsIn("till", "u2"), SignsIn("till", "u3"));
        Assert.Null(book.Of("till"));
        Assert.Null(book.Of("u2"));
        Assert.Equal(["phone", "u1"], book.Of("u1")!.Ids.Order());
        Assert.Equal("several customers share the device", (await book.Merges("till", cancel))[0].UndoneWhy);
        Assert.Equal(2, book.Refused["several customers share the device"]);
    }

    [Theory]
    [InlineData("a1", "null")]
    [InlineData("0000", "u1")]
    [InlineData("a1", "test@shop.it")]
    [InlineData("a1", "ann@example.com")]
    public async Task What_stands_for_nobody_ties_nobody(string visitor, string user)
    {
        await using var book = await After(Open(), SignsIn(visitor, user));
        Assert.Empty(book.Linked);
        Assert.Single(book.Refused);
    }

    [Fact]
    public async Task A_person_has_no_more_than_twenty_ids()
    {
        await using var book = await After(Open(), [.. Enumerable.Range(0, 30).Select(i => SignsIn($"a{i}", "u1"))]);
        Assert.Equal(20, book.Of("u1")!.Ids.Count);
        Assert.Equal(11, book.Refused["a person with more than 20 ids is none"]);
    }

    [Fact]
    public async Task Aliases_in_a_circle_and_of_an_id_to_itself_do_no_harm()
    {
        Assert.Null(JoinWish.Of(Happening.Alias("a", "a", 0)));
        JoinWish Alias(string previous, string user) => JoinWish.Of(Happening.Alias(previous, user, 0))!;
        await using var book = await After(Open(), Alias("a", "b"), Alias("b", "c"), Alias("c", "a"), new JoinWish("d", "d", JoinKind.Alias, "m", Happening.Ten, Happening.Ten));
        Assert.Equal(["a", "b", "c"], book.Of("b")!.Ids.Order());
        Assert.Equal(2, (await book.Merges("a", cancel)).Count);
        Assert.Null(book.Of("d"));
    }

    [Fact]
    public async Task An_undone_merge_is_as_if_it_had_not_been_and_is_not_made_again()
    {
        await using (var book = await After(Open(), SignsIn("a1", "u1"), SignsIn("a2", "u1")))
        {
            var before = book.Of("u1");
            await After(book, SignsIn("a3", "u1"));
            await book.Undo(3, "not hers", cancel);
            Assert.Equal(before, book.Of("u1"));
            Assert.Null(book.Of("a3"));
            await After(book, SignsIn("a3", "u1"));
            Assert.Null(book.Of("a3"));
            Assert.Equal("not hers", (await book.Merges("a3", cancel)).Single().UndoneWhy);
        }
        await using var again = Open();   // the ledger outlives the process
        Assert.Equal(["a1", "a2", "u1"], again.Of("a2")!.Ids.Order());
        Assert.Null(again.Of("a3"));
        await After(again, SignsIn("a3", "u1"));
        Assert.Null(again.Of("a3"));
    }

    [Fact]
    public async Task To_undo_what_is_not_there_is_said_in_a_sentence()
    {
        await using var book = await After(Open(), SignsIn("a1", "u1"));
        Assert.Equal("There is no merge 7; the ledger's last one is 1.", (await Assert.ThrowsAsync<UserMistakeException>(() => book.Undo(7, "x", cancel))).Message);
        await book.Undo(1, "by hand", cancel);
        Assert.Contains("was undone before", (await Assert.ThrowsAsync<UserMistakeException>(() => book.Undo(1, "x", cancel))).Message);
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }
}
