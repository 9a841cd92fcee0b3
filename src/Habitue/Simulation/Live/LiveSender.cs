using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Channels;

namespace Habitue.Simulation.Live;

/// <summary>
/// Sends events in batches as an SDK does: what the server did not acknowledge goes again, under the same names, until it does;
/// the server counts each once.
/// </summary>
internal sealed class LiveSender : IAsyncDisposable
{
    private const int BatchSize = 100, Senders = 4, Waiting = 4096;
    private readonly Channel<LiveEvent> _queue = Channel.CreateBounded<LiveEvent>(Waiting);
    private readonly HttpClient _client;
    private readonly TimeProvider _clock;
    private readonly LiveLedger _ledger;
    private readonly Task[] _senders;
    private readonly CancellationTokenSource _stop = new();

    public LiveSender(LivePlan plan, LiveLedger ledger, TimeProvider clock)
    {
        (_ledger, _clock) = (ledger, clock);
        _client = plan.Client();
        _senders = [.. Enumerable.Range(0, Senders).Select(_ => Task.Run(Send))];
    }

    /// <summary>Hands an event over; waits while the server is behind.</summary>
    public ValueTask Send(LiveEvent due, CancellationToken cancel) => _queue.Writer.WriteAsync(due, cancel);

    /// <summary>Sends what waits, for a while, and then ends.</summary>
    /// <exception cref="LiveTrafficException">The server refused something.</exception>
    public async Task Finish(TimeSpan within)
    {
        _queue.Writer.TryComplete();
        _stop.CancelAfter(within);
        try
        {
            await Task.WhenAll(_senders);
        }
        catch (OperationCanceledException) when (_senders.All(sender => !sender.IsFaulted))
        {
            throw new LiveTrafficException($"{_client.BaseAddress} acknowledged {_ledger.Acknowledged:N0} events; it did not answer for the rest in {within.TotalSeconds:0} s.");
        }
    }

    private async Task Send()
    {
        try
        {
            await SendAll();
        }
        catch (LiveTrafficException refused)
        {
            _queue.Writer.TryComplete(refused);   // whoever hands over more is told at once
            throw;
        }
    }

    private async Task SendAll()
    {
        var batch = new List<(LiveEvent Event, DateTimeOffset Time)>(BatchSize);
        var body = new Utf8Text();
        while (await _queue.Reader.WaitToReadAsync(_stop.Token))
        {
            batch.Clear();
            body.Clear().Raw("{\"batch\":["u8);
            while (batch.Count < BatchSize && _queue.Reader.TryRead(out var due))
            {
                var now = _clock.GetUtcNow();
                Encoding.ASCII.GetBytes(Iso(now), due.Line.AsSpan(due.TimeAt));
                body.Raw(batch.Count == 0 ? ""u8 : ","u8).Raw(due.Line);
                batch.Add((due, now));
            }
            body.Raw("],\"sentAt\":\""u8).Ascii(Iso(_clock.GetUtcNow())).Raw("\"}"u8);
            await Deliver(body.ToArray());
            _ledger.Acknowledge(batch);
        }
    }

    private async Task Deliver(byte[] body)
    {
        for (var attempt = 0; ; attempt++)
        {
            var wait = TimeSpan.FromMilliseconds(Math.Min(5_000, 50 << Math.Min(attempt, 7)));
            try
            {
                using var content = new ByteArrayContent(body);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var answer = await _client.PostAsync("v1/batch", content, _stop.Token);
                if (answer.IsSuccessStatusCode) return;
                if (answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
                    throw new LiveTrafficException($"{_client.BaseAddress}v1/batch answered {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(_stop.Token)}".TrimEnd());
                wait = answer.Headers.RetryAfter?.Delta ?? wait;
            }
            catch (HttpRequestException)
            {
                // The server is away; it comes back, and this is sent again.
            }
            _ledger.Repeat();
            await Task.Delay(wait, _clock, _stop.Token);
        }
    }

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _queue.Writer.TryComplete();
        await Task.WhenAll(_senders).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _client.Dispose();
        _stop.Dispose();
    }
}
