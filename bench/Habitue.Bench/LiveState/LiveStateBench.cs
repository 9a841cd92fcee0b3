using System.Diagnostics;
using System.Globalization;
using System.Text;
using Habitue.Live;
using Habitue.Live.Segments;
using Habitue.Live.Snapshots;

namespace Habitue.Bench.LiveState;

/// <summary>What live state costs: events a second and core, memory of a customer at rest, time of a restart, and how soon an event shows in the customer's view.</summary>
internal static class LiveStateBench
{
    private const int Partitions = 8, Active = 100_000, Resting = 200_000, Batch = 1_000;

    private static readonly DateTime Start = new(2026, 3, 2, 10, 0, 0, DateTimeKind.Utc);

    public static int Run(string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("habitue-live-bench-");
        try
        {
            var page = new StringBuilder($"""
                # Live state

                {Contest.Machine()}; {TimeProvider.System.GetUtcNow():yyyy-MM-dd}. Events as the log holds them ({Bytes()} bytes of JSON each on average), the standard live segments, {Partitions} shards.
                Run it: `dotnet run -c Release --project bench/Habitue.Bench -- livestate`

                | what | figure | how it is measured |
                |---|---:|---|

                """);
            foreach (var (what, figure, how) in new[] { Throughput(), Parsing(), Memory(), Restart(folder.FullName), Latency() }.SelectMany(rows => rows))
            {
                page.Append(CultureInfo.InvariantCulture, $"| {what} | {figure} | {how} |\n");
                Console.Error.WriteLine($"{what}: {figure}");
            }
            Console.Write(page);
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine("bench", "results")).FullName, "livestate.md"), page.ToString());
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static int Bytes() => (int)new LiveTraffic(Active, Start).Batch(Batch, _ => Start).Average(record => record.Value.Length);

    /// <summary>The first round meets every customer anew; in the others they are known and their visits go on.</summary>
    private static IEnumerable<(string, string, string)> Throughput()
    {
        const int Rounds = 5, Batches = 200;
        // The events are of now: of an older visit a tick would say that it is over, and put its customer to rest after every event.
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var traffic = new LiveTraffic(Active, now);
        var live = new LiveCustomers(Partitions, TimeProvider.System);
        live.Define(LiveFile.Parse(LiveFile.Standard, "standard.yaml"), CancellationToken.None).GetAwaiter().GetResult();
        var (cores, walls, next) = (new List<double>(), new List<double>(), 0L);
        for (var round = 0; round < Rounds; round++)
        {
            var from = now.AddSeconds((round - Rounds) * 200);
            CustomerEvent[][] batches = [.. Enumerable.Range(0, Batches).Select(batch => traffic.Batch(Batch, i => from.AddMilliseconds((batch * Batch) + i)).Select(record => CustomerEvent.Read(record.Value)).ToArray())];
            GC.Collect();
            using var process = Process.GetCurrentProcess();
            var (cpu, clock) = (process.TotalProcessorTime, Stopwatch.StartNew());
            foreach (var batch in batches) live.Take(0, next += Batch, batch, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            live.Settled(CancellationToken.None).GetAwaiter().GetResult();
            walls.Add(Batches * Batch / clock.Elapsed.TotalSeconds);
            process.Refresh();
            cores.Add(Batches * Batch / (process.TotalProcessorTime - cpu).TotalSeconds);
        }
        live.DisposeAsync().AsTask().GetAwaiter().GetResult();
        yield return ("events a second and core", $"{cores.Skip(1).Max():N0}", $"{Batches * Batch:N0} parsed events of {Active:N0} customers in visits that go on, through routing, state and live segments, divided by the processor time they took, collecting garbage included; best of {Rounds - 1}");
        yield return ("events a second, wall clock", $"{walls.Skip(1).Max():N0}", "the same, all shards at once on this machine");
        yield return ("events a second and core, of customers never seen before", $"{cores[0]:N0}", $"the round before, in which most of the {Active:N0} customers are met for the first time; it is also the one in which the code is compiled");
    }

    private static IEnumerable<(string, string, string)> Parsing()
    {
        var records = new LiveTraffic(Active, Start).Batch(100_000, _ => Start);
        var best = double.MaxValue;
        for (var round = 0; round < 4; round++)
        {
            var clock = Stopwatch.StartNew();
            foreach (var record in records) CustomerEvent.Read(record.Value);
            best = Math.Min(best, clock.Elapsed.TotalSeconds);
        }
        yield return ("the floor: records parsed a second and core", $"{records.Length / best:N0}", "the JSON alone, on one thread; it comes before the line above");
    }

    /// <summary>Everybody has one visit of eight events, which is over.</summary>
    private static IEnumerable<(string, string, string)> Memory()
    {
        var before = Settled();
        var live = new LiveCustomers(Partitions, TimeProvider.System);
        live.Define(LiveFile.Parse(LiveFile.Standard, "standard.yaml"), CancellationToken.None).GetAwaiter().GetResult();
        var traffic = new LiveTraffic(Resting, Start);
        for (var customer = 0; customer < Resting; customer += 100)
        {
            CustomerEvent[] visits = [.. Enumerable.Range(customer, 100).SelectMany(one => Enumerable.Range(0, 8).Select(i => CustomerEvent.Read(traffic.Of(one, Start.AddSeconds(i * 20)).Value)))];
            live.Take(0, (customer + 100) * 8, visits, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        }
        live.Settled(CancellationToken.None).GetAwaiter().GetResult();
        // The events are of an earlier day, so a tick sends everybody to rest.
        while (live.Figures.Sum(figures => figures.Visitors) > 0) live.View("nobody", CancellationToken.None).GetAwaiter().GetResult();
        var bytes = Settled() - before;
        yield return ("memory of a customer at rest", $"{bytes / (double)Resting:N0} bytes", $"{Resting:N0} customers with ids of 36 letters after a visit of 8 events each, all of the heap divided by them");
        live.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static long Settled()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    /// <summary>A hundred thousand customers in the middle of a visit, a snapshot, and 100,000 events after it.</summary>
    private static IEnumerable<(string, string, string)> Restart(string folder)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var traffic = new LiveTraffic(Active, now);
        var definitions = LiveFile.Parse(LiveFile.Standard, "standard.yaml");
        CustomerEvent[] Events(Func<int, int> customer) => [.. Enumerable.Range(0, Active).Select(i => CustomerEvent.Read(traffic.Of(customer(i), now.AddSeconds(-(Active - i) / 1000.0)).Value))];
        var live = new LiveCustomers(Partitions, TimeProvider.System);
        live.Define(definitions, CancellationToken.None).GetAwaiter().GetResult();
        long next = 0;
        for (var round = 0; round < 8; round++)
            foreach (var part in Events(i => i).Chunk(Batch)) live.Take(0, next += part.Length, part, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        live.Settled(CancellationToken.None).GetAwaiter().GetResult();
        var (taking, size) = (Stopwatch.StartNew(), 0L);
        for (var shard = 0; shard < live.Shards; shard++)
        {
            var (content, _) = live.Snapshot(shard, CancellationToken.None).GetAwaiter().GetResult();
            SnapshotFile.Write(folder, shard, content);
            size += content.Length;
        }
        taking.Stop();
        live.DisposeAsync().AsTask().GetAwaiter().GetResult();
        var tail = traffic.Batch(Active, _ => now);   // what came after the snapshot, as the log holds it
        GC.Collect();

        var clock = Stopwatch.StartNew();
        var again = new LiveCustomers(Partitions, TimeProvider.System);
        var lacks = again.Restore(folder, definitions, CancellationToken.None).GetAwaiter().GetResult();
        var restored = clock.Elapsed;
        again.Replay(CancellationToken.None).GetAwaiter().GetResult();
        foreach (var part in tail.Chunk(Batch))
            again.Take(0, next += part.Length, [.. part.Select(record => CustomerEvent.Read(record.Value))], CancellationToken.None).AsTask().GetAwaiter().GetResult();
        again.GoLive(CancellationToken.None).GetAwaiter().GetResult();
        var ready = clock.Elapsed;
        if (lacks.Count > 0) throw new InvalidOperationException(lacks[0]);
        yield return ($"restart with {again.Figures.Sum(figures => figures.Visitors):N0} active customers", $"{ready.TotalSeconds:N2} s", $"snapshots of {size / 1048576.0:N0} MB read in {restored.TotalSeconds:N2} s, then {tail.Length:N0} records parsed and taken in");
        yield return ("taking these snapshots", $"{taking.Elapsed.TotalSeconds:N2} s", "all shards one after the other, on the disk with fsync; each shard stands still only while its own is copied");
        again.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    /// <summary>At 10,000 events a second in the background: an event is brought, then the view is asked until it shows.</summary>
    private static IEnumerable<(string, string, string)> Latency()
    {
        var traffic = new LiveTraffic(Active, Start);
        var live = new LiveCustomers(Partitions, TimeProvider.System);
        live.Define(LiveFile.Parse(LiveFile.Standard, "standard.yaml"), CancellationToken.None).GetAwaiter().GetResult();
        using var stop = new CancellationTokenSource();
        var background = Task.Run(async () =>
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
            for (long next = 100; await timer.WaitForNextTickAsync(CancellationToken.None) && !stop.IsCancellationRequested; next += 100)
                await live.Take(0, next, [.. traffic.Batch(100, _ => TimeProvider.System.GetUtcNow().UtcDateTime).Select(record => CustomerEvent.Read(record.Value))], CancellationToken.None);
        });
        var own = new LiveTraffic(1, Start);
        var waits = new List<double>();
        for (var i = 0; i < 3_000; i++)
        {
            var record = own.Of(Active + 1 + (i % 500), TimeProvider.System.GetUtcNow().UtcDateTime);
            var clock = Stopwatch.StartNew();
            var happened = CustomerEvent.Read(record.Value);
            var expected = (i / 500) + 1;
            live.Take(1, i + 1, [happened], CancellationToken.None).AsTask().GetAwaiter().GetResult();
            while (live.View(happened.Key, CancellationToken.None).GetAwaiter().GetResult().Events < expected) Thread.Yield();
            waits.Add(clock.Elapsed.TotalMilliseconds);
            Thread.Sleep(1);
        }
        stop.Cancel();
        background.GetAwaiter().GetResult();
        waits.Sort();
        yield return ("event to changed view, p99", $"{waits[(int)(waits.Count * 0.99)]:N2} ms", $"{waits.Count:N0} events one after the other while 10,000 others a second come in; median {waits[waits.Count / 2]:N2} ms, from the record's bytes to a view that shows it");
        live.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
