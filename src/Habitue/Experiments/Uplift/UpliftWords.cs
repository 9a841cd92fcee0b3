using System.Globalization;
using Habitue.Learning.Evaluation;

namespace Habitue.Experiments.Uplift;

/// <summary>Says what was found about whom to treat. Outcomes are said per 1,000 customers, since of one customer they are small.</summary>
internal static class UpliftWords
{
    public static readonly IReadOnlyDictionary<UpliftState, string> States = new Dictionary<UpliftState, string>
    {
        [UpliftState.Withheld] = "withheld",
        [UpliftState.NotReady] = "not ready",
        [UpliftState.Ready] = "ready",
    };

    /// <summary>Whether whom to treat is surely known better than by chance, and whether choosing is better than nobody and everybody.</summary>
    public static string Of(UpliftSheet sheet, string variant, double cost) => sheet.IsReady
        ? $"Ready: the order in which customers are put is surely better than chance. With {(cost > 0 ? "the cost per contact taken off" : "contacts that cost nothing")}, giving {variant} to those chosen is {Compared(sheet.OverNobody)} treating nobody, and {Compared(sheet.OverEverybody)} treating everybody, per 1,000 customers."
        : $"Not ready: needs a Qini surely above 0; on {sheet.Judged.ToString("N0", CultureInfo.InvariantCulture)} customers kept apart it is {Limits(sheet.Qini)} per 1,000. Either all customers react alike, or more of them are needed to tell.";

    public static string Limits(Interval value) => double.IsNaN(value.Low) ? "?" : $"{Amount(value.Estimate)} ({Amount(value.Low)} to {Amount(value.High)})";

    /// <summary>Per 1,000 customers, with its sign.</summary>
    public static string Amount(double value) => double.IsNaN(value) ? "?" : (1_000 * value).ToString("+#,##0.0;-#,##0.0;0.0", CultureInfo.InvariantCulture);

    private static string Compared(Interval gain) => gain switch
    {
        { Low: > 0 } => $"surely better ({Limits(gain)}) than",
        { High: < 0 } => $"surely worse ({Limits(gain)}) than",
        { Estimate: 0, Low: 0, High: 0 } => "the same as",
        _ => $"not surely better ({Limits(gain)}) than",
    };
}
