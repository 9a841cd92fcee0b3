using System.Globalization;
using Habitue.Experiments.Definitions;
using Habitue.Learning.Experiments;

namespace Habitue.Experiments.Analysis;

/// <summary>Says in a sentence what a test says today. The order is that of what must be known first.</summary>
internal static class Verdicts
{
    public static readonly IReadOnlyDictionary<Verdict, string> Words = new Dictionary<Verdict, string>
    {
        [Verdict.NoData] = "no data",
        [Verdict.Withheld] = "withheld",
        [Verdict.Harmful] = "harmful",
        [Verdict.Better] = "better",
        [Verdict.Worse] = "worse",
        [Verdict.GoesOn] = "goes on",
    };

    public static (Verdict Verdict, string Sentence) Of(Experiment experiment, IReadOnlyList<long> arms, SampleRatio ratio, IReadOnlyList<Comparison> comparisons)
    {
        if (ratio.IsMismatch)
        {
            return (Verdict.Withheld, $"WITHHELD: customers arrived {string.Join(" : ", arms.Select(count => count.ToString("N0", CultureInfo.InvariantCulture)))} where "
                + $"{string.Join(" : ", experiment.Variants.Select(variant => variant.Weight.ToString("0.###", CultureInfo.InvariantCulture)))} was meant (p = {P(ratio.PValue)}). "
                + "Something loses or adds customers of one variant (a redirect, a bot, a late exposure); no figure of this test can be believed until it is found.");
        }

        if (comparisons.FirstOrDefault(one => one.DoesHarm) is { } harm)
            return (Verdict.Harmful, $"STOPPED: {harm.Variant} makes {harm.Metric.Name} worse ({Value(harm.Metric, harm.Arm.Value)} against {Value(harm.Metric, harm.Control.Value)}), by more than its margin.");
        var goals = comparisons.Where(one => one.Role == "goal").ToList();
        if (goals.All(one => !double.IsFinite(one.Daily.Difference.Low)))
            return (Verdict.NoData, $"Nothing can be said yet: {experiment.Goal.Name} needs {AlwaysValidLeast} customers in each variant whose {experiment.Goal.ToDays:0.#} days are over, and outcomes among them.");
        int sign = experiment.Goal.LessIsBetter ? -1 : 1;
        var best = goals.Where(one => one.Daily.IsSure && sign * one.Daily.Difference.Estimate > 0).MaxBy(one => sign * one.Arm.Value);
        if (best is not null) return (Verdict.Better, $"{best.Variant} is better: {Compared(best)}. It holds however often one looks.");
        if (goals.All(one => one.Daily.IsSure)) return (Verdict.Worse, $"No variant is better than the control: {string.Join("; ", goals.Select(one => $"{one.Variant} {Compared(one)}"))}.");
        var nearest = goals.MinBy(one => one.Daily.PValue)!;
        return (Verdict.GoesOn, $"Not sure yet: {nearest.Variant} {Compared(nearest)}.");
    }

    public static string Value(Metric metric, double value) => metric.IsShare
        ? (100 * value).ToString("0.00", CultureInfo.InvariantCulture) + " %"
        : value.ToString("N2", CultureInfo.InvariantCulture);

    public static string P(double p) => p < 0.0001 ? "< 0.0001" : p.ToString("0.0000", CultureInfo.InvariantCulture);

    public static string Lift(Comparison one) => $"{Signed(one.Daily.Lift.Estimate)} ({Signed(one.Daily.Lift.Low)} to {Signed(one.Daily.Lift.High)})";

    private const int AlwaysValidLeast = 50;

    private static string Compared(Comparison one) =>
        $"{one.Metric.Name} {Value(one.Metric, one.Arm.Value)} against {Value(one.Metric, one.Control.Value)}, a change of {Lift(one)}";

    private static string Signed(double share) => !double.IsFinite(share) ? "?" : (100 * share).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " %";
}
