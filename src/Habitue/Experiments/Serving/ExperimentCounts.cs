using System.Diagnostics.Metrics;
using Habitue.Experiments.Assignment;
using Habitue.Server.Telemetry;

namespace Habitue.Experiments.Serving;

/// <summary>What the server counts of experiments, for <c>/metrics</c>.</summary>
internal static class ExperimentCounts
{
    private static readonly Counter<long> Evaluations = Measures.Meter.CreateCounter<long>("habitue.experiments.evaluations", description: "Variants that were asked for, by experiment and why.");
    private static readonly Counter<long> Refusals = Measures.Meter.CreateCounter<long>("habitue.experiments.refused", description: "Requests for variants that could not be answered, by error.");

    public static void Evaluated(Assigned one) =>
        Evaluations.Add(1, new KeyValuePair<string, object?>("experiment", one.Experiment.Key), new KeyValuePair<string, object?>("why", OfrepAnswers.Why(one.Reason)));

    public static void Refused(string error) => Refusals.Add(1, new KeyValuePair<string, object?>("error", error));
}
