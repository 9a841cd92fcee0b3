using System.Globalization;
using Habitue.Insights;
using Habitue.Learning.Data;
using Habitue.Prediction;

namespace Habitue.Churn;

/// <summary>
/// What goes with staying away, over all customers who were active at the moment that the model is judged at, one row each: statements that a
/// shopkeeper would make ("no order for two months", "low engagement"), alone and in pairs.
/// </summary>
internal static class ChurnFactors
{
    /// <summary>Features of which "little" and "much" (the lower and the upper third) mean something to a reader.</summary>
    private static readonly (string Feature, string? Little, string? Much)[] Thirds =
    [
        ("engagement_score", "low engagement", "high engagement"),
        ("average_order_value", "small orders", "large orders"),
        ("distinct_categories", "few categories", "many categories"),
        ("distinct_products", "few different products", "many different products"),
        ("returns_rate", null, "many returns"),
        ("discount_share", null, "mostly with a discount"),
        ("cart_abandonment_rate", null, "carts often left behind"),
        ("average_rating", "poor ratings", null),
        ("sentiment", "their own words sound discontented", null),
        ("ticket_satisfaction", "dissatisfied with the support", null),
        ("minutes_on_site", "little time on the site", "much time on the site"),
        ("email_open_rate", "mails seldom opened", "mails often opened"),
        ("in_store_share", null, "mostly in the store"),
    ];

    private static readonly (string Feature, Func<double, bool> Holds, string Words)[] Plain =
    [
        ("frequency", value => value == 1, "only one order so far"),
        ("frequency", value => value >= 5, "five orders or more"),
        ("overdue_ratio", value => value > 1, "longer without an order than is usual for them"),
        ("overdue_ratio", value => value > 2, "twice as long without an order as is usual for them"),
        ("orders_90d", value => value >= 2, "two orders or more in 90 days"),
        ("spend_change_90d", value => value < 0, "less spent in 90 days than in the 90 before"),
        ("sessions_90d", value => value == 0, "no visit in 90 days"),
        ("days_since_last_visit", value => value > 30, "no visit for a month"),
        ("tickets_90d", value => value > 0, "a complaint or question in 90 days"),
        ("low_ratings_90d", value => value > 0, "a poor rating in 90 days"),
        ("complaints_since_order", value => value > 0, "complained since the last order"),
        ("sessions_since_order", value => value == 0, "no visit since the last order"),
        ("days_without_mailing", value => value > 0, "no longer on the list of mailings"),
        ("silence_chance", value => value < 0.2, "silent for longer than one in five of their pace would be"),
        ("tenure_days", value => value < 90, "a customer for less than three months"),
    ];

    public static void Publish(SliceRun run, CustomerQuestion question, ChurnHorizon horizon)
    {
        var moment = Origins.Of(run.Warehouse, run.AsOf, horizon.Days).Test;
        var rows = FrameReader.Read(run.Warehouse, question.SqlOver($"(SELECT * FROM {PastFeatures.Table} WHERE as_of = {PastFeatures.Literal(moment)})"), run.Cancel);
        var label = (BooleanColumn)rows[question.Label];
        Factors.Publish(run.Warehouse, ChurnRisks.FactorsTable, Factors.Of([.. Enumerable.Range(0, rows.Rows).Select(row => label[row] == true)], [.. Statements(rows, horizon)]));
    }

    private static IEnumerable<Statement> Statements(Frame rows, ChurnHorizon horizon)
    {
        foreach (var days in new[] { 30, 60, 90, 120, 180, 270 }.Where(days => days < horizon.Days))
            if (Column(rows, "recency_days") is { } recency) yield return new Statement("recency_days", $"no order for {Months(days)}", [.. recency.Select(value => value >= days)]);
        foreach (var (feature, holds, words) in Plain)
            if (Column(rows, feature) is { } values) yield return new Statement(feature, words, [.. values.Select(value => !double.IsNaN(value) && holds(value))]);
        foreach (var (feature, little, much) in Thirds)
        {
            if (Column(rows, feature) is not { } values) continue;
            var known = values.Where(value => !double.IsNaN(value)).Order().ToArray();
            if (known.Length < 3) continue;
            var (low, high) = (known[(known.Length - 1) / 3], known[(known.Length - 1) * 2 / 3]);
            if (little is not null && low < known[^1]) yield return new Statement(feature, little, [.. values.Select(value => value <= low)]);
            if (much is not null && high > known[0]) yield return new Statement(feature, much, [.. values.Select(value => value >= high)]);
        }
    }

    private static double[]? Column(Frame rows, string feature) =>
        rows.Columns.FirstOrDefault(column => column.Name == feature) is NumberColumn numbers ? numbers.Values.ToArray() : null;

    private static string Months(int days) => days switch
    {
        30 => "a month",
        60 => "two months",
        90 => "three months",
        120 => "four months",
        180 => "six months",
        270 => "nine months",
        _ => string.Create(CultureInfo.InvariantCulture, $"{days} days"),
    };
}
