using System.Diagnostics.Metrics;
using Habitue.Server.Telemetry;

namespace Habitue.Decisions.Web;

/// <summary>How many decisions were made, by placement and policy, how long they took, and how many requests were refused.</summary>
internal static class DecisionCounts
{
    private static readonly Counter<long> Made = Measures.Meter.CreateCounter<long>("habitue.decisions.made", description: "Decisions, by placement and policy.");
    private static readonly Counter<long> Fallbacks = Measures.Meter.CreateCounter<long>("habitue.decisions.fallback", description: "Decisions that were the fallback, by reason.");
    private static readonly Counter<long> Refusals = Measures.Meter.CreateCounter<long>("habitue.decisions.refused", description: "Requests that could not be answered, by status.");
    private static readonly Counter<long> Failures = Measures.Meter.CreateCounter<long>("habitue.decisions.failed", description: "Decisions in which something broke.");
    private static readonly Histogram<double> Took = Measures.Meter.CreateHistogram<double>("habitue.decisions.duration", "s", "From the request to its decisions.");

    public static void Count(IEnumerable<Decision> decisions, TimeSpan elapsed)
    {
        foreach (var decision in decisions)
        {
            Made.Add(1, new KeyValuePair<string, object?>("placement", decision.Placement), new KeyValuePair<string, object?>("policy", decision.Policy));
            if (decision.FallbackReason is { } reason) Fallbacks.Add(1, new KeyValuePair<string, object?>("reason", reason));
        }
        Took.Record(elapsed.TotalSeconds);
    }

    public static void Refused(int status) => Refusals.Add(1, new KeyValuePair<string, object?>("status", status));

    public static void Failed() => Failures.Add(1);
}
