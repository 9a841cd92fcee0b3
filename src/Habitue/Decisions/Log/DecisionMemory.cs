using System.Collections.Concurrent;
using System.Text.Json;
using Habitue.Live;

namespace Habitue.Decisions.Log;

/// <summary>
/// All that decisions remember between requests, and how events change it: what was shown, what came of it, bandits, consents, stock, and
/// the latest answers. An event that was taken in before changes nothing, so a log can be read again from an earlier place.
/// </summary>
internal sealed class DecisionMemory
{
    private readonly Func<World> world;
    private readonly Outcomes outcomes;
    private readonly ConcurrentDictionary<string, double> stock = new(StringComparer.Ordinal);
    private int unlisted;   // of these, products that the world does not list

    public DecisionMemory(BanditBook bandits, Func<World> world)
    {
        (Bandits, this.world) = (bandits, world);
        outcomes = new Outcomes(Shown, () => world().Catalogue);
    }

    public ShownLedger Shown { get; } = new();

    public ConsentBook Consents { get; } = new();

    public BanditBook Bandits { get; }

    public RecentAnswers Recent { get; } = new();

    /// <summary>What events told of the stock since the last run, by product.</summary>
    public IReadOnlyDictionary<string, double> Stock => stock;

    /// <summary>
    /// Remembers a decision; what is remembered already changes nothing. A fallback takes no part in caps and outcomes, but that of
    /// the holdout does: what customers do who see nothing else is what the others are held against.
    /// </summary>
    /// <param name="decision">What was decided.</param>
    /// <param name="json">The same as the log has it, where it is at hand.</param>
    public void Take(Decision decision, byte[]? json = null)
    {
        if (!Recent.Has(decision.Id)) Recent.Add(decision.Id, json ?? DecisionJson.Of(decision, decision.Customer, null));
        if (decision.FallbackReason is null or FallbackReasons.Holdout) Shown.Add(decision.Customer, new Shown(decision.Id, decision.Placement, decision.Actions.Select(action => action.Id).ToArray(), decision.OfProducts, Eligibility.Seconds(decision.At)));
    }

    /// <summary>Takes in an event, and says what came of which decision by it.</summary>
    public IReadOnlyList<Outcome> Take(CustomerEvent happened)
    {
        TakeConsent(happened);
        switch (happened.Name)
        {
            case DecisionJson.Made when DecisionJson.Read(happened) is { } decision:
                Take(decision);
                if (decision.Policy == "bandit" && decision.Actions is [var first, ..]) Bandits.Relearn(decision, first.Id);
                return [];
            case StockEvents.Changed or StockEvents.Updated when StockEvents.Read(happened) is var (product, left):
                SetStock(product, left);
                return [];
            case null:
                return [];
            default:
                var found = outcomes.Of(happened);
                foreach (var outcome in found) Bandits.Reward(outcome.Placement, outcome.Decision, outcome.Reward);
                return found;
        }
    }

    public void SetStock(string product, double left)
    {
        var products = world().Products;
        if (stock.ContainsKey(product) || products.Find(product) >= 0) stock[product] = left;
        else if (Volatile.Read(ref unlisted) < Customers.ProductTable.MostUnlisted && stock.TryAdd(product, left)) Interlocked.Increment(ref unlisted);
        products.SetStock(product, left);
    }

    /// <summary>Closes and forgets what has gone out of date.</summary>
    /// <param name="now">In seconds since 1970.</param>
    public void Tidy(long now)
    {
        var catalogue = world().Catalogue;
        var windows = catalogue.Placements.Values.Select(placement => placement.Goal.Window).Append(catalogue.LongestCap).Append(TimeSpan.FromDays(1));
        Shown.Forget(now - (long)windows.Max().TotalSeconds - 1);
        Bandits.Tidy(catalogue, now);
    }

    /// <summary>Tells a newly read table of products what events have said of the stock.</summary>
    public void TellStock(Customers.ProductTable products)
    {
        var strange = 0;
        foreach (var (product, left) in stock)
        {
            if (products.Find(product) < 0) strange++;
            products.SetStock(product, left);
        }
        Volatile.Write(ref unlisted, strange);
    }

    private void TakeConsent(CustomerEvent happened)
    {
        Dictionary<string, bool>? said = null;   // of most events nothing is said
        if (happened.InContext("consent", out var consent)
            && consent.TryGetProperty("categoryPreferences", out var preferences) && preferences.ValueKind == JsonValueKind.Object)
            foreach (var one in preferences.EnumerateObject().Take(16))
                if (one.Value.ValueKind is JsonValueKind.True or JsonValueKind.False) Said()[one.Name] = one.Value.GetBoolean();
        if (happened.Name == "Unsubscribed") Said()["marketing"] = false;
        if (happened.GlobalPrivacyControl) Said()["advertising"] = false;
        if (said is not null) Consents.Set(happened.Key, said);

        Dictionary<string, bool> Said() => said ??= new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase);
    }
}
