using System.Text.Json;
using Habitue.Lake.Log;
using Habitue.Live;
using Microsoft.Extensions.Hosting;

namespace Habitue.Server.Web.Happening;

/// <summary>
/// The latest of what happens, read from the end of the log, for whoever watches. Of a large batch only the last events are read, so that
/// a busy shop costs no more than a quiet one; it is a picture of what goes on, not a count.
/// </summary>
internal sealed class HappeningsOfLog(IEventLog log) : BackgroundService
{
    private const int Kept = 40, OfBatch = 10;
    private readonly Lock gate = new();
    private readonly Queue<Happened> latest = new();
    private long number;

    /// <summary>What came after this number, the oldest first.</summary>
    public IReadOnlyList<Happened> After(long seen)
    {
        lock (gate) return [.. latest.Where(one => one.Number > seen)];
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, log.Partitions).Select(partition => Task.Run(() => Follow(partition, stoppingToken), stoppingToken)));

    private async Task Follow(int partition, CancellationToken stopping)
    {
        try
        {
            await foreach (var records in log.ReadAsync(partition, log.End(partition), stopping))
                foreach (var record in records.Skip(Math.Max(0, records.Count - OfBatch))) Add(record);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;   // the server stops; what was not shown is in the log
        }
    }

    private void Add(LogRecord record)
    {
        CustomerEvent one;
        try
        {
            one = CustomerEvent.Read(record);
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException or FormatException)
        {
            return;   // live state counts it among those that cannot be read
        }
        if (Happened.WordsOf(one) is not { } words) return;
        lock (gate)
        {
            latest.Enqueue(new Happened(++number, one.ReceivedAt, words, one.Key));
            if (latest.Count > Kept) latest.Dequeue();
        }
    }
}
