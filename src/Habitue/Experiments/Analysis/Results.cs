using Habitue.Experiments.Definitions;
using Habitue.Learning.Experiments;

namespace Habitue.Experiments.Analysis;

/// <summary>The words for what a test says today.</summary>
internal enum Verdict
{
    /// <summary>Nobody was exposed yet, or not long enough ago.</summary>
    NoData,

    /// <summary>The customers are not divided as meant: no figure may be believed.</summary>
    Withheld,

    /// <summary>A guardrail broke: the test was stopped.</summary>
    Harmful,

    /// <summary>A treated variant is surely better than the control.</summary>
    Better,

    /// <summary>Every treated variant is surely worse than the control.</summary>
    Worse,

    /// <summary>Nothing is sure yet.</summary>
    GoesOn,
}

/// <summary>One treated variant compared with the control by one metric.</summary>
internal sealed record Comparison(Metric Metric, string Role, string Variant, ArmEstimate Arm, ArmEstimate Control, Effect Daily, Effect Once, double AdjustedP, ArmReading? Reading, double Saved, bool DoesHarm);

/// <summary>All that is said of a test.</summary>
/// <param name="Arms">How many customers each variant has, in the order of the file.</param>
/// <param name="Mixed">Customers who saw two variants and are left out.</param>
internal sealed record ExperimentReport(Experiment Experiment, Verdict Verdict, string Sentence, IReadOnlyList<long> Arms, long Mixed, SampleRatio? Ratio, IReadOnlyList<Comparison> Comparisons);
