using Habitue.Decisions.Policies;
using Habitue.Host;

namespace Habitue.Decisions.Reading;

/// <summary>Reads one placement.</summary>
internal static class PlacementReader
{
    public static readonly string[] Words = ["offers", "products", "count", "policy", "cap", "fallback", "then", "holdout", "goal"];

    public static Placement Read(string id, YamlPart part, IReadOnlyDictionary<string, Offer> offers)
    {
        if (id.Length > 100 || id.Any(char.IsControl)) throw part.Wrong("a placement's id has at most 100 letters.");
        var entries = part.Entries(Words);
        YamlPart? Entry(string name) => entries.GetValueOrDefault(name);
        var products = Entry("products")?.OneOf("recommendations", "similar", "popular");
        Offer[] chosen = Entry("offers") is { } listed ? [.. listed.Items().Select(item => OfferOf(item, offers))] : [];
        if ((products is null) == (chosen.Length == 0)) throw part.Wrong($"placement {id} needs either `offers` or `products`.");
        if (chosen.Select(offer => offer.Id).Distinct().Count() < chosen.Length) throw Entry("offers")!.Wrong($"an offer stands twice in placement {id}.");
        var policy = Entry("policy") is { } how ? PolicyReader.Read(how, chosen) : new PolicySettings(products is null ? PolicyKind.Rules : PolicyKind.Recommender);
        if (products is null && policy.Kind == PolicyKind.Recommender) throw part.Wrong($"placement {id} has offers; the recommender puts products in order.");
        if (products is not null && policy.Kind is PolicyKind.Bandit or PolicyKind.Experiment) throw part.Wrong($"placement {id} has products; a {policy.Name} chooses among offers.");
        var goal = Entry("goal") is { } meant ? GoalOf(meant) : Goal.Default;
        if (goal.Value is not null && policy.Recipe is { Rewards.Most: 1 }) throw Entry("goal")!.Wrong($"placement {id} counts `{goal.Value}`, but its recipe takes rewards from 0 to 1; take thompson_money, linucb or linear_thompson.");
        return new Placement
        {
            Id = id,
            Line = part.Line,
            Offers = chosen,
            Products = products is null ? null : Enum.Parse<ProductSource>(products, ignoreCase: true),
            Count = Entry("count")?.Integer(1, 100) ?? 1,
            Policy = policy,
            Cap = Entry("cap")?.Cap(),
            Fallback = Entry("fallback") is { } fallback ? OfferOf(fallback, offers) : null,
            Then = Entry("then")?.Text(),
            Holdout = Entry("holdout")?.Flag() ?? true,
            Goal = goal,
        };
    }

    private static Offer OfferOf(YamlPart part, IReadOnlyDictionary<string, Offer> offers)
    {
        if (offers.TryGetValue(part.Text(), out var offer)) return offer;
        var nearest = Misparse.Nearest(part.Text(), offers.Keys);
        throw part.Wrong($"`{part.Text()}` is no offer{(nearest is null ? "." : $"; did you mean {nearest}?")}");
    }

    private static Goal GoalOf(YamlPart part)
    {
        var entries = part.Entries("event", "value", "window");
        return new Goal(
            entries.TryGetValue("event", out var name) ? name.Text() : Goal.Default.Event,
            entries.GetValueOrDefault("value")?.Text(),
            entries.TryGetValue("window", out var window) ? window.Duration() : Goal.Default.Window);
    }
}
