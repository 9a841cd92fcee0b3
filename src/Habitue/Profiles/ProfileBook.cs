using System.Collections.Concurrent;
using System.Threading.Channels;
using Habitue.Live.State;
using Microsoft.Data.Sqlite;

namespace Habitue.Profiles;

/// <summary>
/// Who is who: which ids are one person's. Events wish that two ids be joined; one worker decides by the rules, writes each merge to the ledger, and then tells. To look up is
/// free of locks, from any thread.
/// </summary>
internal sealed class ProfileBook : IAsyncDisposable
{
    private const int MostAtOnce = 512;

    private readonly MergeLedger ledger;
    private readonly MergeGraph graph = new();
    private readonly HashSet<string> shared;
    private readonly JoinRules rules;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<string, LinkedProfile> linked = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> refused = new(StringComparer.Ordinal);
    private readonly Channel<Work> waiting = Channel.CreateUnbounded<Work>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource stopping = new();
    private readonly Task running;
    private int wishes;

    public ProfileBook(MergeLedger ledger, TimeProvider clock)
    {
        (this.ledger, this.clock) = (ledger, clock);
        shared = [.. ledger.SharedDevices()];
        rules = new JoinRules(graph, shared);
        foreach (var entry in ledger.All()) graph.Add(entry);
        foreach (var id in graph.Ids) Relink(id);
        running = Task.Run(Run);
    }

    /// <summary>When an id was first seen, in milliseconds since 1970; the lowest number when it never was.</summary>
    public Func<string, CancellationToken, Task<long>> FirstSeen { get; set; } = (_, _) => Task.FromResult(Moment.Never);

    /// <summary>Told of ids whose profile is another now (null: they stand alone), and as of when.</summary>
    public Action<IReadOnlyList<(string Id, LinkedProfile? Profile)>, DateTime>? Changed { get; set; }

    /// <summary>Why merges cannot be written now; null when they can.</summary>
    public string? Problem { get; private set; }

    /// <summary>Wishes that wait.</summary>
    public int Waiting => Volatile.Read(ref wishes);

    /// <summary>How many wishes were refused, by the reason.</summary>
    public IReadOnlyDictionary<string, long> Refused => refused;

    /// <summary>Every id that is joined to another, with its profile.</summary>
    public IEnumerable<KeyValuePair<string, LinkedProfile>> Linked => linked;

    /// <summary>The profile of an id; null when it stands alone.</summary>
    public LinkedProfile? Of(string id) => linked.GetValueOrDefault(id);

    /// <summary>The id that the person had first: the key of whatever must stay the same for a person.</summary>
    public string FirstIdOf(string id) => Of(id)?.FirstId ?? id;

    public void Wish(JoinWish wish)
    {
        Interlocked.Increment(ref wishes);
        waiting.Writer.TryWrite(new Work(wish, null));
    }

    /// <summary>Completes when all that was wished before is decided and on the disk.</summary>
    public Task Flush(CancellationToken cancel) => Do(() => { }, cancel);

    /// <summary>The ledger's entries of a person, also those undone.</summary>
    public async Task<IReadOnlyList<MergeEntry>> Merges(string id, CancellationToken cancel)
    {
        IReadOnlyList<MergeEntry> found = [];
        await Do(() =>
        {
            found = [.. (graph.ProfileOf(id)?.Ids ?? [id]).SelectMany(graph.Of).DistinctBy(entry => entry.Number).OrderBy(entry => entry.Number)];
        }, cancel);
        return found;
    }

