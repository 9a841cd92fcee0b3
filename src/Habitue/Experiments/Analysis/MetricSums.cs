using System.Globalization;
using Habitue.Duck;
using Habitue.Experiments.Definitions;
using Habitue.Insights;
using Habitue.Learning.Experiments;

namespace Habitue.Experiments.Analysis;

/// <summary>Has the warehouse count a metric: the sums of each variant, from which everything else follows.</summary>
internal static class MetricSums
{
    private sealed record Line(string Variant, double Customers, double FirstSum, double FirstSquares, double SecondSum, double SecondSquares, double CrossSum);

    private const string Nothing = "CAST(0 AS DOUBLE)";

    /// <summary>The sums by variant; the customers of the experiment lie in the table that <see cref="ExperimentAnalysis"/> made.</summary>
    public static IReadOnlyDictionary<string, PairSums> Of(DuckConnection warehouse, Metric metric, DateTime asOf, CancellationToken cancel = default)
    {
        var query = SliceQueries.Read("Experiments/Analysis/metric_sums", ("values", Values(warehouse, metric)));
        cancel.ThrowIfCancellationRequested();
        return warehouse.Rows<Line>(query, asOf).ToDictionary(line => line.Variant, line =>
            new PairSums(new Sums(line.Customers, line.FirstSum, line.FirstSquares), new Sums(line.Customers, line.SecondSum, line.SecondSquares), line.CrossSum));
    }

    /// <summary>
    /// The query of what each customer did, of which <see cref="Of(DuckConnection, Metric, DateTime, CancellationToken)"/> makes the sums: customer_id, variant, exposed_at, first_value, second_value.
    /// Its parameter $1 is the moment after which nothing counts.
    /// </summary>
    public static string Values(DuckConnection warehouse, Metric metric)
    {
        var (first, second) = metric.Kind switch
        {
            MetricKind.Revenue => ("COALESCE(c.amount, 0)", metric.Adjusted ? "COALESCE(c.amount_before, 0)" : Nothing),
            MetricKind.OrderValue => ("COALESCE(c.amount, 0)", "CAST(COALESCE(c.times, 0) AS DOUBLE)"),
            _ => ("CAST(CASE WHEN c.times > 0 THEN 1 ELSE 0 END AS DOUBLE)", Nothing),
        };
        return SliceQueries.Read("Experiments/Analysis/metric_values",
            ("outcomes", Outcomes(warehouse, metric)), ("first", first), ("second", second),
            ("from_seconds", Seconds(metric.FromDays)), ("to_seconds", Seconds(metric.ToDays)), ("before_seconds", Seconds(metric.BeforeDays)),
            ("cap", (metric.Cap ?? 1).ToString(CultureInfo.InvariantCulture)), ("capped", metric.Cap is null ? "FALSE" : "TRUE"));
    }

    /// <summary>What happened to whom when, and how much of it: orders, visits, or events of a name.</summary>
    private static string Outcomes(DuckConnection warehouse, Metric metric) => metric.Kind switch
    {
        MetricKind.Event => Of(warehouse, "events", "occurred_at", Nothing, $"WHERE o.event = '{metric.Event.Replace("'", "''", StringComparison.Ordinal)}' AND o.is_bot IS NOT TRUE"),
        MetricKind.Retention => $"{Of(warehouse, "sessions", "started_at", Nothing, "")} UNION ALL {Of(warehouse, "orders", "ordered_at", Nothing, "")}",
        _ => Of(warehouse, "orders", "ordered_at", "CAST(o.revenue AS DOUBLE)", ""),
    };

    /// <summary>A table that is not there yet holds nothing: nobody has done it.</summary>
    private static string Of(DuckConnection warehouse, string table, string at, string amount, string where) => ExperimentTables.Has(warehouse, table)
        ? $"SELECT COALESCE(i.first_id, o.customer_id) AS customer_id, o.{at} AS at, {amount} AS amount FROM {table} o LEFT JOIN experiment_ids i ON i.id = o.customer_id {where}"
        : "SELECT '' AS customer_id, CAST(NULL AS TIMESTAMP) AS at, CAST(0 AS DOUBLE) AS amount WHERE FALSE";

    private static string Seconds(double days) => $"CAST({(days * 86_400).ToString("0", CultureInfo.InvariantCulture)} AS BIGINT)";
}
