using System.Diagnostics.Metrics;
using Habitue.Server.Telemetry;

namespace Habitue.Collector;

/// <summary>What became of everything that was sent: sent = accepted + duplicate + rejected, for each request and in sum.</summary>
internal sealed class CollectorCounters
{
    private readonly Counter<long> events = Measures.Meter.CreateCounter<long>("habitue.collector.events", "{event}", "Events sent, by what became of them");
    private readonly Counter<long> refused = Measures.Meter.CreateCounter<long>("habitue.collector.refused_requests", "{request}", "Requests refused as a whole, by reason");
    private readonly Histogram<double> duration = Measures.Meter.CreateHistogram<double>("habitue.collector.acknowledge.duration", "s", "From the request to its acknowledgement",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] });
    private long sent, accepted, duplicate, rejected, refusedRequests;

    public CollectorTotals Totals => new(Interlocked.Read(ref sent), Interlocked.Read(ref accepted), Interlocked.Read(ref duplicate), Interlocked.Read(ref rejected));

    public void Count(int accepted, int duplicate, int rejected, TimeSpan took)
    {
        Interlocked.Add(ref sent, accepted + duplicate + rejected);
        Add(ref this.accepted, accepted, "accepted");
        Add(ref this.duplicate, duplicate, "duplicate");
        Add(ref this.rejected, rejected, "rejected");
        duration.Record(took.TotalSeconds);
    }

    /// <summary>Requests of this server that were refused as a whole.</summary>
    public long Refused => Interlocked.Read(ref refusedRequests);

    public void Refuse(string reason)
    {
        Interlocked.Increment(ref refusedRequests);
        refused.Add(1, new KeyValuePair<string, object?>("reason", reason));
    }

    private void Add(ref long total, int count, string outcome)
    {
        if (count == 0)
            return;
        Interlocked.Add(ref total, count);
        events.Add(count, new KeyValuePair<string, object?>("outcome", outcome));
    }
}

/// <summary>The sums since the server started.</summary>
internal sealed record CollectorTotals(long Sent, long Accepted, long Duplicate, long Rejected);
