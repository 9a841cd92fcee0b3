using Habitue.Lake.Log;
using Habitue.Live.Segments;
using Habitue.Live.Shards;
using Habitue.Live.Snapshots;
using Habitue.Live.State;
using Habitue.Profiles;

namespace Habitue.Live;

/// <summary>
/// Every customer's live state, for everybody who needs it: events come in by <c>Take</c>, and <see cref="View"/> gives the picture of one customer from any thread.
/// Customers are spread over shards by their id, and one worker owns a shard.
/// </summary>
internal sealed class LiveCustomers : IAsyncDisposable
{
    /// <summary>With more wishes to join ids than this waiting, events wait too.</summary>
    private const int MostWishes = 10_000;

    /// <summary>So many events of a batch are mostly for one shard.</summary>
    private const int Ahead = 32;

    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(1);

    private readonly long?[] told;
    private readonly long[] read;
    private readonly ShardWorker[] workers;
    private readonly Shard[] shards;
    private readonly Task[] running;
    private readonly ITimer ticks;
    private readonly TimeProvider clock;
    private readonly Viewing viewing;
    private readonly ProfileBook? profiles;
    private long nobody, bots;

    /// <param name="partitions">How many partitions the log has; there are as many shards.</param>
    /// <param name="clock">What time it is.</param>
    /// <param name="viewing">What else a picture shows: intent, published scores.</param>
    /// <param name="profiles">Who is who; null when every id is a person of its own.</param>
    public LiveCustomers(int partitions, TimeProvider clock, Viewing? viewing = null, ProfileBook? profiles = null)
    {
        (this.clock, this.profiles) = (clock, profiles);
        (told, read) = (new long?[partitions], new long[partitions]);
        this.viewing = viewing ?? new Viewing();
        shards = [.. Enumerable.Range(0, partitions).Select(number => new Shard(number, partitions, Now, this.viewing))];
        workers = Array.ConvertAll(shards, shard => new ShardWorker(shard, clock) { AfterPiece = Deliver });
        running = Array.ConvertAll(workers, worker => worker.Start());
        if (profiles is not null)
        {
            profiles.FirstSeen = FirstSeen;
            profiles.Changed = Tie;
        }
        var tick = TimeSpan.FromMilliseconds(TimerWheel<Entry>.Tick);
        ticks = clock.CreateTimer(_ => Tick(), null, tick, tick);
    }

    /// <summary>Told of everybody who enters or leaves a live segment, on the shard's own thread: it must be quick.</summary>
    public Action<Transition>? Moved { get; set; }

    /// <summary>Events without an id that stands for somebody; they change nobody's state.</summary>
    public long WithoutId => Interlocked.Read(ref nobody);

    /// <summary>Events of machines; they change nobody's state.</summary>
    public long OfBots => Interlocked.Read(ref bots);

    /// <summary>The figures of each shard as they were published last.</summary>
    public IEnumerable<ShardFigures> Figures => shards.Select(shard => shard.Figures);

    public int Shards => shards.Length;

    private long Now => Moment.Of(clock.GetUtcNow());

    /// <summary>Takes in events of a partition of the log, in order. Completes when they wait in their shards' queues, which are bounded.</summary>
    /// <param name="partition">Where they come from.</param>
    /// <param name="next">The offset that follows them; they lie before it one by one.</param>
    public ValueTask Take(int partition, long next, IReadOnlyList<CustomerEvent> events, CancellationToken cancel) =>
        Take(partition, next, events.Select((one, i) => (next - events.Count + i, one)), cancel);

