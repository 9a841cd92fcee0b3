using Habitue.Insights;
using Habitue.Learning.Data;
using Habitue.Learning.Lifetime;

namespace Habitue.Value;

/// <summary>
/// How the probability of still being a customer went for some customers, from the first purchase to now: it jumps to nearly 1 with each purchase and sinks
/// while there is silence, the faster the oftener somebody used to buy.
/// </summary>
internal static class AliveCurves
{
    private const int Points = 120;

    /// <summary>What each example shows, and whom to take for it; the first by name where several fit alike.</summary>
    private static readonly (string Example, string Where, string Order)[] Examples =
    [
        ("brings the most", "purchases > 2", "v.value_12m DESC"),
        ("used to come often, then fell silent", "purchases > 4 AND v.probability_alive < 0.5", "purchases DESC"),
        ("may be leaving", "purchases > 2 AND v.probability_alive BETWEEN 0.3 AND 0.8", "ABS(v.probability_alive - 0.5)"),
        ("bought once", "purchases = 1", "ABS(v.probability_alive - 0.5)"),
    ];

    public static void Publish(SliceRun run, ParetoNbdModel model, ValueSeason season)
    {
        run.Warehouse.Execute($"CREATE OR REPLACE TABLE {ValueTables.Alive} (customer_id VARCHAR, example VARCHAR, day DATE, probability_alive DOUBLE, purchase BOOLEAN)");
        var counted = $"SELECT customer_id, COUNT(DISTINCT CAST(ordered_at AS DATE)) AS purchases FROM orders WHERE is_known AND ordered_at < {PastFeatures.Literal(run.AsOf)} GROUP BY customer_id";
        var seen = new HashSet<string>();
        foreach (var (example, where, order) in Examples)
        {
            var names = run.Warehouse.Rows<string>($"SELECT v.customer_id FROM {ValueTables.Customers} v JOIN ({counted}) o ON o.customer_id = v.customer_id WHERE {where} ORDER BY {order}, v.customer_id LIMIT {Examples.Length}");
            if (names.FirstOrDefault(name => !seen.Contains(name)) is not { } customer) continue;
            seen.Add(customer);
            var bought = run.Warehouse.Rows<(string Customer, DateOnly Day)>(SliceQueries.Read("Value/value_days", ("customers", "$1")), customer).Select(one => one.Day).ToArray();
            if (bought.Length > 0) Append(run, model, season, customer, example, bought);
        }
    }

    private static void Append(SliceRun run, ParetoNbdModel model, ValueSeason season, string customer, string example, DateOnly[] bought)
    {
        var (first, last) = (bought[0], DateOnly.FromDateTime(run.AsOf.AddTicks(-1)));
        var step = Math.Max(1, (last.DayNumber - first.DayNumber) / Points);
        DateOnly[] days = [.. Enumerable.Range(0, ((last.DayNumber - first.DayNumber) / step) + 1).Select(i => first.AddDays(i * step)).Append(last).Concat(bought).Concat(bought.Where(day => day > first).Select(day => day.AddDays(-1))).Distinct().Order()];
        int[] repeats = [.. days.Select(day => bought.Count(one => one <= day) - 1)];
        double[] recency = [.. days.Select(day => season.Weeks(first, bought.Last(one => one <= day)))], age = [.. days.Select(day => season.Weeks(first, day))];
        var alive = model.ProbabilityAlive(new PurchaseHistories(repeats, recency, age));
        using var rows = run.Warehouse.Appender(ValueTables.Alive);
        rows.Append(Enumerable.Repeat(customer, days.Length).ToArray(), Enumerable.Repeat(example, days.Length).ToArray(), days, alive, days.Select(day => bought.Contains(day)).ToArray());
    }
}
