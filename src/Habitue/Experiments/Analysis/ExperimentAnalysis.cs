using Habitue.Duck;
using Habitue.Experiments.Definitions;
using Habitue.Insights;
using Habitue.Learning.Experiments;

namespace Habitue.Experiments.Analysis;

/// <summary>Judges a test by what the warehouse knows as of a moment.</summary>
/// <param name="warehouse">Holds exposures and outcomes.</param>
/// <param name="asOf">Nothing later counts.</param>
internal sealed class ExperimentAnalysis(DuckConnection warehouse, DateTime asOf)
{
    /// <summary>Before anything is judged: which ids are one customer.</summary>
    public ExperimentAnalysis Knowing(IReadOnlyList<(string Id, string FirstId)> joined)
    {
        warehouse.Execute("CREATE OR REPLACE TEMP TABLE experiment_ids (id VARCHAR, first_id VARCHAR)");
        using var appender = warehouse.Appender("experiment_ids");
        appender.Append(joined.Select(one => one.Id).ToArray(), joined.Select(one => one.FirstId).ToArray());
        appender.Flush();
        return this;
    }

    public ExperimentReport Judge(Experiment experiment, CancellationToken cancel = default)
    {
        warehouse.Execute($"CREATE OR REPLACE TEMP TABLE experiment_customers AS {SliceQueries.Read("Experiments/Analysis/exposed_customers")}", [experiment.Key, asOf, experiment.Starts ?? DateTime.UnixEpoch], cancel);
        var counts = warehouse.Rows<(string Variant, long Customers)>("SELECT variant, COUNT(*) FROM experiment_customers WHERE variants = 1 GROUP BY variant").ToDictionary(one => one.Variant, one => one.Customers);
        var mixed = warehouse.Scalar<long>("SELECT COUNT(*) FROM experiment_customers WHERE variants > 1");
        long[] arms = [.. experiment.Variants.Select(variant => counts.GetValueOrDefault(variant.Name))];
        if (arms.Sum() == 0) return new ExperimentReport(experiment, Verdict.NoData, "Nobody has been exposed yet.", arms, mixed, null, []);

        var ratio = SampleRatio.Check([.. arms.Select(count => (double)count)], [.. experiment.Variants.Select(variant => variant.Weight)]);
        var comparisons = Compare(experiment, cancel);
        var (verdict, sentence) = Verdicts.Of(experiment, arms, ratio, comparisons);
        return new ExperimentReport(experiment, verdict, sentence, arms, mixed, ratio, comparisons);
    }

    private List<Comparison> Compare(Experiment experiment, CancellationToken cancel)
    {
        var comparisons = new List<Comparison>();
        foreach (var (metric, role, margin) in Metrics(experiment))
        {
            var sums = MetricSums.Of(warehouse, metric, asOf, cancel);
            PairSums[] arms = [.. experiment.Variants.Select(variant => sums.GetValueOrDefault(variant.Name))];
            comparisons.AddRange(ArmComparison.Of(experiment, metric, role, margin, arms));
        }

        return ArmComparison.Adjusted(comparisons);
    }

    private static IEnumerable<(Metric Metric, string Role, double Margin)> Metrics(Experiment experiment) =>
    [
        (experiment.Goal, "goal", 0),
        .. experiment.Others.Select(metric => (metric, "other", 0.0)),
        .. experiment.Guardrails.Select(rail => (rail.Metric, "guardrail", rail.Margin)),
    ];
}
