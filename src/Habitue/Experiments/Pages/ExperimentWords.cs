using Habitue.Experiments.Analysis;
using Habitue.Experiments.Definitions;
using Habitue.Reports.Page;

namespace Habitue.Experiments.Pages;

/// <summary>Words and figures of experiments as pages show them.</summary>
internal static class ExperimentWords
{
    public static string Address(string key) => "/experiments/" + Uri.EscapeDataString(key);

    public static string Tag(Verdict verdict) => verdict switch { Verdict.Better => "good", Verdict.Worse or Verdict.Harmful or Verdict.Withheld => "bad", Verdict.GoesOn => "busy", _ => "" };

    public static string StateTag(string state) => state switch { "running" => "good", "stopped" => "bad", "waits" => "warn", _ => "" };

    public static string StateWords(string state) => state switch { "off" => "not running", "stopped" => "stopped: it did harm", "waits" => "waits for its start", _ => state };

    public static string Value(Metric metric, double value, Numbers format) => !double.IsFinite(value) ? "–" : metric.IsShare ? Locale.Current.Share((value * 100).ToString("0.00", Locale.Current.Number)) : format.Money(value);

    /// <summary>A change as a share, with its sign.</summary>
    public static string Lift(double share) => !double.IsFinite(share) ? "?" : Locale.Current.Share((share * 100).ToString("+0.0;−0.0;0.0", Locale.Current.Number));

    public static string Limits(double low, double high) => double.IsFinite(low) && double.IsFinite(high) ? $"{Lift(low)} to {Lift(high)}" : "cannot be told yet";

    public static string P(double p) => p < 0.0001 ? "< " + (0.0001).ToString("0.0000", Locale.Current.Number) : p.ToString("0.0000", Locale.Current.Number);

    /// <summary>A p-value in a sentence.</summary>
    public static string PIs(double p) => p < 0.0001 ? "p " + P(p) : "p = " + P(p);

    /// <summary>What a metric counts, in a sentence.</summary>
    public static string About(Metric metric)
    {
        var days = metric.FromDays > 0 ? $"from day {metric.FromDays:0.#} to day {metric.ToDays:0.#} after" : $"within {metric.ToDays:0.#} days of";
        var what = metric.Kind switch
        {
            MetricKind.Conversion => "who order",
            MetricKind.Revenue => "what a customer spends",
            MetricKind.OrderValue => "revenue per order",
            MetricKind.Retention => "who come back",
            _ => $"who do “{metric.Event}”",
        };
        return $"{Names.Capital(what)} {days} the first exposure{(metric.Adjusted ? ", less what they spent before" : "")}{(metric.LessIsBetter ? "; less is better" : "")}.";
    }

    /// <summary>How a change is drawn: as good, as bad, or as not sure. Where less is better, less is good.</summary>
    public static string Colour(Comparison one) => one switch
    {
        { DoesHarm: true } => "bad",
        // Limits of a change as a share are a little wider than those of the difference, and they are what is drawn.
        { Daily.IsSure: true } when one.Daily.Lift.Low > 0 || one.Daily.Lift.High < 0 => one.Daily.Difference.Estimate > 0 != one.Metric.LessIsBetter ? "good" : "bad",
        _ => "open",
    };
}
