using Habitue.Insights;
using Habitue.Reports.Page;
using Habitue.Server.Web;

namespace Habitue.Customers;

/// <summary>A decision that was made for a customer, and what came of it.</summary>
internal sealed record DecisionMade(DateTime At, string Placement, string? Action, string? Policy, string? Variation, double? Chance, string? Fallback, double? Reward);

/// <summary>A segment, and the moment from which on a customer was in it.</summary>
internal sealed record SegmentSince(DateTime Since, int Id, string Segment);

/// <summary>What the tables keep of how a customer was dealt with: segments before and now, whether they may be addressed, decisions.</summary>
internal static class CustomerPast
{
    public const int MostDecisions = 50;

    /// <summary>The segment before and now, how sure, and the nearest other one: sentences, none when the customer has no segment.</summary>
    public static IReadOnlyList<string> Segments(PageView view, string id)
    {
        var said = new List<string>();
        if (view.Has("segment_moves"))
        {
            var moved = view.Warehouse.Rows<(DateTime? Before, string? From, DateTime? Now, string? To, string? Basis)>("SELECT previous_as_of, previous_segment, as_of, segment, basis FROM segment_moves WHERE customer_id = $1", id);
            foreach (var (before, from, now, to, basis) in moved)
            {
                var (was, then) = (from is null ? "Had not bought yet" : $"Was in “{from}”", to is null ? "no longer in the data" : from == to ? $"still is on {Numbers.Day(now!.Value)}" : $"is in “{to}” since a run as of {Numbers.Day(now!.Value)}");
                if (before is { } day) said.Add($"{was} on {Numbers.Day(day)}, {then}{(basis == "present model" ? "; divided by the present model at both moments" : "")}.");
            }
        }

        if (view.Has("customer_segments"))
        {
            foreach (var (chance, second, other) in view.Warehouse.Rows<(double? Chance, string? Second, double? Other)>("SELECT chance, second_segment, second_chance FROM customer_segments WHERE customer_id = $1", id))
                if (chance is { } share) said.Add($"How clearly: {Numbers.Share(share)}{(second is null || other is null ? "" : $", then “{second}” with {Numbers.Share(other.Value)}")}.");
        }

        return said;
    }

    /// <summary>In which segment the customer was from which of the moments on that are looked at over a year; the newest first.</summary>
    public static IReadOnlyList<SegmentSince> Course(PageView view, string id) => view.Has("customer_segment_history")
        ? view.Warehouse.Rows<SegmentSince>("SELECT as_of AS since, segment_id AS id, segment FROM customer_segment_history WHERE customer_id = $1 ORDER BY as_of DESC", id) : [];

    /// <summary>Whether the customer may be addressed, and why not.</summary>
    public static string? Consented(PageView view, string id)
    {
        if (Consent.Refusals(view.Warehouse) is not { } refusals) return null;
        if (view.Warehouse.Rows<string>($"SELECT why FROM ({refusals}) WHERE customer_id = $1", id) is [var why]) return $"Must not be addressed: {why}.";
        return view.Warehouse.Rows<bool?>("SELECT marketing_consent FROM customers WHERE customer_id = $1", id) switch
        {
            [true] => "May be addressed: said yes to marketing.",
            _ => "May be addressed: was never asked, and has not objected.",
        };
    }

    /// <summary>The latest decisions for any of these ids, the newest first.</summary>
    public static IReadOnlyList<DecisionMade> Decisions(PageView view, IReadOnlyList<string> ids)
    {
        if (!view.Has("decisions", "decision_rewards")) return [];
        var places = string.Join(", ", ids.Select((_, i) => $"${i + 1}"));
        return view.Warehouse.Rows<DecisionMade>($"""
            SELECT d.decided_at AS at, d.placement, d.action, d.policy, d.variation, d.propensity AS chance, d.fallback, r.reward
            FROM decisions d LEFT JOIN (SELECT decision_id, SUM(reward) AS reward FROM decision_rewards GROUP BY decision_id) r ON r.decision_id = d.decision_id
            WHERE d.customer_id IN ({places}) ORDER BY d.decided_at DESC, d.decision_id LIMIT {MostDecisions}
            """, [.. ids]);
    }
}
