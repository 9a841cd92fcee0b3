using System.Collections.Concurrent;

namespace Habitue.Server;

/// <summary>
/// How often each client may ask: so many times a second on the average, and as many at once after a second of silence. Each is one number,
/// the moment at which all that it asked is paid for; the rule is known as the generic cell rate algorithm.
/// </summary>
/// <param name="perSecond">How often a second.</param>
/// <param name="clock">What time it is.</param>
internal sealed class RateLimit(int perSecond, TimeProvider clock)
{
    private const int MostRemembered = 100_000;
    private const long Burst = TimeSpan.TicksPerSecond;
    private readonly long price = Math.Max(1, TimeSpan.TicksPerSecond / perSecond);
    private readonly ConcurrentDictionary<string, Paid> clients = new(StringComparer.Ordinal);

    /// <summary>Null when the client may ask now; else how long it must wait.</summary>
    public TimeSpan? MustWait(string client)
    {
        var now = clock.GetUtcNow().UtcTicks;
        if (clients.Count > MostRemembered) Forget(now);
        var paid = clients.GetOrAdd(client, _ => new Paid());
        while (true)
        {
            var until = Volatile.Read(ref paid.Until);
            var next = Math.Max(until, now) + price;
            if (next - now > Burst) return TimeSpan.FromTicks(next - now - Burst);
            if (Interlocked.CompareExchange(ref paid.Until, next, until) == until) return null;
        }
    }

    /// <summary>Whoever has nothing left to pay for is as good as new.</summary>
    private void Forget(long now)
    {
        foreach (var (client, paid) in clients)
            if (Volatile.Read(ref paid.Until) <= now) clients.TryRemove(client, out _);
    }

    private sealed class Paid
    {
        public long Until;
    }
}
