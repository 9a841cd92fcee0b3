using Habitue.Experiments.Definitions;
using Habitue.Learning.Experiments;
using Habitue.Learning.Statistics;

namespace Habitue.Experiments.Analysis;

/// <summary>Compares the treated variants of a test with its control by one metric, in all the ways that are shown side by side.</summary>
internal static class ArmComparison
{
    public static IEnumerable<Comparison> Of(Experiment experiment, Metric metric, string role, double margin, IReadOnlyList<PairSums> arms)
    {
        // The false alarms that the level allows are divided among the treated variants, and for guardrails among these too.
        var treated = arms.Count - 1;
        var level = 1 - ((1 - experiment.Level) / treated);
        var daily = new AlwaysValid { Level = level, TunedFor = experiment.TunedFor };
        var watch = daily with { Level = 1 - ((1 - experiment.Level) / (treated * Math.Max(1, experiment.Guardrails.Count))) };
        var once = new FixedHorizon { Level = level };
        var slope = metric.Adjusted ? Cuped.Slope([.. arms]) : 0;
        var before = metric.Adjusted ? Cuped.Before([.. arms]) : 0;
        ArmEstimate[] said = [.. arms.Select(arm => Said(metric, arm, slope, before))];
        var readings = Readings(metric, arms, said);
        for (var place = 1; place < arms.Count; place++)
        {
            var fixedEffect = metric.IsShare && arms[0].Count > 0 && arms[place].Count > 0 ? once.Shares(arms[0].First, arms[place].First) : once.Means(said[0], said[place]);
            var effect = daily.Compare(said[0], said[place]);
            var harms = role == "guardrail" && watch.Harms(said[0], said[place], margin, metric.LessIsBetter);
            yield return new Comparison(metric, role, experiment.Variants[place].Name, said[place], said[0], effect, fixedEffect, effect.PValue, readings?[place], metric.Adjusted ? Cuped.Saved(arms[place], slope) : 0, harms);
        }
    }

    /// <summary>P-values adjusted for how many were asked: Holm's for the goal, of which nothing false may come out; the false discovery rate for the rest.</summary>
    public static List<Comparison> Adjusted(List<Comparison> comparisons)
    {
        var goals = FamilyWise.Holm([.. comparisons.Where(one => one.Role == "goal").Select(one => one.Daily.PValue)]);
        var rest = FalseDiscovery.BenjaminiHochberg([.. comparisons.Where(one => one.Role != "goal").Select(one => one.Daily.PValue)]);
        var (goal, other) = (0, 0);
        return [.. comparisons.Select(one => one with { AdjustedP = one.Role == "goal" ? goals[goal++] : rest[other++] })];
    }

    private static ArmEstimate Said(Metric metric, PairSums arm, double slope, double before) => metric switch
    {
        { Kind: MetricKind.OrderValue } => ArmEstimate.OfRatio(arm),
        { Adjusted: true } => Cuped.Adjust(arm, slope, before),
        _ => ArmEstimate.OfMean(arm.First),
    };

    /// <summary>Null while an arm says nothing.</summary>
    private static IReadOnlyList<ArmReading>? Readings(Metric metric, IReadOnlyList<PairSums> arms, ArmEstimate[] said)
    {
        if (metric.IsShare) return arms.All(arm => arm.Count > 0) ? BayesianReading.Of([.. arms.Select(arm => Posterior.OfShare(arm.First.Sum, arm.Count))], lessIsBetter: metric.LessIsBetter) : null;
        return said.All(arm => double.IsFinite(arm.Value) && arm.SquaredError > 0) ? BayesianReading.Of([.. said.Select(Posterior.OfEstimate)], lessIsBetter: metric.LessIsBetter) : null;
    }
}
