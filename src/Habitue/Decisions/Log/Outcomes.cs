using System.Text.Json;
using Habitue.Live;

namespace Habitue.Decisions.Log;

/// <summary>What a decision brought.</summary>
internal readonly record struct Outcome(string Decision, string Placement, double Reward);

/// <summary>
/// Finds the decisions that an event is the outcome of: by its <c>decision_id</c>; else the customer's latest decision in each placement whose
/// goal is this event, within the goal's window, when the event names what was shown there, or names nothing. Each decision has one
/// outcome, the first.
/// </summary>
internal sealed class Outcomes(ShownLedger shown, Func<Catalogue> catalogue)
{
    private static readonly string[] OfferNames = ["offer_id", "promotion_id"];

    public IReadOnlyList<Outcome> Of(CustomerEvent happened)
    {
        if (happened.Type != CallType.Track || happened.Name is not { } name || happened.IsBot) return [];
        List<Outcome>? found = null;
        var at = Eligibility.Seconds(happened.Timestamp);
        string? named = null;
        foreach (var placement in catalogue().Placements.Values)
        {
            if (placement.Goal.Event != name) continue;
            named ??= happened.Property("decision_id");
            if (named is not null && !named.EndsWith(':' + placement.Id, StringComparison.Ordinal)) continue;
            var since = at - (long)placement.Goal.Window.TotalSeconds;
            var candidates = shown.Of(happened.Key, one => one.Placement == placement.Id && !one.Rewarded && (named is null ? one.At <= at && one.At >= since && Fits(one, happened) : one.Decision == named));
            if (candidates is [var latest, ..] && shown.Settle(happened.Key, latest)) (found ??= []).Add(new Outcome(latest.Decision, placement.Id, Worth(placement.Goal, happened)));
            else if (named is not null && candidates.Count == 0 && shown.Of(happened.Key, one => one.Decision == named).Count == 0)
                (found ??= []).Add(new Outcome(named, placement.Id, Worth(placement.Goal, happened))); // shown under another id of the same person: the bandit knows it by its name
        }
        return found ?? [];
    }

    private static double Worth(Goal goal, CustomerEvent happened) => goal.Value is { } property ? happened.Number(property) ?? 0 : 1;

    /// <summary>An event that names products is no outcome of a list without them; an offer is named by its own id.</summary>
    private static bool Fits(Shown one, CustomerEvent happened)
    {
        if (one.OfProducts) return ProductsOf(happened).Any(one.Actions.Contains);
        return OfferNames.Select(happened.Property).FirstOrDefault(id => id is not null) is not { } offer || one.Actions.Contains(offer);
    }

    internal static IEnumerable<string> ProductsOf(CustomerEvent happened)
    {
        if (happened.Property("product_id") is { } one) yield return one;
        if (!happened.Properties.TryGetProperty("products", out var list) || list.ValueKind != JsonValueKind.Array) yield break;
        foreach (var line in list.EnumerateArray())
            if (line.ValueKind == JsonValueKind.Object && line.TryGetProperty("product_id", out var id) && id.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                yield return id.ToString();
    }
}
