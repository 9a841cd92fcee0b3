using System.Threading.Channels;
using Habitue.Lake.Log;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Habitue.Decisions.Log;

/// <summary>
/// Appends decisions and outcomes to the log of events, many at once, behind the answers: an answer does not wait for the disk. What waits
/// is bounded; when the log is behind for so long that the bound is reached, decisions are answered by their fallback, since one that
/// cannot be logged can neither be capped nor judged. A server that stops writes what waits first.
/// </summary>
internal sealed class DecisionWriter(IEventLog log, TimeProvider clock, ILogger<DecisionWriter> logger) : BackgroundService
{
    public const int MostWaiting = 50_000;
    private const int AtOnce = 1_000;
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(1);

    private readonly Channel<LogEntry> waiting = Channel.CreateBounded<LogEntry>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    public int Waiting => waiting.Reader.Count;

    /// <summary>False when too much waits already.</summary>
    public bool TryAdd(LogEntry entry) => waiting.Writer.TryWrite(entry);

    /// <summary>Waits until there is room: for outcomes, which are read from the log and can be read later.</summary>
    public ValueTask AddAsync(LogEntry entry, CancellationToken cancel) => waiting.Writer.WriteAsync(entry, cancel);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        waiting.Writer.TryComplete();
        try
        {
            await (ExecuteTask ?? Task.CompletedTask).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            logger.LogWarning("The server stops before the log takes the last decisions, such as on a full disk; {Count} or more are not in it.", Waiting);
        }
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<LogEntry>(AtOnce);
        while (await waiting.Reader.WaitToReadAsync(stoppingToken))
        {
            batch.Clear();
            while (batch.Count < AtOnce && waiting.Reader.TryRead(out var entry)) batch.Add(entry);
            await Append(batch, stoppingToken);
        }
    }

    private async Task Append(List<LogEntry> batch, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                await log.AppendAsync(batch, cancel);
                return;
            }
            catch (LogFullException full)
            {
                await Task.Delay(full.RetryAfter, clock, cancel);
            }
            catch (LogUnavailableException trouble)
            {
                logger.LogWarning("{Count} decisions wait for the log: {Problem}", batch.Count, trouble.Message);
                await Task.Delay(AfterTrouble, clock, cancel);
            }
        }
    }
}
