using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Habitue.Bench.Live;
using Habitue.Collector;
using Habitue.Decisions;
using Habitue.Decisions.Customers;
using Habitue.Duck;
using Habitue.Learning;
using Habitue.Live;
using Habitue.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Bench.Decisions;

/// <summary>
/// <c>/v1/decide</c> at a fixed rate with a million known customers: requests are sent when they are due, whether or not earlier ones were
/// answered, and their time counts from when they were due. The server is a process of its own, as its users start it, on the cores that the sender uses too; its memory is counted within
/// this process before.
/// </summary>
internal static partial class DecideLoad
{
    private const int Port = 5189, Customers = 1_000_000, Rate = 1_000, WarmUpSeconds = 4, Seconds = 12;

    public static void Write(TextWriter to)
    {
        var kept = Environment.GetEnvironmentVariable("HABITUE_BENCH_FOLDER");
        var folder = kept ?? Directory.CreateTempSubdirectory("habitue-decide-").FullName;
        try
        {
            Fill(folder);
            var key = WriteMemory(folder, to).GetAwaiter().GetResult();
            Run(folder, key, to).GetAwaiter().GetResult();
        }
        finally
        {
            if (kept is null) Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Makes the shop, unless a folder that was named holds it from an earlier run; what that run decided is forgotten.</summary>
    public static void Fill(string folder)
    {
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder).FullName, Catalogue.FileName), BigShop.Catalogue);
        var warehouse = Path.Combine(folder, "warehouse.duckdb");
        foreach (var left in Directory.EnumerateFiles(folder).Where(file => !Path.GetFileName(file).StartsWith("warehouse", StringComparison.Ordinal) && Path.GetFileName(file) != Catalogue.FileName))
            File.Delete(left);
        if (Directory.Exists(Path.Combine(folder, "live"))) Directory.Delete(Path.Combine(folder, "live"), recursive: true);
        if (File.Exists(warehouse)) return;
        using var made = DuckDatabase.Open(warehouse, new DuckSettings { MemoryLimit = "4GB" });
        using var connection = made.Connect();
        BigShop.Fill(connection, Customers);
    }

    /// <returns>A key for those who ask.</returns>
    private static async Task<string> WriteMemory(string folder, TextWriter to)
    {
        using var database = DuckDatabase.Open(Path.Combine(folder, "warehouse.duckdb"), new DuckSettings { MemoryLimit = "2GB" });
        var before = Kept();
        var clock = Stopwatch.StartNew();
        await using var server = LiveServer.Build(new ServerSettings("http://127.0.0.1:0", folder), database.Connect, TimeProvider.System, [new HealthModule(), new LogModule(), new LiveStateModule(), new DecisionsModule()]);
        await server.StartAsync(CancellationToken.None);
        var loaded = clock.Elapsed;
        var bytes = (double)(Kept() - before);
        var table = server.Services.GetRequiredService<Decider>().World.Customers;
        to.WriteLine("## Memory");
        to.WriteLine();
        to.WriteLine($"{table.Count:N0} known customers with {CustomerFields.Published.Count} fields and ten recommendations each, read in {loaded.TotalSeconds:N1} s: {bytes / table.Count:N0} bytes each (asked: at most 1,024),");
        to.WriteLine($"by what the collector counts with everything else that the server keeps; the columns themselves take {(double)table.Bytes / table.Count:N0}.");
        to.WriteLine();
        var key = server.Services.GetRequiredService<AccessKeys>().Make(KeyKind.Write, "bench");
        await server.StopAsync();
        return key;
    }

    private static async Task Run(string folder, string key, TextWriter to)
    {
        using var server = new ServerProcess(folder, Port);
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = new Uri($"http://127.0.0.1:{Port}") };
        client.DefaultRequestHeaders.Add("X-API-Key", key);
        to.WriteLine($"## {Rate:N0} requests a second");
        to.WriteLine();
        to.WriteLine($"{Seconds} s each after {WarmUpSeconds} s to warm up. Each request is for another of the customers; every decision goes to the log on the disk behind it, and live state follows that log. In milliseconds from when it was due.");
        to.WriteLine();
        to.WriteLine("| request | p50 | p95 | p99 | p99.9 | longest | decided | fallbacks by deadline |");
        to.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        await Row(to, "floor: `GET /health/live`", client, (_, _) => new HttpRequestMessage(HttpMethod.Get, "/health/live"));
        await Row(to, "`/v1/decide`: a bandit of four offers", client, (i, customer) => Decide(i, customer, "\"hero\""));
        await Row(to, "`/v1/decide`: eight products", client, (i, customer) => Decide(i, customer, "\"list\""));
        await Row(to, "`/v1/decide`: bandit, expected value and products at once", client, (i, customer) => Decide(i, customer, "\"hero\", \"worth\", \"list\""));
        to.WriteLine();
        await WriteChanges(to, client, key);
    }

    /// <summary>From sending an event until a decision is another because of it: a product is sold out, and leaves the list of a customer who saw it there.</summary>
    private static async Task WriteChanges(TextWriter to, HttpClient client, string key)
    {
        const int changes = 300;
        var (random, times) = (new Seed(5).For(0), new double[changes]);
        for (var i = 0; i < changes; i++)
        {
            var (customer, asked, first) = (0, 0, "");
            async Task<string> List()
            {
                using var answer = await client.SendAsync(Decide((i * 10_000) + 1_000_000_000 + asked++, customer, "\"list\""));
                return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
            }
            // Those who are held out see no products.
            for (; first.Length == 0; first = Product().Match(await List()).Groups[1].Value) customer = random.Below(Customers);
            var began = Stopwatch.GetTimestamp();
            using (var sent = await client.PostAsync($"/v1/track?writeKey={key}", new StringContent($$"""{"userId": "shop", "event": "Stock Changed", "properties": {"product_id": "{{first}}", "stock": 0 } }""", Encoding.UTF8, "application/json")))
                sent.EnsureSuccessStatusCode();
            while ((await List()).Contains($"\"id\":\"{first}\"", StringComparison.Ordinal))
                if (Stopwatch.GetElapsedTime(began).TotalSeconds > 30) throw new InvalidOperationException($"{first} is still shown 30 s after it was sold out.");
            times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
        Array.Sort(times);
        to.WriteLine("## From an event to another decision");
        to.WriteLine();
        to.WriteLine($"{changes} times a product is told to be sold out, and a customer who saw it asks again and again until it is gone from the list. From sending the event, which is on the disk before it is acknowledged, to the answer without the product: {times[changes / 2]:0.0} ms in the middle, {times[(int)(changes * 0.99)]:0.0} ms for 99 of 100 (asked: at most 100 ms), {times[^1]:0.0} ms at most.");
        to.WriteLine();
    }

    [GeneratedRegex("\"id\":\"(P[0-9]+)\"")]
    private static partial Regex Product();

    /// <summary>What is reachable: the server's collector leaves rubbish for long unless it is told not to.</summary>
    private static long Kept()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static HttpRequestMessage Decide(int i, int customer, string placements) => new(HttpMethod.Post, "/v1/decide")
    {
        Content = new StringContent($$"""{"requestId": "{{Environment.ProcessId}}-{{placements.Length}}-{{i}}", "userId": "C{{customer:00000000}}", "placements": [{{placements}}], "context": { "page": "/sale" } }""", Encoding.UTF8, "application/json"),
    };

    private static async Task Row(TextWriter to, string name, HttpClient client, Func<int, int, HttpRequestMessage> request)
    {
        await Send(client, WarmUpSeconds, (i, customer) => request(-i - 1, customer));
        var (times, decided, late) = await Send(client, Seconds, request);
        Array.Sort(times);
        double At(double share) => times[(int)Math.Min(times.Length - 1, share * times.Length)];
        to.WriteLine($"| {name} | {At(0.5):0.00} | {At(0.95):0.00} | {At(0.99):0.00} | {At(0.999):0.00} | {times[^1]:0.0} | {decided:N0} | {late:N0} |");
    }

    private static async Task<(double[] Times, long Decided, long Late)> Send(HttpClient client, int seconds, Func<int, int, HttpRequestMessage> request)
    {
        var (random, times, waiting, decided, late) = (new Seed(3).For(0), new double[seconds * Rate], new List<Task>(), 0L, 0L);
        var clock = Stopwatch.StartNew();
        // Who sends sleeps between requests, and must not take one of the pool's few threads from the server that shares the process.
        await Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < times.Length; i++)
                {
                    var due = TimeSpan.FromSeconds((double)i / Rate);
                    while (clock.Elapsed < due) Thread.Sleep(1);
                    waiting.Add(One(i, due, request(i, random.Below(Customers))));
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.WhenAll(waiting);
        return (times, decided, late);

        async Task One(int i, TimeSpan due, HttpRequestMessage message)
        {
            using var answer = await client.SendAsync(message);
            var body = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
            times[i] = (clock.Elapsed - due).TotalMilliseconds;
            Interlocked.Add(ref decided, body.Split("\"decisionId\"").Length - 1);
            if (body.Contains(FallbackReasons.Deadline, StringComparison.Ordinal)) Interlocked.Increment(ref late);
        }
    }
}
