using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Habitue.Lake.Log;
using Habitue.Server.Telemetry;

namespace Habitue.Live.Warehousing;

/// <summary>How many events reached the warehouse, and how long after they were received they could be queried there.</summary>
internal sealed class WarehouseMeasures
{
    private readonly Counter<long> written = Measures.Meter.CreateCounter<long>("habitue.warehouse.events", "{event}", "Events written to the warehouse");
    private readonly Histogram<double> delay = Measures.Meter.CreateHistogram<double>("habitue.warehouse.delay", "s", "From receiving an event until it can be queried in the warehouse",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.5, 2, 5, 10, 60] });

    public void Written(IReadOnlyList<LogRecord> records, DateTimeOffset now)
    {
        written.Add(records.Count);
        foreach (LogRecord record in records)
            if (ReceivedAt(record.Value.Span) is { } received)
                delay.Record((now - received).TotalSeconds);
    }

    /// <summary>The collector writes receivedAt among the first members.</summary>
    private static DateTimeOffset? ReceivedAt(ReadOnlySpan<byte> json)
    {
        ReadOnlySpan<byte> name = "\"receivedAt\":\""u8;
        int at = json.IndexOf(name);
        if (at < 0 || json.Length < at + name.Length + 24)
            return null;
        Span<char> text = stackalloc char[24];
        Encoding.ASCII.GetChars(json.Slice(at + name.Length, 24), text);
        return DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;
    }
}
