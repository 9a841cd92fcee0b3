using Habitue.Duck;
using Habitue.Reports.Page;

namespace Habitue.Insights;

/// <summary>
/// Whom nobody may recommend, write or offer anything. Silence is no consent (GDPR, article 4 (11) and recital 32), so who was asked and did not answer
/// is left out, unless the shop has decided otherwise; its decision is kept in the warehouse.
/// </summary>
internal static class Consent
{
    /// <summary>The two decisions that there are.</summary>
    public const string LeaveOut = "leave-out", Serve = "serve";

    /// <summary>The name under which a decision reaches a slice.</summary>
    public const string UnknownName = "unknown-consent";

    /// <summary>What becomes of those who were asked and did not answer.</summary>
    public static KeptDecision Unknown { get; } = new(UnknownName, "consent_settings", "unknown", LeaveOut);

    /// <summary>Changes with the decision: what was worked out by another one is to be worked out anew.</summary>
    public static string Watched(SliceRun run) => $"{UnknownName} {Unknown.Of(run)}";

    /// <summary>The query of those who must not be addressed, with columns customer_id and why; null when the data know nothing of it.</summary>
    public static string? Refusals(DuckConnection warehouse) => warehouse.Has("customers") && warehouse.Has("events") && warehouse.Has("profiles")
        ? SliceQueries.Read("Insights/Refusals", ("silence_is_no", Unknown.Of(warehouse) == LeaveOut ? "TRUE" : "FALSE")) : null;

    /// <summary>Whether a customer may be written to, as SQL: false for whoever must not be addressed, for whatever reason; null when the data know nothing of it.</summary>
    /// <param name="warehouse">The home's.</param>
    /// <param name="customer">The customer's id, as SQL.</param>
    public static string MayBeWrittenTo(DuckConnection warehouse, string customer) =>
        Refusals(warehouse) is { } refusals ? $"{customer} NOT IN (SELECT customer_id FROM ({refusals}) refused)" : "CAST(NULL AS BOOLEAN)";

    /// <summary>The condition that a customer may be put on a list of whom to contact: nothing is known against it.</summary>
    /// <param name="warehouse">The home's.</param>
    /// <param name="customer">The customer's id, as SQL.</param>
    public static string MayBeContacted(DuckConnection warehouse, string customer) => $"COALESCE({MayBeWrittenTo(warehouse, customer)}, TRUE)";

    /// <summary><c>3 are left out: 1 said no, 2 unsubscribed</c>; null when nobody is.</summary>
    /// <param name="reasons">Why, and how many for that.</param>
    public static string? InWords(IReadOnlyCollection<(string Why, long Customers)> reasons) => reasons.Sum(one => one.Customers) is var all and > 0
        ? $"{Numbers.Count(all)} {(all == 1 ? "is" : "are")} left out: {string.Join(", ", reasons.OrderBy(one => one.Why, StringComparer.Ordinal).Select(one => $"{Numbers.Count(one.Customers)} {one.Why}"))}" : null;
}
