using System.Diagnostics;
using System.Net.Sockets;
using Habitue.Duck;

namespace Habitue.Bench.Live;

/// <summary>
/// Sends events, a fifth of them twice, while the server is killed at random moments, and compares the warehouse with the
/// sender's own ledger: every acknowledged event is there once, and nothing else.
/// </summary>
internal static class CrashRun
{
    private const int Senders = 8, Batch = 100, Fresh = 80, Kills = 12;

    public static int Run(string home, int port, int events)
    {
        using var server = new ServerProcess(home, port);
        var acknowledged = new bool[events];
        long sent = 0, next = 0, failures = 0;
        long begin = Stopwatch.GetTimestamp();
        Thread[] senders = [.. Enumerable.Range(0, Senders).Select(s => new Thread(() => Send(s)))];
        foreach (Thread sender in senders)
            sender.Start();
        var random = new Random(20);
        for (int kill = 1; kill <= Kills; kill++)
        {
            long at = (long)((kill - 0.5 + random.NextDouble() * 0.9) * events / (Kills + 1));
            while (Interlocked.Read(ref next) < at)
                Thread.Sleep(random.Next(1, 20));
            server.Kill();
            server.Start();
        }

        foreach (Thread sender in senders)
            sender.Join();
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        Console.WriteLine($"{Kills} kills in {seconds:0} s; {sent:N0} events sent, {acknowledged.Count(a => a):N0} of {events:N0} different ones acknowledged, {failures:N0} requests without an answer and sent again");
        (long rows, long different, long known) found = Found(server, home, events);
        bool right = found == (events, events, events) && acknowledged.All(a => a);
        Console.WriteLine($"in the warehouse: {found.rows:N0} rows, {found.different:N0} different message ids, {found.known:N0} of them sent: {(right ? "every event once" : "WRONG")}");
        return right ? 0 : 1;

        void Send(int sender)
        {
            var dice = new Random(sender);
            var request = new Request("/v1/batch", server.Authorization, Batch);
            Connection? connection = null;
            Span<long> numbers = stackalloc long[Batch];
            while (Interlocked.Add(ref next, Fresh) - Fresh is var from && from < events)
            {
                for (int i = 0; i < Batch; i++)
                    numbers[i] = i < Fresh ? Math.Min(from + i, events - 1) : dice.NextInt64(Math.Max(1, Math.Min(from + Fresh, events)));
                while (true)
                {
                    try
                    {
                        connection ??= new Connection(port);
                        Interlocked.Add(ref sent, Batch);
                        int status = connection.Send(request.Numbered(numbers));
                        if (status == 200)
                            break;
                        Interlocked.Increment(ref failures);
                        Thread.Sleep(50);
                    }
                    catch (SocketException)
                    {
                        Interlocked.Increment(ref failures);
                        connection?.Dispose();
                        connection = null;
                        Thread.Sleep(50);
                    }
                }

                foreach (long number in numbers)
                    acknowledged[number] = true;
            }

            connection?.Dispose();
        }
    }

    /// <summary>What the warehouse holds once the server has brought the rest of its log there, which it has when nothing has come for a while.</summary>
    private static (long Rows, long Different, long Known) Found(ServerProcess server, string home, int events)
    {
        double last = -1;
        for (int quiet = 0; quiet < 10;)
        {
            Thread.Sleep(1_000);
            double now = server.Metrics().Where(m => m.Key.StartsWith("habitue_warehouse_events", StringComparison.Ordinal)).Sum(m => m.Value);
            quiet = now > 0 && now == last ? quiet + 1 : 0;
            last = now;
        }

        server.Kill();
        using DuckDatabase database = DuckDatabase.Open(Path.Combine(home, "warehouse.duckdb"));
        using DuckConnection warehouse = database.Connect();
        return warehouse.Rows<(long, long, long)>("""
            SELECT COUNT(*), COUNT(DISTINCT message_id), COUNT(DISTINCT message_id) FILTER (WHERE TRY_CAST(substr(message_id, 11, 12) AS BIGINT) BETWEEN 0 AND $1 - 1 AND starts_with(message_id, 'node-next-')) FROM events
            """, (long)events)[0];
    }
}
