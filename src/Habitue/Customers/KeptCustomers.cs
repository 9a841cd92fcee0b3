using System.Globalization;
using Habitue.Reports.Page;
using Habitue.Server.Web;

namespace Habitue.Customers;

/// <summary>One thing that the list is kept to.</summary>
/// <param name="Words">As the rest of a sentence that begins with "Customers".</param>
/// <param name="Condition">On a row <c>c</c> of customers.</param>
internal sealed record KeptPart(string Name, string Value, string Words, string Condition);

/// <summary>
/// What the list of customers is kept to beside a search: the bars and cells of charts on other pages lead to those whom they stand for. It stands in the address, and each part can be taken away.
/// </summary>
internal sealed class KeptCustomers
{
    private static readonly string[] Names = ["first", "ordered", "visited", "visit", "buys", "value", "exposed"];

    private readonly PageView view;
    private readonly List<object?> values;

    /// <param name="view">Who asks, and for what.</param>
    /// <param name="before">The values of $1, $2 and so on that the question has already.</param>
    public KeptCustomers(PageView view, IEnumerable<object?> before)
    {
        (this.view, values) = (view, [.. before]);
        foreach (var name in Names)
        {
            if (view.Asked(name) is not { Length: > 0 } asked) continue;
            if (Read(name, asked) is { } part) Parts.Add(part);
            else Mistakes.Add($"{name}={(asked.Length <= 40 ? asked : asked[..40] + "…")}: {Form(name)}.");
        }
    }

    public List<KeptPart> Parts { get; } = [];

    /// <summary>What of the address could not be used, in sentences.</summary>
    public List<string> Mistakes { get; } = [];

    public IReadOnlyList<object?> Values => values;

    /// <summary>That all of it holds. A customer counts by the device used most; visits, where they are asked for, by their own.</summary>
    public string Condition => string.Join(" AND ", Parts.Select(part => $"({part.Condition})").Append(Parts.Any(part => part.Name == "visit") ? "TRUE" : view.Filter.OfDevice("c.device")));

    /// <summary>The parts of an address that keep to the same, without one if it is named.</summary>
    public IEnumerable<(string Name, string? Value)> Address(string? without = null) => Parts.Where(part => part.Name != without).Select(part => (part.Name, (string?)part.Value));

    private KeptPart? Read(string name, string asked) => name switch
    {
        "first" when Month(asked) is { } month => new(name, asked, $"who first ordered in {Text(month)}", $"c.first_order_at >= {Next(month)} AND c.first_order_at < {Next(month.AddMonths(1))}"),
        "ordered" when Month(asked) is { } month => new(name, asked, $"who ordered in {Text(month)}", $"c.customer_id IN (SELECT customer_id FROM orders WHERE ordered_at >= {Next(month)} AND ordered_at < {Next(month.AddMonths(1))})"),
        "visited" when view.Has("sessions") && Month(asked) is { } month => new(name, asked, $"who visited in {Text(month)}", $"c.customer_id IN (SELECT customer_id FROM sessions WHERE started_at >= {Next(month)} AND started_at < {Next(month.AddMonths(1))})"),
        "visit" when view.Has("sessions") && (asked == "one" ? (0d, null) : Range(asked)) is { } seconds => new(name, asked, $"with a visit of {(asked == "one" ? "one event only" : Seconds(seconds))} in the time shown",
            $"c.customer_id IN (SELECT s.customer_id FROM sessions s WHERE s.started_at >= {Next(view.Filter.From)} AND s.started_at < {Next(view.Filter.Until)} AND {view.Filter.OfDevice("s.device")} AND {(asked == "one" ? "s.bounced" : "NOT s.bounced AND " + Between("s.duration_seconds", seconds))})"),
        "buys" when view.Has("purchase_scores") && asked.Split(':') is [var horizon, var band] && int.TryParse(horizon, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && Range(band) is { Most: { } most } percent => new(name, asked,
            $"who order within {days} days with a probability of {Numbers.Share(percent.Least / 100)} to {Numbers.Share(most / 100)}",
            $"c.customer_id IN (SELECT customer_id FROM purchase_scores WHERE horizon_days = {Next(days)} AND {Between("probability", (percent.Least / 100, most >= 100 ? null : most / 100))})"),
        "value" when view.Has("customer_values") && Range(asked) is { Most: { } most } money => new(name, asked, $"who are expected to bring {view.Format.Money(money.Least)} to {view.Format.Money(most)} in 12 months",
            $"c.customer_id IN (SELECT customer_id FROM customer_values WHERE value_12m >= {Next(money.Least)} AND value_12m <= {Next(most)})"),
        "exposed" when view.Has("experiment_exposures") && asked.Split('/') is [var experiment, var variant, var on] && DateTime.TryParseExact(on, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day) => new(name, asked,
            $"to whom “{variant}” of {experiment} was first shown on {Numbers.Day(day)}",
            $"c.customer_id IN (SELECT customer_id FROM experiment_exposures WHERE experiment = {Next(experiment)} AND variant = {Next(variant)} AND exposed_at >= {Next(day)} AND exposed_at < {Next(day.AddDays(1))})"),
        _ => null,
    };

    /// <summary>What an address should say, when it says something else or what it asks for is not known here.</summary>
    private static string Form(string name) => name switch
    {
        "first" or "ordered" or "visited" => "not a month; write it as 2026-01",
        "visit" => "not a length of visits in seconds; write it as 10..30, or one for a single event",
        "buys" => "not days and a range of percents; write it as 7:20..30",
        "value" => "not a range of amounts; write it as 100..250",
        _ => "not a variant and a day; write it as experiment/variant/2026-01-31",
    };

    private string Next(object value)
    {
        values.Add(value);
        return $"${values.Count}";
    }

    private string Between(string what, (double Least, double? Most) range) => $"{what} >= {Next(range.Least)}" + (range.Most is { } most ? $" AND {what} < {Next(most)}" : "");

    private static DateTime? Month(string asked) =>
        DateTime.TryParseExact(asked, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var month) && month.Year is >= 1900 and < 2200 ? month : null;

    private static string Text(DateTime month) => Numbers.Month(DateOnly.FromDateTime(month));

    private static string Seconds((double Least, double? Most) range) => range.Most is { } most ? $"{Numbers.Value(range.Least)} to {Numbers.Value(most)} s" : $"at least {Numbers.Value(range.Least)} s";

    private static (double Least, double? Most)? Range(string asked)
    {
        if (asked.Split("..") is not [var from, var to] || !Number(from, out var least)) return null;
        if (to.Length == 0) return (least, null);
        return Number(to, out var most) ? (least, most) : null;
    }

    private static bool Number(string text, out double number) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
