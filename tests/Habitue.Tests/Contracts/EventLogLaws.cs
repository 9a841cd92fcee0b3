using System.Text;
using Habitue.Lake.Log;

namespace Habitue.Tests.Contracts;

/// <summary>What every log of events keeps. A new implementation says how it is opened, and how it is opened again.</summary>
public abstract class EventLogLaws : IAsyncDisposable
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;
    private IEventLog? log;

    /// <summary>Opens the log of this test, for the second time with what the first one left.</summary>
    protected abstract IEventLog Open(LogSettings settings);

    protected virtual LogSettings Settings => new() { Partitions = 4 };

    protected IEventLog Log => log ??= Open(Settings);

    protected async Task Reopen()
    {
        if (log is not null)
            await log.DisposeAsync();
        log = Open(Settings);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (log is not null)
            await log.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Records_of_a_partition_are_read_in_the_order_in_which_they_were_appended()
    {
        for (int call = 0; call < 20; call++)
            await Log.AppendAsync([.. Enumerable.Range(0, 50).Select(i => Entry($"k{i % 7}", $"{call}/{i}"))], cancel);
        List<LogRecord> all = await All();
        Assert.Equal(1000, all.Count);
        Assert.All(all.GroupBy(r => r.Partition), partition => Assert.Equal(Enumerable.Range(0, partition.Count()).Select(i => (long)i), partition.Select(r => r.Offset)));
        Assert.All(all.GroupBy(r => Text(r).Split('|')[0]), key =>
        {
            Assert.Single(key.Select(r => r.Partition).Distinct());
            List<(int, int)> places = [.. key.Select(r => Text(r).Split('|')[1].Split('/')).Select(p => (int.Parse(p[0]), int.Parse(p[1])))];
            Assert.Equal(places.Order(), places);
        });
    }

    [Fact]
    public async Task Reading_begins_where_it_is_told()
    {
        await Log.AppendAsync([.. Enumerable.Range(0, 30).Select(i => Entry("one", $"{i}"))], cancel);
        int partition = LogPartition.Of("one", Log.Partitions);
        List<LogRecord> rest = await Read(partition, from: 17);
        Assert.Equal(Enumerable.Range(17, 13).Select(i => $"one|{i}"), rest.Select(Text));
        Assert.Equal(30, Log.End(partition));
        Assert.Equal(0, Log.Start(partition));
    }

    [Fact]
    public async Task A_reader_at_the_end_gets_what_comes_next()
    {
        int partition = LogPartition.Of("one", Log.Partitions);
        await using IAsyncEnumerator<IReadOnlyList<LogRecord>> reader = Log.ReadAsync(partition, 0, cancel).GetAsyncEnumerator(cancel);
        ValueTask<bool> next = reader.MoveNextAsync();
        Assert.False(next.IsCompleted);
        await Log.AppendAsync([Entry("one", "first")], cancel);
        Assert.True(await next);
        Assert.Equal("one|first", Text(Assert.Single(reader.Current)));
    }

    [Fact]
    public async Task A_reader_that_is_cancelled_ends()
    {
        using var stop = new CancellationTokenSource();
        await using IAsyncEnumerator<IReadOnlyList<LogRecord>> reader = Log.ReadAsync(0, 0, stop.Token).GetAsyncEnumerator(cancel);
        ValueTask<bool> next = reader.MoveNextAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    [Fact]
    public async Task What_was_appended_is_there_when_the_log_is_opened_again()
    {
        await Log.AppendAsync([.. Enumerable.Range(0, 500).Select(i => Entry($"k{i}", new string('x', i)))], cancel);
        List<string> before = [.. (await All()).Select(Text)];
        long[] ends = [.. Enumerable.Range(0, Log.Partitions).Select(Log.End)];
        await Reopen();
        Assert.Equal(ends, Enumerable.Range(0, Log.Partitions).Select(Log.End));
        Assert.Equal(before, (await All()).Select(Text));
        await Log.AppendAsync([Entry("k1", "later")], cancel);
        Assert.Equal(501, (await All()).Count);
    }

    [Fact]
    public async Task An_id_counts_once_in_one_call_in_later_calls_and_after_opening_again()
    {
        LogReceipt first = await Log.AppendAsync([Named("a"), Named("b"), Named("a"), Named("c")], cancel);
        Assert.Equal((3, 1), (first.Appended, first.Duplicates));
        Assert.True(first.IsDuplicate(2));
        Assert.False(first.IsDuplicate(0));
        LogReceipt second = await Log.AppendAsync([Named("d"), Named("b")], cancel);
        Assert.Equal([false, true], [second.IsDuplicate(0), second.IsDuplicate(1)]);
        await Reopen();
        LogReceipt third = await Log.AppendAsync([Named("a"), Named("d"), Named("e")], cancel);
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(third.IsDuplicate));
        Assert.Equal(["a", "b", "c", "d", "e"], (await All()).Select(r => Text(r).Split('|')[1]).Order());
    }

    [Fact]
    public async Task An_id_counts_once_among_calls_that_run_at_the_same_time()
    {
        IEventLog shared = Log;
        LogReceipt[] receipts = await Task.WhenAll(Enumerable.Range(0, 40).Select(call =>
            Task.Run(async () => await shared.AppendAsync([.. Enumerable.Range(0, 25).Select(i => Named($"m{(call * 7 + i) % 100}"))], cancel))));
        Assert.Equal(100, receipts.Sum(r => r.Appended));
        Assert.Equal(900, receipts.Sum(r => r.Duplicates));
        Assert.Equal(100, (await All()).Select(Text).Distinct().Count());
    }

    [Fact]
    public async Task An_entry_without_an_id_is_always_new()
    {
        await Log.AppendAsync([Entry("a", "same"), Entry("a", "same")], cancel);
        Assert.Equal(2, (await All()).Count);
    }

    [Fact]
    public async Task Positions_are_kept_for_each_consumer()
    {
        await Log.AppendAsync([.. Enumerable.Range(0, 9).Select(i => Entry("one", $"{i}"))], cancel);
        Assert.Equal(0, Log.Position("warehouse", 1));
        Log.Commit("warehouse", 1, 5);
        Log.Commit("state", 1, 3);
        await Reopen();
        Assert.Equal((5, 3, 0), (Log.Position("warehouse", 1), Log.Position("state", 1), Log.Position("state", 2)));
        Log.Forget("state");
        await Reopen();
        Assert.Equal((5, 0), (Log.Position("warehouse", 1), Log.Position("state", 1)));
    }

    [Fact]
    public async Task A_closed_log_takes_nothing()
    {
        await Log.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await Log.AppendAsync([Entry("a", "b")], cancel));
    }

    [Fact]
    public async Task A_value_may_be_empty_long_or_any_bytes()
    {
        byte[][] values = [[], [0], [0xFF, 0x00, 0xFE], new byte[300_000], [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7919 >> 3))]];
        await Log.AppendAsync([.. values.Select(v => new LogEntry("k", v))], cancel);
        await Reopen();
        Assert.Equal(values, (await All()).Select(r => r.Value.ToArray()));
    }

    protected static LogEntry Entry(string key, string text) => new(key, Encoding.UTF8.GetBytes($"{key}|{text}"));

    protected static LogEntry Named(string id) => Entry(id, id) with { Id = LogId.Of(id) };

    protected static string Text(LogRecord record) => Encoding.UTF8.GetString(record.Value.Span);

    protected async Task<List<LogRecord>> All()
    {
        var all = new List<LogRecord>();
        for (int p = 0; p < Log.Partitions; p++)
            all.AddRange(await Read(p, Log.Start(p)));
        return all;
    }

    /// <summary>All records from an offset to the end.</summary>
    protected async Task<List<LogRecord>> Read(int partition, long from)
    {
        var found = new List<LogRecord>();
        long end = Log.End(partition);
        if (from >= end)
            return found;
        await foreach (IReadOnlyList<LogRecord> some in Log.ReadAsync(partition, from, cancel))
        {
            found.AddRange(some);
            if (found[^1].Offset + 1 >= end)
                break;
        }

        return found;
    }
}
