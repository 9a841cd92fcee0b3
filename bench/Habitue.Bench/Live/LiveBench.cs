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
                _ => Speed(home, args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 8),
            };
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(home)!, recursive: true);
        }
    }

    private static int Speed(string home, double seconds)
    {
        using var server = new ServerProcess(home, Port);
        var hundred = new Request("/v1/batch", server.Authorization, 100);
        Console.WriteLine($"fsync of 8 kB            {Floors.Fsync(home):0.00} ms in the middle");
        Console.WriteLine($"reading the JSON         {Floors.Json(hundred):N0} events/s on one core ({hundred.BodyBytes / 100} bytes an event)");
        Load.Run(server, "/v1/batch", 8, 100, 3);   // compiled and warm
        Show("loopback, 100 events", Load.Run(server, "/v1/m", 16, 100, seconds / 2));
        Show("loopback, 1 event", Load.Run(server, "/v1/m", 64, 1, seconds / 2));
        TimeSpan before = server.ProcessorTime;
        LoadResult batches = Load.Run(server, "/v1/batch", 16, 100, seconds);
        Show("batches of 100", batches);
        Console.WriteLine($"                         server: {(server.ProcessorTime - before).TotalMicroseconds / batches.Events:0.0} us of processor time an event, {server.ResidentBytes >> 20} MB");
        CatchUp(server);
        Show("single events", Load.Run(server, "/v1/track", 64, 1, seconds));
        CatchUp(server);
        Dictionary<string, double> start = server.Metrics();
        Show("10,000 events/s", Load.Run(server, "/v1/batch", 16, 10, seconds * 2, perSecond: 1_000));
        CatchUp(server);
        Console.WriteLine($"until it can be queried  p50 {Quantile(start, server.Metrics(), 0.5)}, p99 {Quantile(start, server.Metrics(), 0.99)}");
        return 0;
    }

    private static void Show(string what, LoadResult result) =>
        Console.WriteLine($"{what,-24} {result.PerSecond:N0} events/s, acknowledged after p50 {result.Percentile(0.5):0.0} ms, p99 {result.Percentile(0.99):0.0} ms, most {result.Percentile(1):0.0} ms{(result.Refused > 0 ? $", {result.Refused:N0} requests told to come later" : "")}");

    /// <summary>Waits until the warehouse has stood still for a second.</summary>
    private static void CatchUp(ServerProcess server)
    {
        for (double last = -1, now; (now = server.Metrics().Where(m => m.Key.StartsWith("habitue_warehouse_events", StringComparison.Ordinal)).Sum(m => m.Value)) != last; last = now)
            Thread.Sleep(1_500);
    }

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
