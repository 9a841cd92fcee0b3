using System.Globalization;
using Habitue.Duck;
using Habitue.Insights;

namespace Habitue.Behaviour;

/// <summary>How many got to a step (1 the first), of all or of one part, and the median of the seconds from the first step to it.</summary>
/// <param name="Part">The device, country or channel; null for all.</param>
internal sealed record FunnelStep(int Step, string? Part, long Units, double Seconds);

/// <summary>A customer who got to a step and no further, and when.</summary>
internal sealed record FunnelStop(string Customer, DateTime ReachedAt);

/// <summary>
/// Counts how many customers, or visits, go through steps in their order within a limit of time from the first step. All of it is one question
/// to the warehouse.
/// </summary>
internal sealed class Funnel
{
    private readonly FunnelQuestion question;
    private readonly string ofCustomer;
    private readonly int sampled;
    private readonly List<string> distinct;
    private readonly object?[] values;

    /// <param name="question">What is asked.</param>
    /// <param name="from">The first step is not before this.</param>
    /// <param name="until">And before this.</param>
    /// <param name="ofCustomer">The condition that an event (called e) belongs to the customers that count, as SQL.</param>
    /// <param name="sampled">1 for everybody, else every so many-th customer by chance; the counts are of these.</param>
    public Funnel(FunnelQuestion question, DateTime from, DateTime until, string ofCustomer = "TRUE", int sampled = 1)
    {
        (this.question, this.ofCustomer, this.sampled) = (question, ofCustomer, sampled);
        distinct = [.. question.Steps.Distinct()];
        values = [from, until, (long)(question.Limit.TotalMicroseconds), .. distinct.Select((action, i) => ShopActions.Is(action, i + 4).Value)];
    }

    public IReadOnlyList<FunnelStep> Count(DuckConnection warehouse) => warehouse.Rows<FunnelStep>(Sql($"""
        SELECT CAST(f.step AS INTEGER) AS step, {(question.Part.Length == 0 ? "CAST(NULL AS VARCHAR)" : "u.part")} AS part, COUNT(*) AS units, MEDIAN(seconds_between(f.start, f.moment)) AS seconds
        FROM firsts f JOIN units u ON u.unit = f.unit
        GROUP BY {(question.Part.Length == 0 ? "f.step" : "GROUPING SETS ((f.step), (f.step, u.part))")}
        ORDER BY part NULLS FIRST, step
        """), values);

    /// <summary>Customers who got to a step and no further, the latest first.</summary>
    public IReadOnlyList<FunnelStop> Stopped(DuckConnection warehouse, int step, int most) => warehouse.Rows<FunnelStop>(Sql(string.Create(CultureInfo.InvariantCulture, $"""
        SELECT f.customer_id AS customer, MAX(f.moment) AS reached_at
        FROM firsts f JOIN units u ON u.unit = f.unit
        WHERE u.furthest = {step} AND f.step = {step}
        GROUP BY f.customer_id
        ORDER BY reached_at DESC, customer
        LIMIT {most}
        """)), values);

    private string Sql(string answer)
    {
        string[] conditions = [.. distinct.Select((action, i) => ShopActions.Is(action, i + 4).Sql)];
        var numbers = question.Steps.Select(action => distinct.IndexOf(action) + 1).ToArray();
        return SliceQueries.Read("Behaviour/Funnel",
            ("action", "CASE " + string.Concat(conditions.Select((condition, i) => $"WHEN {condition} THEN {i + 1} ")) + "END"),
            ("wanted", string.Join(" OR ", conditions)),
            ("of_customer", sampled == 1 ? ofCustomer : $"{ofCustomer} AND {SampleSql("e")}"),
            ("unit", question.OfVisits ? "s.session_key" : "f.customer_id"),
            ("part", question.Part switch { "device" => "COALESCE(lower(f.device), 'not given')", "channel" => "COALESCE(f.channel, 'not given')", "country" => "COALESCE(c.country, 'not given')", _ => "CAST(NULL AS VARCHAR)" }),
            ("joined", (question.Part == "country" ? "LEFT JOIN customers c ON c.customer_id = f.customer_id " : "") + (question.OfVisits ? VisitOf("f", sampled == 1 ? "TRUE" : SampleSql("s")) : "")),
            ("steps", string.Join(",\n", Enumerable.Range(1, numbers.Length).Select(step => Step(numbers, step)))),
            ("reached", string.Join(" UNION ALL ", Enumerable.Range(1, numbers.Length).Select(step => $"SELECT {step} AS step, unit, customer_id, part, start, moment FROM step{step}"))),
            ("answer", answer));
    }

    private string SampleSql(string table) => string.Create(CultureInfo.InvariantCulture, $"hash({table}.customer_id) % {sampled} = 0");

    /// <summary>Joins what a customer did to the visit in which it was done, as SQL; what belongs to none is dropped.</summary>
    /// <param name="table">What was done: customer_id, occurred_at.</param>
    /// <param name="which">The visits (called s) that count.</param>
    public static string VisitOf(string table, string which) =>
        $"ASOF JOIN (SELECT s.session_key, s.customer_id, s.started_at, s.ended_at FROM sessions s WHERE {which}) s ON s.customer_id = {table}.customer_id AND {table}.occurred_at >= s.started_at WHERE minutes_between(s.ended_at, {table}.occurred_at) < 30";

    /// <summary>The ways that lead up to a step: when they began, when they got there, and from when on the next step may come.</summary>
    private static string Step(int[] actions, int step)
    {
        // The next step may share the moment of this one, but not that of an earlier step of the same action: it would be the same event.
        var same = step < actions.Length ? Array.FindLastIndex(actions, step - 1, action => action == actions[step]) + 1 : 0;
        string At(int of) => of == step ? "h.moment" : $"p.at{of}";
        var open = same == 0 ? "h.moment" : same == step ? "h.moment + to_microseconds(1)" : $"GREATEST(h.moment, {At(same)} + to_microseconds(1))";
        var kept = string.Concat(Enumerable.Range(1, step).Select(of => $", {At(of)} AS at{of}"));
        return step == 1
            ? $"step1 AS MATERIALIZED (SELECT h.unit, h.customer_id, h.part, h.moment AS start, h.moment, {open} AS open{kept} FROM (SELECT unit, moment, MIN(customer_id) AS customer_id, MIN(part) AS part FROM hits WHERE action = {actions[0]} AND moment < $2 GROUP BY unit, moment) h)"
            : $"step{step} AS MATERIALIZED (SELECT h.unit, p.customer_id, p.part, p.start, h.moment, {open} AS open{kept} FROM (SELECT DISTINCT unit, moment FROM hits WHERE action = {actions[step - 1]}) h ASOF JOIN step{step - 1} p ON p.unit = h.unit AND h.moment >= p.open WHERE h.moment <= p.start + to_microseconds(CAST($3 AS BIGINT)))";
    }
}
