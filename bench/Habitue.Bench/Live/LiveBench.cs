using System.Diagnostics;
using System.Globalization;

namespace Habitue.Bench.Live;

/// <summary>
/// The live server under load, generator and server on the same cores: durable ingestion, the time until an acknowledgement and
/// until an event can be queried, beside what the machine itself takes. <c>live crash</c> kills the server again and again,
/// <c>live soak</c> looks at its memory.
/// </summary>
internal static class LiveBench
{
    private const int Port = 5187;

    public static int Run(string[] args)
    {
        string home = Path.Combine(Directory.CreateTempSubdirectory("habitue-bench-").FullName, "home");
        try
        {
            return args.FirstOrDefault() switch
            {
                "crash" => CrashRun.Run(home, Port, args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1_000_000),
                "soak" => Soak(home, args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 600),
                _ => Speed(home, args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 8, args.Length > 1 ? args[1..] : []),
            };
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(home)!, recursive: true);
        }
    }

    private static int Speed(string home, double seconds, string[] only)
    {
        using var server = new ServerProcess(home, Port);
        var page = new LivePage(new Request("/v1/batch", server.Authorization, 1).BodyBytes);
        bool Wanted(string part) => only.Length == 0 || only.Contains(part);
        Load.Run(server, "/v1/batch", 8, 100, 3);   // compiled and warm
        Load.Run(server, "/v1/track", 32, 1, 2);
        if (Wanted("floors"))
        {
            page.Floor("an fsync of 8 kB", $"{Floors.Fsync(home):0.00} ms", "the middle of 300 in the folder of the home");
            var hundred = new Request("/v1/batch", server.Authorization, 100);
            page.Floor("reading the JSON", $"{Floors.Json(hundred):N0} events/s", "the framework's reader on one core, doing nothing with what it reads");
            page.Floor("loopback, 100 events a request", Load.Run(server, "/v1/m", 16, 100, seconds / 2), "the same requests to an address that answers without looking at the body");
            page.Floor("loopback, 1 event a request", Load.Run(server, "/v1/m", 64, 1, seconds / 2), "the same with one event");
        }

        CatchUp(server);
        if (Wanted("batches"))
        {
            var measured = Costed(server, () => Load.Run(server, "/v1/batch", 16, 100, seconds));
            page.Row("batches of 100", measured, $"16 connections, the next request follows the answer; the warehouse gives way meanwhile and had all of them {CatchUp(server):0} s later; {server.ResidentBytes >> 20} MB resident", "100,000, aim 250,000");
        }

        if (Wanted("single"))
        {
            var measured = Costed(server, () => Load.Run(server, "/v1/track", 64, 1, seconds));
            page.Row("single events", measured, $"64 kept-alive connections with one event on its way each, no pipelining; the warehouse had all of them {CatchUp(server):0} s later", "15,000");
        }

        if (Wanted("steady"))
        {
            Dictionary<string, double> start = server.Metrics();
            page.Row("at 10,000 events/s", Costed(server, () => Load.RunAt(server, "/v1/batch", 16, 10, seconds * 2, perSecond: 1_000)), "1,000 requests a second of 10 events each; waiting counts from the moment at which a request was due", "p99 at most 25 ms");
            CatchUp(server);
            Dictionary<string, double> end = server.Metrics();
            page.Query(Quantile(start, end, 0.5), Quantile(start, end, 0.99));
        }

        if (only.Length == 0)
            page.Save();
        return 0;
    }

    /// <summary>A load with what it took of the server's processor time meanwhile.</summary>
    private static (LoadResult Load, double Server) Costed(ServerProcess server, Func<LoadResult> run)
    {
        Console.Error.WriteLine($"begins: server {server.Id}");
        TimeSpan before = server.ProcessorTime;
        double paused = Pauses(server);
        LoadResult result = run();
        TimeSpan took = server.ProcessorTime - before;
        Console.Error.WriteLine($"ends: {took.TotalSeconds / result.Seconds:0.00} cores, collecting garbage stopped it for {(Pauses(server) - paused) * 1000 / result.Seconds:0} ms a second");
        return (result, took.TotalMicroseconds / result.Events);
    }

    private static double Pauses(ServerProcess server) => Sum(server.Metrics(), "dotnet_gc_pause_time");

    /// <summary>Waits until the warehouse has everything that was accepted, and a second more for the others.</summary>
    /// <returns>How many seconds it took.</returns>
    private static double CatchUp(ServerProcess server)
    {
        long begin = Stopwatch.GetTimestamp();
        while (server.Metrics() is var now && Sum(now, "habitue_warehouse_events") < Sum(now, "habitue_collector_events_total{outcome=\"accepted\"}"))
            Thread.Sleep(200);
        double took = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        Thread.Sleep(1_000);
        return took;
    }

    private static double Sum(Dictionary<string, double> metrics, string name) => metrics.Where(m => m.Key.StartsWith(name, StringComparison.Ordinal)).Sum(m => m.Value);

    /// <summary>The bound of the bucket that a share of the events lies below.</summary>
    private static string Quantile(Dictionary<string, double> before, Dictionary<string, double> after, double share)
    {
        var buckets = after.Where(m => m.Key.StartsWith("habitue_warehouse_delay_seconds_bucket", StringComparison.Ordinal))
            .Select(m => (Bound: m.Key.Split("le=\"")[1].Split('"')[0], Count: m.Value - before.GetValueOrDefault(m.Key)))
            .OrderBy(b => b.Bound == "+Inf" ? double.PositiveInfinity : double.Parse(b.Bound, CultureInfo.InvariantCulture)).ToList();
        return buckets.Count == 0 ? "not measured" : $"at most {buckets.First(b => b.Count >= buckets[^1].Count * share).Bound} s";
    }

    private static int Soak(string home, int seconds)
    {
        using var server = new ServerProcess(home, Port);
        long most = 0;
        for (int at = 0; at < seconds; at += 20)
        {
            LoadResult result = Load.Run(server, "/v1/batch", 16, 100, 20);
            most = Math.Max(most, server.ResidentBytes);
            Console.WriteLine($"{at + 20,4} s  {result.PerSecond:N0} events/s, p99 {result.Percentile(0.99):0.0} ms, {result.Refused:N0} told to come later, memory {server.ResidentBytes >> 20} MB");
        }

        Console.WriteLine($"most {most >> 20} MB");
        return 0;
    }
}
