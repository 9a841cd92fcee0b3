using System.Diagnostics;

namespace Habitue.Bench.Live;

/// <summary>What a load brought: acknowledged events, how long it took, and how long each request waited.</summary>
internal sealed record LoadResult(long Events, double Seconds, double[] Milliseconds, long Refused)
{
    public double PerSecond => Events / Seconds;

    public double Percentile(double share) => Milliseconds.Length == 0 ? double.NaN : Milliseconds[Math.Min(Milliseconds.Length - 1, (int)(Milliseconds.Length * share))];
}

/// <summary>Sends as fast as the server answers, or at a given rate, over some connections with a thread each.</summary>
internal static class Load
{
    private static long numbers = 1;

    /// <param name="server">The server.</param>
    /// <param name="path">Where to send.</param>
    /// <param name="connections">How many connections.</param>
    /// <param name="events">Events in a request.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="perSecond">Requests a second over all connections; 0 for as fast as possible. Waiting then counts from the moment at which a request was due.</param>
    public static LoadResult Run(ServerProcess server, string path, int connections, int events, double seconds, double perSecond = 0)
    {
        var times = new List<double>[connections];
        long acknowledged = 0, refused = 0, due = 0;
        long begin = Stopwatch.GetTimestamp();
        Thread[] threads = [.. Enumerable.Range(0, connections).Select(c => new Thread(() =>
        {
            List<double> mine = times[c] = new(1 << 16);
            var request = new Request(path, server.Authorization, events);
            using var connection = new Connection(server.Port);
            while (Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds)
            {
                long from = Interlocked.Add(ref numbers, events) - events;
                long sent = Stopwatch.GetTimestamp();
                if (perSecond > 0)
                {
                    long at = begin + (long)(Interlocked.Increment(ref due) / perSecond * Stopwatch.Frequency);
                    for (long left; (left = at - Stopwatch.GetTimestamp()) > 0;)
                        Thread.Sleep(TimeSpan.FromSeconds((double)left / Stopwatch.Frequency));
                    sent = at;
                }

                if (connection.Send(request.Numbered(from)) == 200)
                    Interlocked.Add(ref acknowledged, events);
                else
                    Interlocked.Increment(ref refused);
                mine.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            }
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        double[] all = [.. times.SelectMany(t => t)];
        Array.Sort(all);
        return new LoadResult(acknowledged, Stopwatch.GetElapsedTime(begin).TotalSeconds, all, refused);
    }
}
