using Habitue.Lake.Log;

namespace Habitue.Tests.Log;

public sealed class SeenIdsTests
{
    [Fact]
    public void What_was_added_is_known_and_nothing_else()
    {
        var seen = new SeenIds(TimeSpan.FromDays(30));
        for (int i = 0; i < 100_000; i++)
            seen.Add(LogId.Of($"m{i}"), 20_000, 20_000);
        Assert.Equal(100_000, seen.Count);
        for (int i = 0; i < 100_000; i++)
        {
            Assert.True(seen.Contains(LogId.Of($"m{i}"), 20_000));
            Assert.False(seen.Contains(LogId.Of($"n{i}"), 20_000));
        }
    }

    [Fact]
    public void An_id_is_forgotten_after_its_days_and_makes_room()
    {
        var seen = new SeenIds(TimeSpan.FromDays(30));
        for (int day = 0; day < 400; day++)
        {
            for (int i = 0; i < 200; i++)
                seen.Add(LogId.Of($"{day}-{i}"), 20_000 + day, 20_000 + day);
            for (int back = 0; back <= day && back <= 200; back += 10)
                Assert.Equal(back <= 30, seen.Contains(LogId.Of($"{day - back}-7"), 20_000 + day));
        }

        Assert.InRange(seen.Count, 31 * 200, 3 * 31 * 200);
    }

    [Fact]
    public void A_clock_that_was_set_back_forgets_nothing()
    {
        var seen = new SeenIds(TimeSpan.FromDays(30));
        seen.Add(LogId.Of("a"), 20_005, 20_005);
        Assert.True(seen.Contains(LogId.Of("a"), 20_000));
    }

    /// <summary>XXH128 of nothing, seed 0, as its author's test vectors have it: 99aa06d3014798d86001c324468d497f.</summary>
    [Fact]
    public void The_id_is_the_published_hash() =>
        Assert.Equal(UInt128.Parse("99aa06d3014798d86001c324468d497f", System.Globalization.NumberStyles.HexNumber), LogId.Of(""));
}
