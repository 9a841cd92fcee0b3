using System.Globalization;
using Habitue.Duck;
using Habitue.Insights;

namespace Habitue.Churn;

/// <summary>
/// How long somebody must stay away to count as lost. The shop's horizon is the time within which nine in ten customers who come back
/// have come back; a customer's own is as many of their own mean gaps as cover nine in ten of such gaps, where three or
/// more orders tell a rhythm, but no longer than the shop's and no shorter than thirty days.
/// </summary>
/// <param name="Days">The shop's.</param>
/// <param name="Times">A customer's own, in their own mean gaps.</param>
/// <param name="Wanted">What the gaps ask for; longer than Days when the history is too short to watch so long.</param>
/// <param name="Gaps">From how many gaps it was found.</param>
internal sealed record ChurnHorizon(int Days, double Times, int Wanted, long Gaps)
{
    /// <summary>This share of gaps is over by the horizon.</summary>
    private const double Share = 0.9;

    /// <summary>Nobody is called lost sooner, nor is anybody waited for longer.</summary>
    private const int Shortest = 14, Step = Origins.StepDays, Longest = 360;

    /// <summary>With fewer gaps than this a quantile is chance; of the times, an exponential rhythm's is taken instead.</summary>
    private const int LeastGaps = 50, LeastOwnGaps = 100;

    private const double TimesOfChance = 2.3, LeastTimes = 1.5, MostTimes = 4;

    /// <summary>Reads it from the orders.</summary>
    /// <exception cref="NotReadyException">There are too few orders, or over too short a time.</exception>
    public static ChurnHorizon Of(SliceRun run)
    {
        var found = run.Warehouse.Rows<Found>(SliceQueries.Read("Churn/ChurnHorizon", ("share", Text(Share))))[0];
        if (found.Customers == 0 || found.Span is not { } span) throw new NotReadyException("it needs orders of known customers; there are none.");
        if (found.Gaps < LeastGaps)
            throw new NotReadyException($"to tell when somebody stays away it needs customers who came back: at least {LeastGaps} times; {found.Customers:N0} customers came back {found.Gaps:N0} times.");
        var wanted = Math.Clamp((int)Math.Ceiling(found.Usual!.Value / Step) * Step, Step, Longest);
        var possible = (span - Step) / 3;
        if (possible < Shortest) throw new NotReadyException($"to see who stays away it needs orders of at least {(3 * Shortest) + Step} days; there are {span} days of them.");
        var days = Math.Min(wanted, possible >= Step ? possible / Step * Step : Shortest);
        var times = found.OwnGaps < LeastOwnGaps ? TimesOfChance : Math.Round(Math.Clamp(found.Times!.Value, LeastTimes, MostTimes), 1);
        return new ChurnHorizon(days, times, wanted, found.Gaps);
    }

    /// <summary>The one by which the last model learned.</summary>
    public static ChurnHorizon? Read(DuckConnection warehouse) =>
        warehouse.Has(ChurnRisks.HorizonTable)
        && warehouse.Rows<ChurnHorizon>($"SELECT horizon_days AS days, own_gaps AS times, wanted_days AS wanted, gaps FROM {ChurnRisks.HorizonTable}") is [var kept] ? kept : null;

    public void Publish(DuckConnection warehouse) => warehouse.Execute($"""
        CREATE OR REPLACE TABLE {ChurnRisks.HorizonTable} AS
        SELECT {Days} AS horizon_days, CAST({Text(Times)} AS DOUBLE) AS own_gaps, {Wanted} AS wanted_days, CAST({Gaps} AS BIGINT) AS gaps, '{Words}' AS words
        """);

    /// <summary>A customer's own horizon as SQL over a table of features.</summary>
    public string OwnSql(string table) => Days <= Step ? $"{Days}"
        : $"CASE WHEN {table}.frequency >= 3 AND {table}.mean_gap_days > 0 THEN CAST(LEAST({Days}, GREATEST({Step}, CEIL({Text(Times)} * {table}.mean_gap_days))) AS INTEGER) ELSE {Days} END";

    public string Words => Wanted > Days
        ? $"nine in ten gaps between orders are over within {Wanted} days; the history is long enough to watch {Days}"
        : $"nine in ten gaps between orders are over within {Days} days";

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private sealed record Found(long Customers, int? Span, long Gaps, double? Usual, long OwnGaps, double? Times);
}
