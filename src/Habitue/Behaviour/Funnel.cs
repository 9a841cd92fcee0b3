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
/// Counts how many customers, or visits, go through steps in their order within a limit of time from the first. What was done is looked up in the events
/// once, at the first question, and kept in a table of the connection; who asks uses one connection for all.
/// </summary>
internal sealed class Funnel
{
    private readonly FunnelQuestion question;
    private readonly string ofCustomer, table;
    private readonly int sampled;
    private readonly bool named;
    private readonly List<string> distinct;
    private readonly object?[] period;
    private bool gathered;

    /// <param name="question">What is asked.</param>
    /// <param name="from">The first step is not before this.</param>
    /// <param name="until">And before this.</param>
    /// <param name="ofCustomer">The condition that an event (called e) belongs to the customers that count, as SQL.</param>
    /// <param name="sampled">1 for everybody, else every so many-th customer by chance; the counts are of these.</param>
    /// <param name="named">Customers will be asked for by name (<see cref="Stopped"/>).</param>
    public Funnel(FunnelQuestion question, DateTime from, DateTime until, string ofCustomer = "TRUE", int sampled = 1, bool named = false)
    {
        (this.question, this.ofCustomer, this.sampled, this.named) = (question, ofCustomer, sampled, named);
        distinct = [.. question.Steps.Distinct()];
        period = [from, until, (long)question.Limit.TotalMicroseconds];
        table = string.Create(CultureInfo.InvariantCulture, $"funnel_hits_{from.Ticks}_{until.Ticks}");
    }

    public IReadOnlyList<FunnelStep> Count(DuckConnection warehouse) => Answer<FunnelStep>(warehouse, question.Part.Length > 0 ? """
        SELECT CAST(f.step AS INTEGER) AS step, u.part AS part, COUNT(*) AS units, MEDIAN(seconds_between(f.start, f.moment)) AS seconds
        FROM firsts f JOIN units u ON u.unit = f.unit
        GROUP BY GROUPING SETS ((f.step), (f.step, u.part))
        ORDER BY part NULLS FIRST, step
        """ : """
        SELECT CAST(f.step AS INTEGER) AS step, CAST(NULL AS VARCHAR) AS part, COUNT(*) AS units, MEDIAN(seconds_between(f.start, f.moment)) AS seconds
        FROM firsts f
        GROUP BY f.step
        ORDER BY step
        """, withNames: false);

    /// <summary>Customers who got to a step and no further, the latest first.</summary>
    /// <exception cref="InvalidOperationException">The funnel was not made to name customers.</exception>
    public IReadOnlyList<FunnelStop> Stopped(DuckConnection warehouse, int step, int most) => named ? Answer<FunnelStop>(warehouse, string.Create(CultureInfo.InvariantCulture, $"""
        SELECT f.customer_id AS customer, MAX(f.moment) AS reached_at
        FROM firsts f JOIN units u ON u.unit = f.unit
        WHERE u.furthest = {step} AND f.step = {step}
        GROUP BY f.customer_id
        ORDER BY reached_at DESC, customer
        LIMIT {most}
        """), withNames: true) : throw new InvalidOperationException("The funnel was not made to name customers.");

    private IReadOnlyList<T> Answer<T>(DuckConnection warehouse, string answer, bool withNames)
    {
        if (!gathered) Gather(warehouse);
        return warehouse.Rows<T>(Sql(answer, withNames), period[1..]);
    }

    /// <summary>Puts what was done into the table.</summary>
    private void Gather(DuckConnection warehouse)
    {
        var part = question.Part switch { "device" => "COALESCE(lower(f.device), 'not given')", "channel" => "COALESCE(f.channel, 'not given')", _ => "COALESCE(c.country, 'not given')" };
        var wanted = $"e.is_bot IS NOT TRUE AND {ShopActions.AnyOf(distinct, firstParameter: 4)}";
        warehouse.Execute(SliceQueries.Read("Behaviour/FunnelHits",
            ("table", table),
            ("action", ShopActions.PlaceIn(distinct, firstParameter: 4)),
            // What an event is takes several times as long to tell as whose it is, so it is asked only of those that count.
            ("wanted", sampled == 1 ? wanted : $"CASE WHEN {SampleSql("e.customer_id")} THEN {wanted} ELSE FALSE END"),
            ("of_customer", ofCustomer),
            ("unit", question.OfVisits ? "s.unit" : "f.person"),
            ("joined", (question.Part == "country" ? "LEFT JOIN (SELECT hash(customer_id) AS person, country FROM customers) c ON c.person = f.person " : "") + (question.OfVisits ? VisitOf(sampled == 1 ? "TRUE" : SampleSql("s.customer_id")) : "")),
            ("part_hit", question.Part.Length > 0 ? $", {part} AS part" : ""), ("part_done", question.Part is "device" or "channel" ? $", e.{question.Part}" : ""),
            ("who_done", named ? ", e.customer_id" : ""), ("who_hit", named ? ", f.customer_id" : "")), [.. period, .. distinct.Select(ShopActions.Value)]);
        gathered = true;
    }

