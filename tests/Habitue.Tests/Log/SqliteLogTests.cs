using System.Text;
using Habitue.Lake.Log;

namespace Habitue.Tests.Log;

/// <summary>What the log in SQLite does when the disk, the clock or the load is not as it should be.</summary>
public sealed class SqliteLogTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly string folder = Directory.CreateTempSubdirectory("habitue-log-").FullName;
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task More_than_the_queue_takes_is_refused_and_the_rest_is_written()
    {
        await using var log = SqliteLog.Open(folder, new LogSettings { Partitions = 1, QueueBytes = 20_000 });
        List<Task<LogReceipt>> accepted = [];
        int refused = 0;
        for (int i = 0; i < 400; i++)
        {
            try
            {
                accepted.Add(log.AppendAsync([Entry($"{i}", 5_000)], cancel).AsTask());
            }
            catch (LogFullException full)
            {
                Assert.True(full.RetryAfter > TimeSpan.Zero);
                refused++;
            }
        }

        // The queue is checked before AppendAsync first waits, so that the refusal comes at once or with the task.
        int late = 0;
        foreach (Task<LogReceipt> task in accepted)
            late += await Task.WhenAny(task) is { IsFaulted: true, Exception.InnerException: LogFullException } ? 1 : 0;
        Assert.True(refused + late > 0, "400 events of 5 kB went into a queue of 20 kB at once");
        Assert.Equal(400 - refused - late, log.End(0));
    }

    [Fact]
    public async Task An_unfinished_transaction_at_the_end_is_left_out_and_told()
    {
        string copy = Directory.CreateTempSubdirectory("habitue-log-").FullName;
        try
        {
            await using (var log = SqliteLog.Open(folder, new LogSettings { Partitions = 1 }))
            {
                for (int i = 0; i < 20; i++)
                    await log.AppendAsync([Entry($"{i}", 2_000)], cancel);
                // As the disk is at the moment of a crash, and then the last page half written.
                foreach (string file in Directory.GetFiles(folder))
                    File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            }

            string ahead = Path.Combine(copy, "log.db-wal");
            byte[] bytes = await File.ReadAllBytesAsync(ahead, cancel);
            byte[] lastFrame = bytes[^4120..];
            lastFrame[4] = lastFrame[5] = lastFrame[6] = lastFrame[7] = 0;
            lastFrame[2000] ^= 0xFF;
            await File.WriteAllBytesAsync(ahead, [.. bytes, .. lastFrame, .. lastFrame[..900]], cancel);

            await using var opened = SqliteLog.Open(copy);
            Assert.Contains("no whole transaction", Assert.Single(opened.Repairs));
            Assert.Equal(20, opened.End(0));
            Assert.Equal(20, (await Read(opened, 0)).Count);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    [Fact]
    public async Task A_damaged_batch_is_told_and_everything_else_is_read()
    {
        await using (var log = SqliteLog.Open(folder, new LogSettings { Partitions = 1 }))
            for (int i = 0; i < 20; i++)
                await log.AppendAsync([.. Enumerable.Range(0, 50).Select(j => new LogEntry("k", Noise(400, i * 50 + j)))], cancel);
        // In the middle of a page that holds nothing but the values of a batch.
        await Spoil(Path.Combine(folder, "log.db"), pageFromEnd: 1, at: 2_000, bytes: 8);
        await using var opened = SqliteLog.Open(folder);
        Assert.Contains("damaged", Assert.Single(opened.Repairs));
        Assert.Equal(1000, opened.End(0));
        await opened.AppendAsync([Entry("new", 10)], cancel);
        Assert.Equal(951, (await Read(opened, 0)).Count);
    }

    [Fact]
    public async Task A_file_whose_tree_is_damaged_is_set_aside_and_what_can_be_read_is_taken_over()
    {
        await using (var log = SqliteLog.Open(folder, new LogSettings { Partitions = 2 }))
            for (int i = 0; i < 3_000; i++)
                await log.AppendAsync([Entry($"{i}", 40)], cancel);
        string file = Path.Combine(folder, "log.db");
        await Spoil(file, pageFromEnd: (int)(new FileInfo(file).Length / 4096 / 2), at: 0, bytes: 4096);
        await using var opened = SqliteLog.Open(folder);
        Assert.Contains("was kept as damaged-1-log.db", opened.Repairs[0]);
        Assert.True(File.Exists(Path.Combine(folder, "damaged-1-log.db")));
        // What was lost may have been consumed: its offsets are not given a second time.
        Assert.All([0, 1], partition => Assert.True(opened.End(partition) > 3_000));
        await opened.AppendAsync([.. Enumerable.Range(0, 20).Select(i => Entry($"new {i}", 40))], cancel);
        int left = (await Read(opened, 0)).Count + (await Read(opened, 1)).Count - 20;
        Assert.InRange(left, 2_700, 2_999);   // a page holds some forty of these batches
    }

    [Fact]
    public async Task Only_what_every_consumer_has_consumed_is_removed_and_its_ids_are_still_known()
    {
        var clock = new HandClock(Start);
        var settings = new LogSettings { Partitions = 1, KeepFor = TimeSpan.FromDays(2), IdsFor = TimeSpan.FromDays(10), Clock = clock };
        await using (var log = SqliteLog.Open(folder, settings))
        {
            for (int i = 0; i < 10; i++)
                await log.AppendAsync([Entry($"{i}", 100) with { Id = LogId.Of($"{i}") }], cancel);
            log.Commit("fast", 0, 10);
            log.Commit("slow", 0, 4);
            clock.Move(TimeSpan.FromDays(3));
            await log.AppendAsync([Entry("10", 100) with { Id = LogId.Of("10") }], cancel);
            Assert.Equal(4, log.Start(0));
            Assert.Equal(7, (await Read(log, 0)).Count);
        }

        await using var opened = SqliteLog.Open(folder, settings);
        Assert.Equal((4, 11), (opened.Start(0), opened.End(0)));
        Assert.Equal(1, (await opened.AppendAsync([Entry("2", 100) with { Id = LogId.Of("2") }], cancel)).Duplicates);
        clock.Move(TimeSpan.FromDays(9));
        Assert.Equal(0, (await opened.AppendAsync([Entry("2", 100) with { Id = LogId.Of("2") }], cancel)).Duplicates);
    }

    [Fact]
    public async Task Above_its_size_the_log_removes_what_was_consumed_however_young()
    {
        var clock = new HandClock(Start);
        await using var log = SqliteLog.Open(folder, new LogSettings { Partitions = 1, KeepBytes = 5_000, Clock = clock });
        for (int i = 0; i < 20; i++)
            await log.AppendAsync([new LogEntry("k", Noise(1_000, i))], cancel);
        log.Commit("only", 0, 18);
        clock.Move(TimeSpan.FromMinutes(2));
        await log.AppendAsync([Entry("last", 10)], cancel);
        Assert.InRange(log.Start(0), 15, 17);
    }

    private static LogEntry Entry(string key, int length) => new(key, Encoding.UTF8.GetBytes(key.PadRight(length, '.')));

    /// <summary>Bytes that no compression makes shorter.</summary>
    private static byte[] Noise(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static async Task Spoil(string file, int pageFromEnd, int at, int bytes)
    {
        await using FileStream open = File.Open(file, FileMode.Open);
        open.Position = open.Length - pageFromEnd * 4096L + at;
        open.Write([.. Enumerable.Repeat((byte)0xA5, bytes)]);
    }

    [Fact]
    public async Task Consumers_near_the_end_share_what_the_first_of_them_made_of_a_record()
    {
        await using var log = SqliteLog.Open(folder, new LogSettings { Partitions = 1, TailBytes = 20_000 });
        await log.AppendAsync([Entry("first", 1_000)], cancel);
        int made = 0;
        object Make(ReadOnlyMemory<byte> value) => $"{value.Length} {made++}";
        object first = Assert.Single(await Read(log, 0)).Read(Make), second = Assert.Single(await Read(log, 0)).Read(Make);
        Assert.Same(first, second);
        Assert.Equal("1000 0", first);
        Assert.Throws<FormatException>(() => Read(log, 0).Result[0].Read<List<int>>(_ => throw new FormatException()));

        // Of what lies further back nothing is kept but the bytes.
        for (int i = 0; i < 15; i++)
            await log.AppendAsync([Entry($"{i}", 1_000)], cancel);
        Assert.NotSame(first, (await Read(log, 0))[0].Read(Make));
        Assert.Equal(2, made);
    }

    private async Task<List<LogRecord>> Read(SqliteLog log, int partition)
    {
        var found = new List<LogRecord>();
        await foreach (IReadOnlyList<LogRecord> some in log.ReadAsync(partition, 0, cancel))
        {
            found.AddRange(some);
            if (found[^1].Offset + 1 >= log.End(partition))
                break;
        }

        return found;
    }
}
