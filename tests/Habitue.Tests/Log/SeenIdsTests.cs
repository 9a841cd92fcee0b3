using Habitue.Lake.Log;
using Habitue.Tests.Duck;

namespace Habitue.Tests.Log;

/// <summary>Memory is counted of the whole process, so nothing else may run meanwhile.</summary>
[Collection(nameof(MemoryTests))]
public sealed class SeenIdsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("habitue-ids-").FullName;

    private SeenIds Seen(int most = SeenIds.UsualMost) => new(TimeSpan.FromDays(30), Path.Combine(folder, "log.db-ids-"), most);

    [Fact]
    public void What_was_added_is_known_and_nothing_else()
    {
        using SeenIds seen = Seen();
        for (int i = 0; i < 100_000; i++)
            seen.Add(LogId.Of($"m{i}"), 20_000, 20_000);
        Assert.Equal(100_000, seen.InMemory);
        for (int i = 0; i < 100_000; i++)
        {
            Assert.True(seen.Contains(LogId.Of($"m{i}"), 20_000));
            Assert.False(seen.Contains(LogId.Of($"n{i}"), 20_000));
        }
    }

    [Fact]
    public void An_id_is_forgotten_after_its_days_and_makes_room()
    {
        using SeenIds seen = Seen();
        for (int day = 0; day < 400; day++)
        {
            for (int i = 0; i < 200; i++)
                seen.Add(LogId.Of($"{day}-{i}"), 20_000 + day, 20_000 + day);
            for (int back = 0; back <= day && back <= 200; back += 10)
                Assert.Equal(back <= 30, seen.Contains(LogId.Of($"{day - back}-7"), 20_000 + day));
        }

        Assert.InRange(seen.InMemory, 31 * 200, 3 * 31 * 200);
    }

    [Fact]
    public void A_clock_that_was_set_back_forgets_nothing()
    {
        using SeenIds seen = Seen();
        seen.Add(LogId.Of("a"), 20_005, 20_005);
        Assert.True(seen.Contains(LogId.Of("a"), 20_000));
    }

    /// <summary>Against a dictionary that forgets nothing, over days on which most ids lie in files.</summary>
    [Fact]
    public void Ids_in_files_are_known_as_those_in_memory()
    {
        using SeenIds seen = Seen(most: 500);
        var kept = new Dictionary<int, int>();
        var dice = new Random(5);
        for (int day = 0; day < 60; day++)
        {
            for (int i = 0; i < 400; i++)
            {
                int id = dice.Next(40_000);
                bool known = kept.TryGetValue(id, out int last) && day - last <= 30;
                Assert.Equal(known, seen.Contains(LogId.Of($"m{id}"), 20_000 + day));
                if (known)
                    continue;
                seen.Add(LogId.Of($"m{id}"), 20_000 + day, 20_000 + day);
                kept[id] = day;
            }

            seen.Settle();
            Assert.True(seen.InMemory <= 900, $"{seen.InMemory} ids in memory on day {day}");
        }

        Assert.Null(seen.Trouble);
        Assert.InRange(seen.Files, 10, 50);   // those of more than 30 days ago are gone
        Assert.Equal(seen.Files, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public void Thirty_times_as_many_as_fit_in_memory_take_hardly_any()
    {
        using SeenIds seen = Seen(most: 100_000);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < 3_000_000; i++)
        {
            seen.Add(LogId.Of(BitConverter.GetBytes(i)), 20_000, 20_000);
            if (i % 100_000 == 99_999)
                seen.Settle();
        }

        Assert.Equal(30, seen.Files);
        long bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(bytes < 3_000_000 * 3, $"{bytes:N0} bytes for 3,000,000 ids");
        for (int i = 0; i < 3_000_000; i += 999)
            Assert.True(seen.Contains(LogId.Of(BitConverter.GetBytes(i)), 20_000));
        for (int i = 3_000_000; i < 3_100_000; i++)
            Assert.False(seen.Contains(LogId.Of(BitConverter.GetBytes(i)), 20_000));
    }

    [Fact]
    public void Where_files_cannot_be_written_ids_stay_in_memory()
    {
        using SeenIds seen = Seen(most: 100);
        Directory.Delete(folder);
        for (int i = 0; i < 1_000; i++)
            seen.Add(LogId.Of($"m{i}"), 20_000, 20_000);
        seen.Settle();
        Assert.IsType<DirectoryNotFoundException>(seen.Trouble);
        Assert.Equal((1_000, 0), (seen.InMemory, seen.Files));
        for (int i = 0; i < 1_000; i++)
            Assert.True(seen.Contains(LogId.Of($"m{i}"), 20_000));
        Directory.CreateDirectory(folder);
        for (int i = 1_000; i < 1_300; i++)
            seen.Add(LogId.Of($"m{i}"), 20_000, 20_000);
        seen.Settle();
        Assert.Null(seen.Trouble);
        Assert.NotEqual(0, seen.Files);
        for (int i = 0; i < 1_300; i++)
            Assert.True(seen.Contains(LogId.Of($"m{i}"), 20_000));
    }

    [Fact]
    public void What_an_earlier_process_left_is_deleted()
    {
        File.WriteAllText(Path.Combine(folder, "log.db-ids-7"), "left");
        File.WriteAllText(Path.Combine(folder, "log.db"), "kept");
        using SeenIds seen = Seen();
        Assert.Equal(["log.db"], Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    /// <summary>XXH128 of nothing, seed 0, as its author's test vectors have it: 99aa06d3014798d86001c324468d497f.</summary>
    [Fact]
    public void The_id_is_the_published_hash() =>
        Assert.Equal(UInt128.Parse("99aa06d3014798d86001c324468d497f", System.Globalization.NumberStyles.HexNumber), LogId.Of(""));

    public void Dispose()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