    /// <summary>Undoes a merge: everybody's state is what it would be without it, and the two are not joined again.</summary>
    /// <exception cref="Host.UserMistakeException">There is no such merge, or it was undone before.</exception>
    public Task Undo(long number, string why, CancellationToken cancel) => Do(() =>
    {
        if (graph.Find(number) is not { } entry) throw new Host.UserMistakeException($"There is no merge {number}; the ledger's last one is {graph.Last}.");
        if (!entry.Holds) throw new Host.UserMistakeException($"Merge {number} was undone before, on {entry.UndoneAt:yyyy-MM-dd HH:mm} UTC ({entry.UndoneWhy}).");
        var moments = new Dictionary<string, DateTime>(StringComparer.Ordinal);
        var undone = Undo(entry, Now(), why, moments);
        try
        {
            Write([undone], moments);
        }
        catch (SqliteException)
        {
            graph.Replace(entry);   // it holds on, as the ledger says
            throw;
        }
    }, cancel);

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
    }

    private async Task Do(Action work, CancellationToken cancel)
    {
        var asked = new Work(null, work);
        ObjectDisposedException.ThrowIf(!waiting.Writer.TryWrite(asked), this);
        await asked.Done.Task.WaitAsync(cancel);
    }

    private async Task Run()
    {
        while (await waiting.Reader.WaitToReadAsync())
        {
            var changes = new List<LedgerChange>();
            var done = new List<Work>();
            var moments = new Dictionary<string, DateTime>(StringComparer.Ordinal);
            while (done.Count < MostAtOnce && waiting.Reader.TryRead(out var work))
            {
                done.Add(work);
                if (work.Wish is not { } wish) break;
                await Decide(wish, changes, moments);
                Interlocked.Decrement(ref wishes);
            }
            await WriteDown(changes, moments);
            Answer(done);
        }
    }

    /// <summary>What was decided is written, however long the disk takes to be well again.</summary>
    private async Task WriteDown(List<LedgerChange> changes, Dictionary<string, DateTime> moments)
    {
        while (true)
        {
            try
            {
                Write(changes, moments);
                Problem = null;
                return;
            }
            catch (SqliteException problem)
            {
                Problem = $"the ledger of merges cannot be written ({problem.Message.TrimEnd('.')}); it is tried again every second";
            }
            await Task.Delay(TimeSpan.FromSeconds(1), clock, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested) return;   // what is not in the ledger is decided again after the start
        }
    }

    private static void Answer(List<Work> done)
    {
        foreach (var work in done)
        {
            if (work.Question is not { } question) continue;
            try
            {
                question();
                work.Done.TrySetResult();
            }
            catch (Exception failed)
            {
                work.Done.TrySetException(failed);   // whoever asked is told
            }
        }
    }

    private async Task Decide(JoinWish wish, List<LedgerChange> changes, Dictionary<string, DateTime> moments)
    {
        if (rules.WhyNot(wish, out var parted) is { } why)
        {
            if (why != JoinRules.AlreadyOne) refused.AddOrUpdate(why, 1, (_, count) => count + 1);
            if (parted.Count == 0) return;
            shared.Add(wish.Other);
            changes.Add(new LedgerChange.Shared(wish.Other, wish.At, $"{parted[0].User} and {wish.User} signed in on it"));
            foreach (var entry in parted) changes.Add(Undo(entry, wish.At, why, moments));
            return;
        }
        // Who was seen first goes first. A visitor of whom nothing has come in yet goes before a user who appears with this very event: what the visitor did may be on its way.
        var (other, user) = (await FirstSeen(graph.ProfileOf(wish.Other)?.FirstId ?? wish.Other, CancellationToken.None), await FirstSeen(graph.ProfileOf(wish.User)?.FirstId ?? wish.User, CancellationToken.None));
        var otherFirst = user == Moment.Never || (other == Moment.Never ? user >= Moment.Of(wish.Happened) : other <= user);
        var merge = new MergeEntry(graph.Last + 1, wish.At, wish.Kind, wish.Other, wish.User, otherFirst ? wish.Other : wish.User, wish.Evidence, null, null);
        graph.Add(merge);
        changes.Add(new LedgerChange.Merged(merge));
        foreach (var id in graph.ProfileOf(wish.User)!.Ids) moments[id] = wish.At;
    }

    private LedgerChange.Undone Undo(MergeEntry entry, DateTime at, string why, Dictionary<string, DateTime> moments)
    {
        foreach (var id in graph.ProfileOf(entry.User)!.Ids) moments[id] = at;
        graph.Replace(entry with { UndoneAt = at, UndoneWhy = why });
        return new LedgerChange.Undone(entry.Number, at, why);
    }

    private void Write(List<LedgerChange> changes, Dictionary<string, DateTime> moments)
    {
        if (changes.Count == 0) return;
        ledger.Write(changes);   // nothing is told before it is on the disk
        foreach (var id in moments.Keys) Relink(id);
        if (Changed is not { } told) return;
        foreach (var group in moments.GroupBy(one => one.Value, one => one.Key)) told([.. group.Select(id => (id, Of(id)))], group.Key);
    }

    private void Relink(string id)
    {
        if (graph.ProfileOf(id) is { } profile) linked[id] = profile;
        else linked.TryRemove(id, out _);
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;

    private sealed record Work(JoinWish? Wish, Action? Question)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
