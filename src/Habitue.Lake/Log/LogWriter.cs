using Microsoft.Data.Sqlite;

namespace Habitue.Lake.Log;

/// <summary>
/// The one thread that writes: it takes all appends that wait, leaves out what it has seen, stores the rest in one
/// transaction, and tells the callers when that is on the disk. While the disk works, the next appends gather.
/// </summary>
internal sealed class LogWriter : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400), BetweenPositions = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan RetentionEvery = TimeSpan.FromMinutes(1);
    private readonly LogStore store;
    private readonly LogSettings settings;
    private readonly LogQueue queue;
    private readonly LogTail[] tails;
    private readonly LogPositions positions;
    private readonly SeenIds seen;
    private readonly LogRetention retention;
    private readonly LogCheckpoint checkpoint;
    private readonly LogBell bell;
    private readonly LogBlockBuilder[] builders;
    private readonly HashSet<UInt128> fresh = [];
    private readonly List<LogAppend> group = [];
    private readonly long[] starts;
    private readonly Thread thread;
    private long stored, saved;
    private DateTimeOffset tidied;
    private volatile string? problem;

    public LogWriter(LogStore store, LogSettings settings, LogQueue queue, LogTail[] tails, LogPositions positions, SeenIds seen, long[] starts, long stored, LogCheckpoint checkpoint)
    {
        (this.store, this.settings, this.queue, this.tails, this.positions, this.seen, this.starts, this.stored, this.checkpoint) = (store, settings, queue, tails, positions, seen, starts, stored, checkpoint);
        retention = new LogRetention(store, positions, settings);
        bell = new LogBell(tails);
        builders = [.. tails.Select((_, partition) => new LogBlockBuilder(partition))];
        tidied = settings.Clock.GetUtcNow();
        thread = new Thread(Run) { Name = "log writer", IsBackground = true };
        thread.Start();
    }

    public string? Problem => problem;

    public long StartOf(int partition) => Volatile.Read(ref starts[partition]);

    private void Run()
    {
        while (queue.Take(group, Patience))
        {
            DateTimeOffset now = settings.Clock.GetUtcNow();
            bool tidy = now - tidied >= RetentionEvery, save = tidy || (positions.IsDirty && settings.Clock.GetElapsedTime(saved) >= BetweenPositions);
            if (group.Count > 0 || save)
                Transact(now, tidy, save);
            if (checkpoint.IsDue)
                Try(store.Checkpoint);
        }

        Transact(settings.Clock.GetUtcNow(), tidy: false, save: true);
    }

    private void Transact(DateTimeOffset now, bool tidy, bool save)
    {
        try
        {
            LogBlock[] blocks = Store(now, tidy, save);
            problem = null;
            int today = SeenIds.DayOf(now);
            foreach (UInt128 id in fresh)
                seen.Add(id, today, today);
            foreach (LogBlock block in blocks)
                tails[block.Partition].Add(block);
            queue.Release(group);
            group.ForEach(append => append.Complete());
            if (blocks.Length > 0)
                bell.Ring();
        }
        catch (SqliteException refused)
        {
            store.Abandon(refused);
            Refuse(refused.SqliteErrorCode == SQLitePCL.raw.SQLITE_FULL
                ? "the disk is full; the log goes on by itself when there is space" : $"the log cannot be written ({refused.Message})", refused);
        }
        catch (IOException unread)
        {
            Refuse($"the ids of earlier events cannot be read ({unread.Message})", unread);   // before anything was written
        }
    }

    private void Refuse(string why, Exception cause)
    {
        problem = why;
        queue.Release(group);
        group.ForEach(append => append.Fail(new LogUnavailableException(why, cause)));
    }

    private LogBlock[] Store(DateTimeOffset now, bool tidy, bool save)
    {
        Gather(SeenIds.DayOf(now));
        store.Begin();
        long written = 0;
        foreach (LogBlockBuilder builder in builders.Where(b => b.Count > 0))
        {
            ReadOnlySpan<byte> data = builder.Pack();
            byte[]? ids = builder.Ids();
            store.Insert(LogStore.Place(builder.Partition, tails[builder.Partition].End), builder.Count, now.ToUnixTimeMilliseconds(), ids, data);
            written += data.Length + (ids?.Length ?? 0);
        }

        if (save)
            positions.Save(store);
        long left = stored + written;
        long[] moved = [.. starts];
        bool more = tidy && retention.Run(moved, ref left);
        store.Commit();
        if (save)
        {
            positions.Saved();
            saved = settings.Clock.GetTimestamp();
        }

        checkpoint.Written(written);
        stored = left;
        for (int p = 0; p < moved.Length; p++)
            Volatile.Write(ref starts[p], moved[p]);
        if (tidy && !more)
            tidied = now;
        return [.. builders.SelectMany(b => b.Seal(tails[b.Partition].End))];
    }

    private void Gather(int today)
    {
        fresh.Clear();
        foreach (LogBlockBuilder builder in builders)
            builder.Clear();
        foreach (LogAppend append in group)
        {
            append.Forget();
            for (int i = 0; i < append.Entries.Count; i++)
            {
                LogEntry entry = append.Entries[i];
                if (entry.Id != UInt128.Zero && (seen.Contains(entry.Id, today) || !fresh.Add(entry.Id)))
                    append.MarkDuplicate(i);
                else
                    builders[append.Partitions[i]].Add(entry.Value.Span, entry.Id);
            }
        }
    }

    private void Try(Action step)
    {
        try
        {
            step();
        }
        catch (SqliteException later)
        {
            // The write-ahead file keeps what could not be moved; it is tried again.
            store.Abandon(later);
        }
    }

    public void Dispose()
    {
        queue.Close();
        thread.Join();
        bell.Dispose();
        seen.Dispose();
    }
}
