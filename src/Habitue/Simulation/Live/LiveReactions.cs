using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace Habitue.Simulation.Live;

/// <summary>
/// Asks the server what to show to a visitor, and lets some buy because of it. Each action has an effect that is planted: the share
/// of those who would not have bought and now do. It follows from the action's name alone, so that whoever measures can be checked.
/// </summary>
internal sealed class LiveReactions : IAsyncDisposable
{
    private const int Workers = 2, Waiting = 256;
    private static readonly double[] Effects = [0, .03, .08, .15];
    private readonly Channel<(int Index, Visit Visit)> _asked = Channel.CreateBounded<(int, Visit)>(new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentQueue<Visit> _moved = [];
    private readonly HttpClient _client;
    private readonly LivePlan _plan;
    private readonly LiveLedger _ledger;
    private readonly Task[] _workers;
    private readonly CancellationTokenSource _stop = new();

    public LiveReactions(LivePlan plan, LiveLedger ledger)
    {
        (_plan, _ledger) = (plan, ledger);
        _client = plan.Client();
        _workers = plan.Placements.Count == 0 ? [] : [.. Enumerable.Range(0, Workers).Select(_ => Task.Run(Work))];
    }

    /// <summary>The planted effect of an action: one of 0, 3, 8 and 15 in a hundred.</summary>
    public static double EffectOf(string action) => Effects[Dice.Hash(0, Purpose.Campaign, (long)Fingerprint(action)) % (ulong)Effects.Length];

    /// <summary>A visitor has come; they are asked about when there is time.</summary>
    public void Arrived(int index, in Visit visit)
    {
        if (_workers.Length > 0 && visit.Kind != VisitKind.Bot) _asked.Writer.TryWrite((index, visit));
    }

    /// <summary>Visitors who come back to buy, once each.</summary>
    public bool TryTakeMoved(out Visit visit) => _moved.TryDequeue(out visit);

    private async Task Work()
    {
        await foreach (var (index, visit) in _asked.Reader.ReadAllAsync(_stop.Token))
        {
            foreach (var action in await Ask(index, visit))
            {
                var dice = Dice.Of(_plan.Run, Purpose.Campaign, index);
                var moves = visit.Kind == VisitKind.Browse && dice.Chance(EffectOf(action));
                _ledger.Decide(action, moves);
                if (moves) _moved.Enqueue(visit);
            }
        }
    }

    /// <summary>The first action of each placement; none where the server shows nothing or does not decide.</summary>
    private async Task<IReadOnlyList<string>> Ask(int index, Visit visit)
    {
        try
        {
            using var answer = await _client.PostAsJsonAsync("v1/decide", Request(index, visit), _stop.Token);
            if (!answer.IsSuccessStatusCode)
            {
                _ledger.Undecided((int)answer.StatusCode);
                return [];
            }
            using var body = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(_stop.Token), cancellationToken: _stop.Token);
            return [.. body.RootElement.GetProperty("decisions").EnumerateArray()
                .Select(one => one.GetProperty("actions")).Where(actions => actions.GetArrayLength() > 0).Select(actions => actions[0].GetProperty("id").GetString()!)];
        }
        catch (HttpRequestException)
        {
            _ledger.Undecided(0);   // the server is away; the visitor sees the page without
            return [];
        }
    }

    private Dictionary<string, object> Request(int index, in Visit visit)
    {
        Span<byte> id = stackalloc byte[36];
        var (high, low) = WebSession.IdOf(_plan.Shop.Seed, visit.Kind, visit.Who, visit.Device);
        Utf8Text.WriteId(id, high, low);
        var asked = new Dictionary<string, object> { ["requestId"] = $"{_plan.Run}-{index}", ["anonymousId"] = Encoding.ASCII.GetString(id), ["placements"] = _plan.Placements };
        if (visit.Is(VisitMarks.SignedIn)) asked["userId"] = Customer.Id(visit.Who);
        return asked;
    }

    private static ulong Fingerprint(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var one in Encoding.UTF8.GetBytes(text)) hash = (hash ^ one) * 1099511628211UL;
        return hash;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_workers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _client.Dispose();
        _stop.Dispose();
    }
}
