using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Habitue.Server.Telemetry;

/// <summary>
/// Writes what was measured in the text format 0.0.4 that Prometheus reads: <c>http.server.request.duration</c> in seconds becomes
/// <c>http_server_request_duration_seconds</c>, a counter ends in <c>_total</c>.
/// </summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusText : BaseExporter<Metric>, IPullMetricExporter
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";
    private readonly Lock gate = new();
    private string text = "";

    public Func<int, bool>? Collect { get; set; }

    /// <summary>The measures of this moment.</summary>
    public string Now()
    {
        lock (gate)
        {
            Collect?.Invoke(Timeout.Infinite);
            return text;
        }
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var into = new StringBuilder();
        foreach (var metric in batch) Write(into, metric);
        text = into.ToString();
        return ExportResult.Success;
    }

    private static void Write(StringBuilder into, Metric metric)
    {
        var isSum = metric.MetricType is MetricType.LongSum or MetricType.DoubleSum;
        var isHistogram = metric.MetricType is MetricType.Histogram;
        var name = NameOf(metric.Name, metric.Unit) + (isSum ? "_total" : "");
        if (metric.Description.Length > 0) into.Append("# HELP ").Append(name).Append(' ').Append(metric.Description.Replace("\\", "\\\\").ReplaceLineEndings(" ")).Append('\n');
        into.Append("# TYPE ").Append(name).Append(' ').Append(isSum ? "counter" : isHistogram ? "histogram" : "gauge").Append('\n');
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = Labels(point.Tags);
            if (isHistogram) Histogram(into, name, labels, point);
            else Line(into, name, labels, Value(metric.MetricType, point));
        }
    }

    private static double Value(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        _ => point.GetGaugeLastValueDouble(),
    };

    private static void Histogram(StringBuilder into, string name, string labels, in MetricPoint point)
    {
        var sum = 0L;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            sum += bucket.BucketCount;
            var bound = double.IsPositiveInfinity(bucket.ExplicitBound) ? "+Inf" : Number(bucket.ExplicitBound);
            Line(into, name + "_bucket", labels.Length == 0 ? $"le=\"{bound}\"" : $"{labels},le=\"{bound}\"", sum);
        }
        Line(into, name + "_sum", labels, point.GetHistogramSum());
        Line(into, name + "_count", labels, point.GetHistogramCount());
    }

    private static void Line(StringBuilder into, string name, string labels, double value)
    {
        into.Append(name);
        if (labels.Length > 0) into.Append('{').Append(labels).Append('}');
        into.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Labels(ReadOnlyTagCollection tags)
    {
        var into = new StringBuilder();
        foreach (var tag in tags)
        {
            if (into.Length > 0) into.Append(',');
            into.Append(Plain(tag.Key)).Append("=\"").Append(Convert.ToString(tag.Value, CultureInfo.InvariantCulture)?.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")).Append('"');
        }
        return into.ToString();
    }

    /// <summary>Units in braces ({event}) are words for people and not part of the name.</summary>
    internal static string NameOf(string name, string unit)
    {
        var suffix = unit switch { "s" => "_seconds", "ms" => "_milliseconds", "By" => "_bytes", "1" => "_ratio", _ => "" };
        var plain = Plain(name);
        return plain.EndsWith(suffix, StringComparison.Ordinal) ? plain : plain + suffix;
    }

    private static string Plain(string name) => string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
