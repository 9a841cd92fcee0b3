using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Habitue.Live.Segments;
using Habitue.Live.State;

namespace Habitue.Live;

/// <summary>
/// What happens as it happens, for those who watch: the figures once a second, and in between who enters and leaves live segments. A watcher who does not keep up misses moves, never
/// figures, and takes no memory: for each of them some moves wait, and no more.
/// </summary>
internal sealed class LiveFeed
{
    public const int MostWatchers = 100;

    private const int Waiting = 200;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly LiveOverview overview;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private readonly List<Channel<MoveView>> watchers = [];

    public LiveFeed(LiveOverview overview, MoveTellers tellers, TimeProvider clock)
    {
        (this.overview, this.clock) = (overview, clock);
        tellers.Tell = Tell;
    }

    /// <summary>Told of a move; on the shard's thread, so it only hands it on.</summary>
    private void Tell(Transition move)
    {
        lock (gate)
        {
            if (watchers.Count == 0) return;
            var view = new MoveView(move.Entered ? "entered" : "left", move.Segment, move.Person, Moment.At(move.At), move.Event);
            foreach (var watcher in watchers) watcher.Writer.TryWrite(view);
        }
    }

    /// <summary>One more watcher; null when there are too many already.</summary>
    public IAsyncEnumerable<SseItem<string>>? Watch(CancellationToken cancel)
    {
        var moves = Channel.CreateBounded<MoveView>(new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (gate)
        {
            if (watchers.Count >= MostWatchers) return null;
            watchers.Add(moves);
        }
        return Items(moves, cancel);
    }

    private async IAsyncEnumerable<SseItem<string>> Items(Channel<MoveView> moves, [EnumeratorCancellation] CancellationToken cancel)
    {
        try
        {
            using var timer = new PeriodicTimer(Pace, clock);
            do
            {
                yield return new SseItem<string>(LiveJson.Text(await overview.Get(cancel)), "figures");
                while (moves.Reader.TryRead(out var move)) yield return new SseItem<string>(LiveJson.Text(move), "move");
            }
            while (await timer.WaitForNextTickAsync(cancel));
        }
        finally
        {
            lock (gate) watchers.Remove(moves);
        }
    }
}

/// <summary>Somebody entered or left a live segment.</summary>
/// <param name="What">entered or left.</param>
/// <param name="Customer">The person's first id.</param>
/// <param name="Trigger">The event that it brought about; null for none.</param>
internal sealed record MoveView(string What, string Segment, string Customer, DateTime At, string? Trigger);