    /// <param name="answer">The question to what was found.</param>
    /// <param name="withNames">It asks who it is.</param>
    private string Sql(string answer, bool withNames)
    {
        var numbers = question.Steps.Select(action => distinct.IndexOf(action) + 1).ToArray();
        var parted = question.Part.Length > 0;
        // What is carried from step to step beside the times.
        var carried = (parted ? ", part" : "") + (withNames ? ", customer_id" : "");
        return SliceQueries.Read("Behaviour/Funnel",
            ("table", table),
            ("part_first", parted ? ", arg_min(part, moment) AS part" : ""), ("part_unit", parted ? ", arg_max(part, step) AS part" : ""), ("who_first", withNames ? ", MIN(customer_id) AS customer_id" : ""),
            ("steps", string.Join(",\n", Enumerable.Range(1, numbers.Length).Select(step => Step(numbers, step, carried)))),
            ("reached", string.Join(" UNION ALL ", Enumerable.Range(1, numbers.Length).Select(step => $"SELECT {step} AS step, unit, start, moment{carried} FROM step{step}"))),
            ("answer", answer));
    }

    private string SampleSql(string customer) => string.Create(CultureInfo.InvariantCulture, $"hash({customer}) % {sampled} = 0");

    /// <summary>Joins what somebody did (called f) to the visit in which it was done, as SQL; what belongs to none is dropped.</summary>
    /// <param name="which">The visits (called s) that count.</param>
    private static string VisitOf(string which) =>
        $"ASOF JOIN (SELECT hash(s.session_key) AS unit, hash(s.customer_id) AS person, s.started_at, s.ended_at FROM sessions s WHERE {which}) s ON s.person = f.person AND f.occurred_at >= s.started_at WHERE minutes_between(s.ended_at, f.occurred_at) < 30";

    /// <summary>The ways that lead up to a step: when they began, when they got there, and from when on the next step may come.</summary>
    private static string Step(int[] actions, int step, string carried)
    {
        // The next step may share the moment of this one, but not that of an earlier step of the same action: it would be the same event.
        var same = step < actions.Length ? Array.FindLastIndex(actions, step - 1, action => action == actions[step]) + 1 : 0;
        string At(int of) => of == step ? "h.moment" : $"p.at{of}";
        var open = same == 0 ? "h.moment" : same == step ? "h.moment + to_microseconds(1)" : $"GREATEST(h.moment, {At(same)} + to_microseconds(1))";
        // Times of earlier steps are carried only as far as a later step of the same action asks for them.
        var kept = string.Concat(Enumerable.Range(1, step).Where(of => Array.IndexOf(actions, actions[of - 1], of) > step).Select(of => $", {At(of)} AS at{of}"));
        var before = carried.Replace(", ", ", p.", StringComparison.Ordinal);
        var least = string.Concat(carried.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(name => $", MIN({name}) AS {name}"));
        return step == 1
            ? $"step1 AS MATERIALIZED (SELECT h.unit{carried.Replace(", ", ", h.", StringComparison.Ordinal)}, h.moment AS start, h.moment, {open} AS open{kept} FROM (SELECT unit, moment{least} FROM hits WHERE action = {actions[0]} AND moment < $1 GROUP BY unit, moment) h)"
            : $"step{step} AS MATERIALIZED (SELECT h.unit{before}, p.start, h.moment, {open} AS open{kept} FROM (SELECT DISTINCT unit, moment FROM hits WHERE action = {actions[step - 1]}) h ASOF JOIN step{step - 1} p ON p.unit = h.unit AND h.moment >= p.open WHERE h.moment <= p.start + to_microseconds(CAST($2 AS BIGINT)))";
    }
}