    /// <summary>Takes in events with their offsets.</summary>
    public async ValueTask Take(int partition, long next, IEnumerable<(long Offset, CustomerEvent Event)> events, CancellationToken cancel)
    {
        if (profiles?.Waiting > MostWishes) await profiles.Flush(cancel);
        var parts = new List<RoutedEvent>?[shards.Length];
        foreach (var (offset, happened) in events)
        {
            if (OwnEvents.IsOfNoCustomer(happened))
            {
                for (var shard = 0; shard < parts.Length && OwnEvents.Price(happened) is not null; shard++) Put(shard, new RoutedEvent("", false, happened, offset));
            }
            else if (OwnEvents.Trigger(happened) is { } trigger) Put(ShardOf(trigger.Person), new RoutedEvent(trigger.Person, false, happened, offset));
            else if (happened.IsBot) Interlocked.Increment(ref bots);
            else if (IdRules.Of(happened, out var asUser) is not { } id) Interlocked.Increment(ref nobody);
            else Put(ShardOf(id), new RoutedEvent(id, asUser, happened, offset));
        }
        // A shard that none of it is for hears once a second how far the log was read: to wake all of them each time costs more than the events.
        var toAll = told[partition] is not { } last || clock.GetElapsedTime(last) >= TellEvery;
        for (var shard = 0; shard < parts.Length; shard++)
            if (toAll || parts[shard] is not null) await workers[shard].Bring(new EventBatch(partition, next, parts[shard] ?? []), cancel);
        if (toAll) told[partition] = clock.GetTimestamp();
        Volatile.Write(ref read[partition], next);

        void Put(int shard, in RoutedEvent routed) => (parts[shard] ??= new List<RoutedEvent>(Ahead)).Add(routed);
    }

    /// <summary>The picture of one customer as of now, with all that was taken in before. Somebody unknown has an empty one.</summary>
    /// <param name="id">A user's or a visitor's id.</param>
    /// <returns>Completed by the shard's own thread: whoever waits for it needs no other thread, so that many may wait at once.</returns>
    public Task<CustomerView> View(string id, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        var home = profiles?.FirstIdOf(id) ?? id;
        return workers[ShardOf(home)].Ask(shard => Look(shard, id, home), cancel);
    }

    /// <summary>Makes every shard what its snapshot says, and people with several ids one again. Before any event is taken in.</summary>
    /// <returns>What could not be read, in sentences.</returns>
    public async Task<IReadOnlyList<string>> Restore(string folder, LiveDefinitions definitions, CancellationToken cancel)
    {
        var lacks = await Task.WhenAll(workers.Select(worker => worker.Ask(shard => SnapshotFile.Read(folder, shard, shards.Length), cancel)));
        await OnAll(shard => shard.IsRestoring = true, cancel);
        foreach (var group in profiles?.Linked.GroupBy(one => one.Value.FirstId) ?? [])
            Tie([.. group.Select(one => (one.Key, (LinkedProfile?)one.Value))], DateTime.UnixEpoch);
        for (var round = 0; round < 2; round++) await OnAll(_ => { }, cancel);
        await OnAll(shard =>
        {
            shard.IsRestoring = false;
            shard.Begin(definitions, Now);
        }, cancel);
        return [.. lacks.OfType<string>()];
    }

    /// <summary>What comes now is old: it is its own time that counts, and what it brings about waits for <see cref="GoLive"/>.</summary>
    public Task Replay(CancellationToken cancel) => OnAll((shard, worker) => shard.IsReplaying = !(worker.IsLive = false), cancel);

    /// <summary>All that was old is taken in: time goes on from here.</summary>
    public async Task GoLive(CancellationToken cancel)
    {
        await Settled(cancel);
        await OnAll((shard, worker) =>
        {
            worker.IsLive = true;
            shard.GoLive(Now);
            shard.Publish();
        }, cancel);
    }

    /// <summary>The offsets from which a partition has to be read: the lowest that any shard has not seen.</summary>
    public async Task<long> NextOf(int partition, CancellationToken cancel) => (await Task.WhenAll(workers.Select(worker => worker.Ask(shard => shard.Offsets[partition], cancel)))).Min();

    /// <summary>A shard as the content of its snapshot, with the offsets that it includes.</summary>
    public async Task<(byte[] Content, long[] Offsets)> Snapshot(int shard, CancellationToken cancel)
    {
        for (var partition = 0; partition < read.Length; partition++)
            if (Volatile.Read(ref read[partition]) is > 0 and var next) await workers[shard].Bring(new EventBatch(partition, next, []), cancel);
        await workers[shard].Settled(cancel);
        return await workers[shard].Ask(one => (SnapshotFile.Content(one, shards.Length), one.Offsets.ToArray()), cancel);
    }

