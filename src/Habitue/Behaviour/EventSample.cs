using System.Globalization;

namespace Habitue.Behaviour;

/// <summary>
/// Every so many-th customer's events, by chance and always the same ones. Who is drawn is asked first of all and alone: the database answers that once for
/// each name in a block of rows, and asks all other conditions, which cost more, of those few that are left.
/// </summary>
internal static class EventSample
{
    /// <summary>What of an event is kept.</summary>
    private const string Columns = "e.customer_id, e.occurred_at, e.type, e.event, e.page, e.is_bot, e.device, e.channel, e.is_cancellation, e.quantity, e.unit_price";

    /// <summary>The condition that a customer is drawn, as SQL.</summary>
    public static string Condition(string customer, int everyth) => string.Create(CultureInfo.InvariantCulture, $"hash({customer}) % {everyth} = 0");

    /// <summary>The table that is asked instead of the events.</summary>
    public static string Table(int everyth) => everyth == 1 ? "events" : "some_events";

    /// <summary>That table as a part of a WITH, from the moment $1; nothing when all are counted.</summary>
    /// <param name="everyth">Every so many-th is drawn; 1 for all.</param>
    /// <param name="until">Before this moment, as SQL.</param>
    public static string Cte(int everyth, string until) =>
        everyth == 1 ? "" : $"some_events AS MATERIALIZED (SELECT {Columns} FROM events e WHERE e.occurred_at >= $1 AND e.occurred_at < {until} AND {Condition("e.customer_id", everyth)}),\n";
}
