using Habitue.Duck;
using Habitue.Experiments.Analysis;
using Habitue.Experiments.Definitions;
using Habitue.Insights;
using Habitue.Learning.Data;

namespace Habitue.Experiments.Uplift;

/// <summary>The customers of two arms of a test: what was known of them before their exposure, and what came of it.</summary>
/// <param name="Features">One row per customer.</param>
/// <param name="Outcomes">The goal per customer, as the comparison of arms counts it: 0 or 1, or an amount.</param>
/// <param name="Treated">Whether the customer saw the treated variant and not the control.</param>
/// <param name="Judged">How many customers of the two arms the goal judges, with those of whom nothing was known before.</param>
/// <param name="Moments">As of which moments features were worked out.</param>
internal sealed record UpliftRows(Frame Features, double[] Outcomes, bool[] Treated, long Judged, int Moments)
{
    /// <summary>Features are worked out as of so many moments at most: each is a pass over the whole warehouse.</summary>
    private const int MostMoments = 8;

    private const string Table = "experiment_uplift_rows";

    private sealed record Span(long Customers, double Outcomes, DateTime? First, DateTime? Last);

    /// <summary>Reads them; the customers of the experiment lie in the table that <see cref="ExperimentAnalysis"/> made.</summary>
    public static UpliftRows Read(DuckConnection warehouse, PastFeatures past, Experiment experiment, string variant, DateTime asOf, CancellationToken cancel)
    {
        var (control, values) = (experiment.Variants[0].Name, MetricSums.Values(warehouse, experiment.Goal));
        var span = warehouse.Rows<Span>($"SELECT COUNT(*) AS customers, COALESCE(SUM(first_value), 0) AS outcomes, MIN(exposed_at) AS first, MAX(exposed_at) AS last FROM (\n{values}\n) v WHERE variant IN ($2, $3)", asOf, variant, control)[0];
        if (span is not { First: { } first, Last: { } last, Outcomes: not 0 })
            throw new Host.UserMistakeException($"{experiment.Key}: of {span.Customers:N0} customers whose {experiment.Goal.ToDays:0.#} days are over none has an outcome ({experiment.Goal.Name}); uplift is learned from outcomes.");
        DateTime[] moments = [.. Steps(first, last)];
        past.Have(moments, cancel);
        warehouse.Execute($"CREATE OR REPLACE TEMP TABLE {Table} AS\n{SliceQueries.Read("Experiments/Uplift/uplift_customers", ("values", values), ("features", PastFeatures.Table))}", [asOf, variant, control], cancel);
        var rows = FrameReader.Read(warehouse, $"SELECT * FROM {Table} ORDER BY customer_id", cancel);
        warehouse.Execute($"DROP TABLE {Table}", cancel);
        var (treated, outcomes) = ((BooleanColumn)rows["is_treated"], (NumberColumn)rows["outcome"]);
        var features = rows.Select([.. rows.Columns.Select(column => column.Name).Except(["customer_id", "is_treated", "outcome"])]);
        return new UpliftRows(features, outcomes.Values.ToArray(), [.. Enumerable.Range(0, rows.Rows).Select(row => treated[row] == true)], span.Customers, moments.Length);
    }

    /// <summary>The first exposure, and from there on evenly to the last one, a day or more apart.</summary>
    private static IEnumerable<DateTime> Steps(DateTime first, DateTime last)
    {
        var step = TimeSpan.FromSeconds(Math.Ceiling(Math.Max(86_400, (last - first).TotalSeconds / MostMoments)));
        for (var at = first; at < last || at == first; at += step) yield return at;
    }
}