    /// <summary>Other definitions of live segments hold from now on, in every shard.</summary>
    public Task Define(LiveDefinitions definitions, CancellationToken cancel) => OnAll(shard => shard.Define(definitions, Now), cancel);

    /// <summary>New scores and segments are published.</summary>
    public Task PublishedAnew(CancellationToken cancel) => OnAll(shard => shard.PublishedAnew(Now), cancel);

    /// <summary>How many people are in each live segment.</summary>
    public async Task<IReadOnlyDictionary<string, int>> Members(CancellationToken cancel)
    {
        var counts = await Task.WhenAll(workers.Select(worker => worker.Ask(shard => shard.Members(), cancel)));
        return counts.SelectMany(one => one).GroupBy(one => one.Key).ToDictionary(group => group.Key, group => group.Sum(one => one.Value));
    }

    /// <summary>Completes when all that was taken in before has been worked off, and what it brought about elsewhere too.</summary>
    public async Task Settled(CancellationToken cancel)
    {
        await Task.WhenAll(workers.Select(worker => worker.Settled(cancel)));
        if (profiles is not null) await profiles.Flush(cancel);
        // A merge makes shards tell each other: once for what was decided, once for the copies that follow from it.
        for (var round = 0; round < 2; round++) await OnAll(_ => { }, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await ticks.DisposeAsync();
        foreach (var worker in workers) worker.Complete();
        await Task.WhenAll(running);
    }

    private CustomerView Look(Shard shard, string id, string home)
    {
        var entry = shard.Find(home);
        return viewing.Of(id, entry?.Ties?.Profile.Ids ?? [home], entry is null ? null : Shard.Person(entry), entry?.Standing, Now);
    }

    private int ShardOf(string id) => LogPartition.Of(id, shards.Length);

    private Task<bool[]> OnAll(Action<Shard> work, CancellationToken cancel) => OnAll((shard, _) => work(shard), cancel);

    private Task<bool[]> OnAll(Action<Shard, ShardWorker> work, CancellationToken cancel) => Task.WhenAll(workers.Select(worker => worker.Ask(shard =>
    {
        work(shard, worker);
        Deliver(shard);
        return true;
    }, cancel)));

    private Task<long> FirstSeen(string id, CancellationToken cancel) =>
        workers[ShardOf(id)].Ask(shard => shard.Find(id) is { IsEmpty: false } entry ? entry.Look().FirstSeen : Moment.Never, cancel);

    private void Tie(IReadOnlyList<(string Id, LinkedProfile? Profile)> changed, DateTime at)
    {
        // First ids in front: they must know of the profile before copies of the others arrive.
        foreach (var (id, profile) in changed.OrderBy(one => one.Profile is null || one.Profile.FirstId == one.Id ? 0 : 1))
            workers[ShardOf(id)].Post(shard =>
            {
                shard.Tie(id, profile, Moment.Of(at));
                Deliver(shard);
            });
    }

    /// <summary>Does elsewhere what a shard wants done; on the shard's thread.</summary>
    private void Deliver(Shard shard)
    {
        var outbox = shard.Outbox;
        if (outbox.IsEmpty) return;
        foreach (var wish in outbox.Wishes) profiles?.Wish(wish);
        foreach (var transition in outbox.Transitions) Moved?.Invoke(transition);
        foreach (var (entry, at) in outbox.Changed)
        {
            if (entry.IsHome) continue;   // it was parted meanwhile
            var copy = shard.CopyOf(entry, at);
            workers[ShardOf(copy.Home)].Post(home =>
            {
                home.TakePart(copy);
                Deliver(home);
            });
        }
        outbox.Clear();
    }

    private void Tick()
    {
        foreach (var worker in workers) worker.Tick();
    }
}
