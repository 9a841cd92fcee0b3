using System.Text;
using System.Text.Json;
using Habitue.Lake.Log;
using Habitue.Lake.Storage;
using Habitue.Live;
using Habitue.Live.Segments;
using Habitue.Live.State;
using Habitue.Profiles;
using Habitue.Tests.Decisions;

namespace Habitue.Tests.Live;

/// <summary>Live state that follows a log in memory, with a folder for its snapshots and ledger; it may be started again over both.</summary>
internal sealed class FollowedLog : IAsyncDisposable
{
    private readonly ProfileBook profiles;
    private readonly TriggerWriter triggers;

    private FollowedLog(MemoryLog log, string folder, ManualClock clock, Viewing viewing)
    {
        (Log, Clock) = (log, clock);
        profiles = new ProfileBook(new MergeLedger(new HomeDatabase(folder)), clock);
        Customers = new LiveCustomers(log.Partitions, clock, viewing, profiles);
        triggers = new TriggerWriter(log, clock);
        Follower = new LiveFollower(log, Customers, profiles, triggers, new LiveDefinitionsFile(folder), clock, new LiveFolder(Path.Combine(folder, "live")) { SnapshotEvery = TimeSpan.FromDays(40) }, new MoveTellers());
    }

    public MemoryLog Log { get; }

    public ManualClock Clock { get; }

    public LiveCustomers Customers { get; }

    public LiveFollower Follower { get; }

    public ProfileBook Profiles => profiles;

    public static async Task<FollowedLog> Start(MemoryLog log, string folder, ManualClock clock, Viewing? viewing = null)
    {
        var followed = new FollowedLog(log, folder, clock, viewing ?? new Viewing());
        await followed.Follower.StartAsync(TestContext.Current.CancellationToken);
        await followed.Follower.CaughtUp.WaitAsync(TestContext.Current.CancellationToken);
        return followed;
    }

    /// <summary>Appends events as the collector would, and waits until all that follows from them is done, what triggers append included.</summary>
    public async Task Append(params CustomerEvent[] events)
    {
        await Log.AppendAsync([.. events.Select(one => new LogEntry(one.Key, Json(one)))], TestContext.Current.CancellationToken);
        await Settle();
    }

    public async Task Settle()
    {
        var cancel = TestContext.Current.CancellationToken;
        long before;
        do
        {
            before = Ends();
            while (Follower.Lag > 0) await Task.Yield();
            await Customers.Settled(cancel);
            await triggers.Flush(cancel);
        }
        while (Ends() != before || Follower.Lag > 0);
        await Customers.Settled(cancel);
    }

    /// <summary>Everything that is known, to be compared.</summary>
    public async Task<string> Print(params string[] ids)
    {
        var text = new StringBuilder();
        foreach (var id in ids) text.AppendLine(LiveJson.Text(await Customers.View(id, TestContext.Current.CancellationToken)));
        text.AppendLine(LiveJson.Text((await Customers.Members(TestContext.Current.CancellationToken)).OrderBy(one => one.Key)));
        foreach (var figures in Customers.Figures) text.AppendLine(figures.ToString());
        return text.ToString();
    }

    /// <summary>The triggers in the log, by name and customer.</summary>
    public async Task<IReadOnlyList<string>> Triggers()
    {
        var found = new List<string>();
        for (var partition = 0; partition < Log.Partitions; partition++)
        {
            if (Log.End(partition) == 0) continue;
            await foreach (var records in Log.ReadAsync(partition, 0, TestContext.Current.CancellationToken))
            {
                foreach (var record in records)
                    if (CustomerEvent.Read(record.Value) is var happened && OwnEvents.Trigger(happened) is { } trigger) found.Add($"{happened.Name} {trigger.Person} {(trigger.At - Moment.Of(Happening.Ten)) / Moment.Minute}");
                if (records[^1].Offset + 1 == Log.End(partition)) break;
            }
        }
        return [.. found.Order()];
    }

    /// <summary>Ends as a killed process does: nothing is written any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await Customers.DisposeAsync();
        await triggers.DisposeAsync();
        await profiles.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    private long Ends() => Enumerable.Range(0, Log.Partitions).Sum(Log.End);

    internal static byte[] Json(CustomerEvent one) => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object?>
    {
        ["type"] = one.Type.ToString().ToLowerInvariant(),
        ["event"] = one.Type == CallType.Track ? one.Name : null,
        ["name"] = one.Type == CallType.Track ? null : one.Name,
        ["messageId"] = one.MessageId,
        ["anonymousId"] = one.AnonymousId,
        ["userId"] = one.UserId,
        ["previousId"] = one.PreviousId,
        ["timestamp"] = one.Timestamp,
        ["receivedAt"] = one.ReceivedAt,
        [one.Type == CallType.Identify ? "traits" : "properties"] = one.Properties,
        ["context"] = one.Context,
    });
}
