using System.Collections.Concurrent;

namespace Habitue.Server.Web.Access;

/// <summary>Holds back who tries passwords: after ten failures within five minutes, from one address or for one name, nobody is let in there until some have passed.</summary>
internal sealed class SignInGuard(TimeProvider clock)
{
    public const int MostFailures = 10;
    private const int MostRemembered = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, Queue<long>> failures = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether another try may be made.</summary>
    public bool Allows(string address, string name) => Count("from " + address) < MostFailures && Count("for " + name) < MostFailures;

    public void Failed(string address, string name)
    {
        // Whoever floods the memory with names is held back by the address.
        if (failures.Count > MostRemembered) failures.Clear();
        foreach (var key in (string[])["from " + address, "for " + name])
        {
            var of = failures.GetOrAdd(key, _ => new Queue<long>());
            lock (of) of.Enqueue(clock.GetTimestamp());
        }
    }

    private int Count(string key)
    {
        if (!failures.TryGetValue(key, out var of)) return 0;
        lock (of)
        {
            while (of.Count > 0 && clock.GetElapsedTime(of.Peek()) > Window) of.Dequeue();
            return of.Count;
        }
    }
}
