using Habitue.Lake.Log;
using Habitue.Live.Segments;
using Habitue.Live.State;
using Habitue.Profiles;

namespace Habitue.Live;

/// <summary>
/// The shop at this moment in figures: what a dashboard's first page needs. Put together at most twice a second, however many look at it.
/// </summary>
internal sealed class LiveOverview(LiveCustomers live, LiveFollower follower, ProfileBook profiles, LiveDefinitionsFile definitions, IEventLog log, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500), Window = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim gate = new(1);
    private readonly Queue<(long At, long Events)> counted = new();
    private LiveFigures? last;
    private long madeAt;

    public async Task<LiveFigures> Get(CancellationToken cancel)
    {
        await gate.WaitAsync(cancel);
        try
        {
            if (last is { } fresh && clock.GetElapsedTime(madeAt) < Fresh) return fresh;
            last = await Make(cancel);
            madeAt = clock.GetTimestamp();
            return last;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task<LiveFigures> Make(CancellationToken cancel)
    {
        var shards = live.Figures.ToArray();
        var members = await live.Members(cancel);
        var now = clock.GetUtcNow();
        var today = Moment.Of(now) / Moment.Day;
        var events = shards.Sum(one => one.Events);
        return new LiveFigures
        {
            At = now.UtcDateTime,
            Visitors = shards.Sum(one => one.Visitors),
            EventsPerSecond = PerSecond(events),
            Events = events,
            OpenCarts = shards.Sum(one => one.OpenCarts),
            OpenCartValue = Math.Round(shards.Sum(one => one.OpenCartValue), 2),
            OrdersToday = shards.Where(one => one.Day == today).Sum(one => one.OrdersToday),
            RevenueToday = Math.Round(shards.Where(one => one.Day == today).Sum(one => one.RevenueToday), 2),
            Customers = shards.Sum(one => one.Customers),
            Segments = definitions.Current.All.ToDictionary(one => one.Name, one => members.GetValueOrDefault(one.Name)),
            LateEvents = shards.Sum(one => one.Late),
            EventsWithoutId = live.WithoutId,
            EventsOfBots = live.OfBots,
            UnreadableRecords = follower.Unreadable,
            JoinsRefused = profiles.Refused.ToDictionary(),
            Lag = follower.Lag,
            LogEnd = Enumerable.Range(0, log.Partitions).Sum(log.End),
            StartSeconds = follower.StartTook?.TotalSeconds,
            Problems = [.. follower.Words, .. new[] { definitions.Problem, follower.SnapshotProblem, profiles.Problem }.OfType<string>()],
        };
    }

    /// <summary>Over the last ten seconds that somebody looked.</summary>
    private double PerSecond(long events)
    {
        var now = clock.GetTimestamp();
        counted.Enqueue((now, events));
        while (counted.Count > 2 && clock.GetElapsedTime(counted.Peek().At, now) > Window) counted.Dequeue();
        var (at, before) = counted.Peek();
        var seconds = clock.GetElapsedTime(at, now).TotalSeconds;
        return seconds > 0 ? Math.Round((events - before) / seconds, 1) : 0;
    }
}

/// <summary>The shop at a moment.</summary>
internal sealed record LiveFigures
{
    public required DateTime At { get; init; }

    /// <summary>Customers with a visit that goes on.</summary>
    public required long Visitors { get; init; }

    public required double EventsPerSecond { get; init; }

    /// <summary>Events that live state holds, ever.</summary>
    public required long Events { get; init; }

    public required long OpenCarts { get; init; }

    public required double OpenCartValue { get; init; }

    /// <summary>Since midnight, UTC.</summary>
    public required long OrdersToday { get; init; }

    public required double RevenueToday { get; init; }

    /// <summary>Ids that are remembered.</summary>
    public required long Customers { get; init; }

    /// <summary>How many people are in each live segment.</summary>
    public required IReadOnlyDictionary<string, int> Segments { get; init; }

    public required long LateEvents { get; init; }

    public required long EventsWithoutId { get; init; }

    public required long EventsOfBots { get; init; }

    public required long UnreadableRecords { get; init; }

    /// <summary>Ids that were not joined, by the reason.</summary>
    public required IReadOnlyDictionary<string, long> JoinsRefused { get; init; }

    /// <summary>Records of the log that live state has not read yet.</summary>
    public required long Lag { get; init; }

    public required long LogEnd { get; init; }

    /// <summary>How long the start took until the state was what it had been; null while it goes on.</summary>
    public required double? StartSeconds { get; init; }

    /// <summary>What somebody should know, in sentences.</summary>
    public required IReadOnlyList<string> Problems { get; init; }
}
