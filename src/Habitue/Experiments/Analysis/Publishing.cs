using Habitue.Duck;

namespace Habitue.Experiments.Analysis;

/// <summary>Writes reports into the published tables, all at once.</summary>
internal static class Publishing
{
    public static void Publish(DuckConnection warehouse, IReadOnlyList<ExperimentReport> reports, Func<ExperimentReport, string> state, DateTime asOf)
    {
        using var transaction = warehouse.Begin();
        ExperimentTables.MakePublished(warehouse);
        foreach (var report in reports)
        {
            warehouse.Execute($"INSERT INTO {ExperimentTables.Verdicts} VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            [
                report.Experiment.Key, report.Experiment.Name, state(report), Verdicts.Words[report.Verdict], report.Sentence, report.Arms.Sum(), report.Mixed, report.Ratio?.PValue,
                string.Join(", ", report.Experiment.Variants.Zip(report.Arms, (variant, count) => $"{variant.Name} {count:N0}")), asOf,
            ]);
            foreach (var one in report.Comparisons) Insert(warehouse, report, one, asOf);
        }

        transaction.Commit();
    }

    private static void Insert(DuckConnection warehouse, ExperimentReport report, Comparison one, DateTime asOf) => warehouse.Execute(
        $"INSERT INTO {ExperimentTables.Results} VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)",
        [
            report.Experiment.Key, one.Metric.Name, one.Role, one.Variant, (long)one.Arm.Count, (long)one.Control.Count, Finite(one.Arm.Value), Finite(one.Control.Value),
            Finite(one.Daily.Difference.Estimate), Finite(one.Daily.Difference.Low), Finite(one.Daily.Difference.High), Finite(one.Daily.Lift.Estimate), Finite(one.Daily.Lift.Low), Finite(one.Daily.Lift.High),
            one.Daily.PValue, one.AdjustedP, Finite(one.Once.Difference.Low), Finite(one.Once.Difference.High), one.Once.PValue,
            one.Reading?.ProbabilityBest, one.Reading?.ExpectedLoss, one.Saved, one.DoesHarm, asOf,
        ]);

    /// <summary>What cannot be said is NULL in a table, not infinite.</summary>
    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
