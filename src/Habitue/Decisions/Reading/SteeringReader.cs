using Habitue.Host;

namespace Habitue.Decisions.Reading;

/// <summary>Reads one entry of what merchants want. Names are offers; in a placement of products they are product ids, which the file cannot check.</summary>
internal static class SteeringReader
{
    public static readonly string[] Words = ["placements", "pin", "boost", "bury", "never_together", "margin_weight"];

    public static Steering Read(YamlPart part, IReadOnlyDictionary<string, Offer> offers, IReadOnlyDictionary<string, Placement> placements)
    {
        var entries = part.Entries(Words);
        YamlPart? Entry(string name) => entries.GetValueOrDefault(name);
        string[] where = Entry("placements") is { } listed ? [.. listed.Items().Select(item => PlacementOf(item, placements))] : [];
        var takesProducts = placements.Values.Any(placement => placement.Products is not null && (where.Length == 0 || where.Contains(placement.Id)));
        string Id(YamlPart item)
        {
            var id = item.Text();
            if (takesProducts || offers.ContainsKey(id)) return id;
            var nearest = Misparse.Nearest(id, offers.Keys);
            throw item.Wrong($"`{id}` is no offer{(nearest is null ? "." : $"; did you mean {nearest}?")}");
        }
        IReadOnlyList<string> Ids(string name) => Entry(name) is { } list ? [.. list.Items().Select(Id)] : [];
        var boost = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (key, factor) in Entry("boost")?.All() ?? [])
        {
            if (!takesProducts && !offers.ContainsKey(key)) throw factor.Wrong($"`{key}` is no offer.");
            boost[key] = factor.Number(0, 1_000);
        }
        var steering = new Steering(
            where, Ids("pin"), boost, [.. Ids("bury")],
            [.. (Entry("never_together")?.Items() ?? []).Select(group => group.IsList ? (IReadOnlyCollection<string>)group.Items().Select(Id).ToHashSet(StringComparer.Ordinal)
                : throw group.Wrong("`never_together` is a list of lists, such as [[a, b], [c, d, e]]."))],
            Entry("margin_weight")?.Number(0, 1) ?? 0);
        return steering.Pin.FirstOrDefault(steering.Bury.Contains) is { } both ? throw part.Wrong($"`{both}` is pinned and buried.") : steering;
    }

    private static string PlacementOf(YamlPart part, IReadOnlyDictionary<string, Placement> placements)
    {
        if (placements.ContainsKey(part.Text())) return part.Text();
        var nearest = Misparse.Nearest(part.Text(), placements.Keys);
        throw part.Wrong($"`{part.Text()}` is no placement{(nearest is null ? "." : $"; did you mean {nearest}?")}");
    }
}
