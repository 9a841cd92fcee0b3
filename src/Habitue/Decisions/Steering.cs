namespace Habitue.Decisions;

/// <summary>What a merchant wants of placements, whatever the policy says.</summary>
/// <param name="Placements">The placements it holds for; empty for all.</param>
/// <param name="Pin">Shown first, in this order, when they may be shown at all.</param>
/// <param name="Boost">Their scores are multiplied.</param>
/// <param name="Bury">Shown last.</param>
/// <param name="NeverTogether">Of each group at most one is shown in a placement.</param>
/// <param name="MarginWeight">How much the margin counts beside the policy's score, from 0 to 1.</param>
internal sealed record Steering(
    IReadOnlyList<string> Placements,
    IReadOnlyList<string> Pin,
    IReadOnlyDictionary<string, double> Boost,
    IReadOnlyCollection<string> Bury,
    IReadOnlyList<IReadOnlyCollection<string>> NeverTogether,
    double MarginWeight)
{
    public static Steering None { get; } = new([], [], new Dictionary<string, double>(), [], [], 0);

    public bool IsNone => Pin.Count == 0 && Boost.Count == 0 && Bury.Count == 0 && NeverTogether.Count == 0 && MarginWeight == 0;

    /// <summary>Everything that holds for a placement, as one.</summary>
    public static Steering For(string placement, IEnumerable<Steering> all)
    {
        var those = all.Where(one => one.Placements.Count == 0 || one.Placements.Contains(placement)).ToArray();
        var boost = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (id, factor) in those.SelectMany(one => one.Boost)) boost[id] = boost.GetValueOrDefault(id, 1) * factor;
        return new Steering(
            [placement], [.. those.SelectMany(one => one.Pin).Distinct(StringComparer.Ordinal)], boost, those.SelectMany(one => one.Bury).ToHashSet(StringComparer.Ordinal),
            [.. those.SelectMany(one => one.NeverTogether)], those.Select(one => one.MarginWeight).DefaultIfEmpty(0).Max());
    }
}
