using Habitue.Server.Web;

namespace Habitue.Behaviour;

/// <summary>A funnel as the address asks for it: its steps, the limit from the first step, whether visits or customers are counted, and by what they are parted.</summary>
/// <param name="Part"><c>device</c>, <c>country</c>, <c>channel</c>, or empty.</param>
internal sealed record FunnelQuestion(IReadOnlyList<string> Steps, TimeSpan Limit, bool OfVisits = false, string Part = "")
{
    public const int FewestSteps = 2, MostSteps = 6;

    private const string UsualLimit = "7d";

    private static readonly string[] Usual = ["Product Viewed", "Product Added", "Checkout Started", ShopActions.Order];

    public static IReadOnlyList<(string Value, string Text, TimeSpan Limit)> Limits { get; } =
    [
        ("30m", "30 minutes", TimeSpan.FromMinutes(30)), ("1h", "an hour", TimeSpan.FromHours(1)), ("1d", "a day", TimeSpan.FromDays(1)), (UsualLimit, "7 days", TimeSpan.FromDays(7)),
        ("30d", "30 days", TimeSpan.FromDays(30)), ("90d", "90 days", TimeSpan.FromDays(90)), ("365d", "a year", TimeSpan.FromDays(365)),
    ];

    public static IReadOnlyList<(string Value, string Text)> Units { get; } = [("customer", "customers"), ("visit", "visits")];

    public static IReadOnlyList<(string Value, string Text)> Parts { get; } = [("", "nothing"), ("device", "device"), ("country", "country"), ("channel", "channel")];

    public string LimitName { get; init; } = UsualLimit;

    public string LimitText => Limits.First(one => one.Value == LimitName).Text;

    public string UnitText => OfVisits ? "visits" : "customers";

    /// <summary>What is asked for; what cannot be used is told, and the usual holds instead.</summary>
    public static FunnelQuestion Read(PageView view, IReadOnlyList<ActionCount> known, List<string> mistakes)
    {
        List<string> steps = [.. Enumerable.Range(1, MostSteps).Select(step => view.Asked($"step{step}")).Where(step => step.Length > 0)];
        foreach (var step in steps.Distinct())
            if (known.All(one => one.Action != step) && !ShopActions.WasDone(view, step)) mistakes.Add($"“{Short(step)}”: nobody did that in this period.");
        if (steps.Count == 1) mistakes.Add("A funnel has at least two steps; choose a second one.");
        if (steps.Count < FewestSteps) steps = steps.Count == 1 ? [steps[0], ShopActions.Order] : Suggest(known);
        var limit = Of(view, "limit", [.. Limits.Select(one => one.Value)], UsualLimit, mistakes);
        var unit = Of(view, "per", [.. Units.Select(one => one.Value)], Units[0].Value, mistakes);
        if (unit == "visit" && !view.Has("sessions"))
        {
            mistakes.Add("There are no visits in the data; customers are counted.");
            unit = "customer";
        }
        return new FunnelQuestion(steps, Limits.First(one => one.Value == limit).Limit, unit == "visit", Of(view, "by", [.. Parts.Select(one => one.Value)], "", mistakes)) { LimitName = limit };
    }

    /// <summary>The parts of the address that ask for it.</summary>
    public IReadOnlyList<(string Name, string? Value)> Address =>
    [
        .. Enumerable.Range(1, MostSteps).Select(step => ($"step{step}", step <= Steps.Count ? Steps[step - 1] : null)),
        ("limit", LimitName == UsualLimit ? null : LimitName), ("per", OfVisits ? "visit" : null), ("by", Part.Length == 0 ? null : Part),
    ];

    /// <summary>The way to an order as far as the shop records it; where it records only orders, the way to a second one.</summary>
    private static List<string> Suggest(IReadOnlyList<ActionCount> known)
    {
        List<string> steps = [.. Usual.Where(step => known.Any(one => one.Action == step))];
        if (steps.Count >= FewestSteps) return steps;
        if (steps.Count == 1 && known.FirstOrDefault(one => one.Action != steps[0]) is { } other) return [other.Action, steps[0]];
        return steps.Count == 1 ? [steps[0], steps[0]] : [.. known.Take(2).Select(one => one.Action)];
    }

    private static string Of(PageView view, string name, IReadOnlyList<string> known, string usual, List<string> mistakes)
    {
        var asked = view.Asked(name);
        if (asked.Length == 0) return usual;
        if (known.Contains(asked)) return asked;
        mistakes.Add($"{name}={Short(asked)}: not known; it is one of {string.Join(", ", known.Where(one => one.Length > 0))}.");
        return usual;
    }

    private static string Short(string asked) => asked.Length <= 60 ? asked : asked[..60] + "…";
}
