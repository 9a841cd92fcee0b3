namespace Habitue.Experiments.Definitions;

/// <summary>Reads metrics, and finds those that experiments name.</summary>
internal static class MetricReader
{
    public static readonly string[] Words = ["kind", "event", "from_days", "to_days", "cap", "adjusted", "before_days", "better"];

    public static readonly Dictionary<string, MetricKind> Kinds = new()
    {
        ["conversion"] = MetricKind.Conversion,
        ["revenue"] = MetricKind.Revenue,
        ["order_value"] = MetricKind.OrderValue,
        ["retention"] = MetricKind.Retention,
        ["event"] = MetricKind.Event,
    };

    /// <summary>Metrics that need no definition, by the name of their kind.</summary>
    private static readonly Dictionary<string, Metric> Usual = new()
    {
        ["conversion"] = new Metric("conversion", MetricKind.Conversion),
        ["revenue"] = new Metric("revenue", MetricKind.Revenue) { Cap = 0.999 },
        ["order_value"] = new Metric("order_value", MetricKind.OrderValue),
        ["retention"] = new Metric("retention", MetricKind.Retention) { FromDays = 7, ToDays = 14 },
    };

    public static Metric Read(string name, FilePart part)
    {
        var fields = part.Fields(Words);
        if (!fields.TryGetValue("kind", out var word)) throw part.Wrong($"has no `kind:`; it is one of {string.Join(", ", Kinds.Keys)}.");
        var kind = word.OneOf(Kinds);
        var from = fields.TryGetValue("from_days", out var first) ? first.Number(0, 365) : kind == MetricKind.Retention ? 7 : 0;
        var to = fields.TryGetValue("to_days", out var last) ? last.Number(0, 730) : 14;
        if (to <= from) throw part.Wrong($"ends {to} days after the exposure, which is not after its begin, {from}.");
        if (kind == MetricKind.Event && !fields.ContainsKey("event")) throw part.Wrong("has no `event:`, the name of what customers do.");
        if (kind != MetricKind.Event && fields.TryGetValue("event", out var needless)) throw needless.Wrong("is only for the kind event.");
        if (kind != MetricKind.Revenue && (fields.GetValueOrDefault("cap") ?? fields.GetValueOrDefault("adjusted") ?? fields.GetValueOrDefault("before_days")) is { } only) throw only.Wrong("is only for the kind revenue.");
        return new Metric(name, kind)
        {
            FromDays = from,
            ToDays = to,
            Event = fields.TryGetValue("event", out var happens) ? happens.Text() : "",
            Cap = fields.TryGetValue("cap", out var cap) ? cap.Number(0.5, 1) : null,
            Adjusted = fields.TryGetValue("adjusted", out var adjusted) && adjusted.Flag(),
            BeforeDays = fields.TryGetValue("before_days", out var before) ? before.Number(1, 730) : 60,
            LessIsBetter = fields.TryGetValue("better", out var better) && better.OneOf(new Dictionary<string, bool> { ["more"] = false, ["less"] = true }),
        };
    }

    /// <summary>All that can be named: those of a file, and the usual ones that it does not define anew.</summary>
    public static IEnumerable<Metric> Known(IReadOnlyDictionary<string, Metric> own) => Usual.Values.Select(usual => own.GetValueOrDefault(usual.Name) ?? usual).Concat(own.Values.Where(metric => !Usual.ContainsKey(metric.Name)));

    /// <summary>The metric that a part names.</summary>
    public static Metric Find(FilePart part, IReadOnlyDictionary<string, Metric> metrics) =>
        metrics.GetValueOrDefault(part.Text()) ?? Usual.GetValueOrDefault(part.Text())
        ?? throw part.Wrong($"names the metric {part.Text()}, which is not there; there are {string.Join(", ", metrics.Keys.Concat(Usual.Keys).Distinct())}.");

    /// <summary>A name, or a name with the margin that is borne.</summary>
    public static Guardrail Guardrail(FilePart part, IReadOnlyDictionary<string, Metric> metrics)
    {
        if (!part.IsMap) return new Guardrail(Find(part, metrics), 0);
        var fields = part.Fields("metric", "margin");
        if (!fields.TryGetValue("metric", out var name)) throw part.Wrong("has no `metric:`.");
        return new Guardrail(Find(name, metrics), fields.TryGetValue("margin", out var margin) ? margin.Number(0, 1e9) : 0);
    }
}
