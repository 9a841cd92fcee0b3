namespace Habitue.Profiles;

/// <summary>
/// Whether two ids may be joined. A wrong merge shows one person's data to another, a missing one only knows less; so in doubt they stay two.
/// </summary>
internal sealed class JoinRules(MergeGraph graph, HashSet<string> shared)
{
    /// <summary>A person has no more ids than this; who seems to is a kiosk, a test or a mistake.</summary>
    public const int MostIds = 20;

    /// <summary>Why the two are not joined, in words; null when they are to be.</summary>
    /// <param name="parted">Merges that have to be undone, because a device turns out to be shared.</param>
    public string? WhyNot(JoinWish wish, out IReadOnlyList<MergeEntry> parted)
    {
        parted = [];
        if (wish.Other == wish.User) return "an id is not joined to itself";
        foreach (var id in (string[])[wish.Other, wish.User])
        {
            if (IdRules.WhyNobody(id) is { } why) return $"one of the ids stands for nobody: {why}";
            if (!IdRules.MayTie(id)) return "one of the ids is a test address";
            if (shared.Contains(id)) return "several customers share the device";
        }
        var (other, user) = (graph.ProfileOf(wish.Other), graph.ProfileOf(wish.User));
        if (other is not null && other.Has(wish.User)) return AlreadyOne;
        if (graph.WereParted(wish.Other, wish.User)) return "they were joined before, and parted again";
        if (wish.Kind == JoinKind.Identify)
        {
            // Somebody else signed in here before: nobody can say whose what this visitor did is.
            MergeEntry[] others = [.. graph.Of(wish.Other).Where(entry => entry is { Holds: true, Kind: JoinKind.Identify } && entry.Other == wish.Other)];
            if (others.Length > 0)
            {
                parted = others;
                return "several customers share the device";
            }
        }
        return (other?.Ids.Count ?? 1) + (user?.Ids.Count ?? 1) > MostIds ? $"a person with more than {MostIds} ids is none" : null;
    }

    public const string AlreadyOne = "they are one already";
}
