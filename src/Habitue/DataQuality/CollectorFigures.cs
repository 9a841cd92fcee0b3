using Habitue.Collector;
using Habitue.Lake.Log;
using Habitue.Live.Warehousing;

namespace Habitue.DataQuality;

/// <summary>What the collector has taken since the server started, and how much of it still waits for the warehouse.</summary>
internal sealed record CollectorNow(CollectorTotals Totals, long EventsWaiting, long RejectedWaiting, string? Problem)
{
    public static CollectorNow Of(CollectorCounters counters, IEventLog log, RejectedEvents rejected, WarehouseWriter writer) => new(counters.Totals, Waiting(log), Waiting(rejected.Log), writer.Problem);

    private static long Waiting(IEventLog log) => Enumerable.Range(0, log.Partitions).Sum(partition => Math.Max(0, log.End(partition) - log.Position(WarehouseWriter.Consumer, partition)));
}
