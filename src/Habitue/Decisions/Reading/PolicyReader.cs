using Habitue.Decisions.Customers;
using Habitue.Decisions.Policies;
using Habitue.Host;
using Habitue.Learning;
using Habitue.Learning.Bandits;
using Habitue.Learning.Models;

namespace Habitue.Decisions.Reading;

/// <summary>Reads a placement's policy: a word, or a mapping with its settings.</summary>
internal static class PolicyReader
{
    public static readonly string[] Words = ["kind", "recipe", "explore", "alpha", "width", "ridge", "spread", "context", "experiment", "variations"];

    public static readonly string[] Kinds = ["rules", "expected_value", "recommender", "bandit", "experiment"];

    public static readonly string[] Recipes = ["thompson", "thompson_money", "linucb", "linear_thompson", "epsilon_greedy"];

    public static PolicySettings Read(YamlPart part, IReadOnlyList<Offer> offers)
    {
        var entries = part.IsMap ? part.Entries(Words) : new Dictionary<string, YamlPart> { ["kind"] = part };
        if (!entries.TryGetValue("kind", out var word)) throw part.Wrong($"a policy needs a `kind`: one of {string.Join(", ", Kinds)}.");
        var kind = (PolicyKind)Array.IndexOf(Kinds, word.OneOf(Kinds));
        string[] fit = kind switch
        {
            PolicyKind.Bandit => ["kind", "recipe", "explore", "alpha", "width", "ridge", "spread", "context"],
            PolicyKind.Experiment => ["kind", "experiment", "variations"],
            _ => ["kind", "explore"],
        };
        if (entries.Keys.FirstOrDefault(key => !fit.Contains(key)) is { } strange) throw entries[strange].Wrong($"the policy {word.Text()} takes no `{strange}`; it takes {string.Join(", ", fit)}.");
        var explore = entries.GetValueOrDefault("explore")?.Number(0, 1);
        return kind switch
        {
            PolicyKind.Bandit => Bandit(part, entries, explore),
            PolicyKind.Experiment => Experiment(part, entries, offers),
            _ => new PolicySettings(kind, explore ?? 0),
        };
    }

    private static PolicySettings Bandit(YamlPart part, IReadOnlyDictionary<string, YamlPart> entries, double? explore)
    {
        var name = entries.TryGetValue("recipe", out var word) ? word.OneOf(Recipes) : "thompson";
        ContextField[] context = entries.TryGetValue("context", out var fields) ? [.. fields.Items().Select(FieldOf)] : [];
        var linear = name is "linucb" or "linear_thompson";
        if (linear != context.Length > 0)
            throw part.Wrong(linear ? $"{name} needs a `context`: the fields that it looks at." : $"{name} looks at no context; take linucb or linear_thompson, or leave `context` out.");
        double Setting(string key, double byDefault) => entries.TryGetValue(key, out var given) ? given.Number() : byDefault;
        IBanditRecipe recipe = name switch
        {
            "thompson" => new BetaThompson { Explore = explore ?? 0.02 },
            "thompson_money" => new NormalThompson { Explore = explore ?? 0.02, PriorSpread = Setting("spread", 1) },
            "linucb" => new LinUcb { Features = context.Length + 1, Explore = explore ?? 0.05, Alpha = Setting("alpha", 1), Ridge = Setting("ridge", 1) },
            "linear_thompson" => new LinearThompson { Features = context.Length + 1, Explore = explore ?? 0.02, Width = Setting("width", 0.5), Ridge = Setting("ridge", 1) },
            _ => new EpsilonGreedy { Explore = explore ?? 0.1 },
        };
        try
        {
            Settings.Check(recipe);
        }
        catch (SettingException wrong)
        {
            throw part.Wrong($"{name}: {wrong.Message}");
        }
        return new PolicySettings(PolicyKind.Bandit, recipe.Explore) { Recipe = recipe, Context = context };
    }

    private static ContextField FieldOf(YamlPart part)
    {
        var entries = part.IsMap ? part.Entries("field", "centre", "scale") : new Dictionary<string, YamlPart> { ["field"] = part };
        if (!entries.TryGetValue("field", out var name)) throw part.Wrong("each entry of `context` needs a `field`.");
        var field = CustomerFields.Find(name.Text());
        if (field is not ({ Kind: FieldKind.Number } or { Source: FieldSource.Context }))
        {
            var nearest = Misparse.Nearest(name.Text(), CustomerFields.Names);
            throw name.Wrong($"`{name.Text()}` is no field that holds a number{(nearest is null ? "." : $"; did you mean {nearest}?")}");
        }
        var scale = entries.GetValueOrDefault("scale")?.Number() ?? 1;
        return scale > 0 ? new ContextField(field, entries.GetValueOrDefault("centre")?.Number() ?? 0, scale) : throw entries["scale"].Wrong("`scale` must be above 0.");
    }

    private static PolicySettings Experiment(YamlPart part, IReadOnlyDictionary<string, YamlPart> entries, IReadOnlyList<Offer> offers)
    {
        if (!entries.TryGetValue("experiment", out var name) || !entries.TryGetValue("variations", out var listed))
            throw part.Wrong("an experiment needs `experiment`, its name, and `variations`: for each the offer that it shows, such as `control: plain`.");
        var variations = new List<Variation>();
        foreach (var (key, one) in listed.All())
        {
            var fields = one.IsMap ? one.Entries("offer", "weight") : new Dictionary<string, YamlPart> { ["offer"] = one };
            var offer = fields.TryGetValue("offer", out var shown) ? shown.Text() : throw one.Wrong($"variation {key} names no `offer`.");
            if (!offers.Any(known => known.Id == offer)) throw one.Wrong($"variation {key} shows `{offer}`, which is not among the placement's offers.");
            variations.Add(new Variation(key, offer, fields.GetValueOrDefault("weight")?.Number(0, 1e6) ?? 1));
        }
        if (variations.Sum(one => one.Weight) <= 0) throw listed.Wrong("the weights of all variations together must be above 0.");
        return new PolicySettings(PolicyKind.Experiment) { Experiment = name.Text(), Variations = variations };
    }
}
