namespace Habitue.Profiles;

/// <summary>
/// Which ids belong together by the merges that hold: a profile is a connected part of the graph whose nodes are ids and whose edges are merges. So undoing a merge gives
/// exactly what there would be without it. No I/O, one thread at a time.
/// </summary>
internal sealed class MergeGraph
{
    private readonly Dictionary<string, List<MergeEntry>> edges = new(StringComparer.Ordinal);
    private readonly Dictionary<long, MergeEntry> byNumber = [];

    public long Last { get; private set; }

    /// <summary>Every id that a merge ever named.</summary>
    public IEnumerable<string> Ids => edges.Keys;

    public MergeEntry? Find(long number) => byNumber.GetValueOrDefault(number);

    /// <summary>All merges that ever named an id, also those undone.</summary>
    public IReadOnlyList<MergeEntry> Of(string id) => edges.TryGetValue(id, out var list) ? list : [];

    /// <summary>The two were joined once, and somebody said that they are two.</summary>
    public bool WereParted(string first, string second) => Of(first).Any(entry => !entry.Holds && entry.IsOf(second));

    public void Add(MergeEntry entry)
    {
        Last = Math.Max(Last, entry.Number);
        byNumber[entry.Number] = entry;
        foreach (var id in (string[])[entry.Other, entry.User])
        {
            if (!edges.TryGetValue(id, out var list)) edges[id] = list = [];
            list.Add(entry);
        }
    }

    public void Replace(MergeEntry entry)
    {
        byNumber[entry.Number] = entry;
        foreach (var id in (string[])[entry.Other, entry.User]) edges[id][edges[id].FindIndex(one => one.Number == entry.Number)] = entry;
    }

    /// <summary>The profile of an id; null when it stands alone.</summary>
    public LinkedProfile? ProfileOf(string id)
    {
        var holding = Reachable(id);
        if (holding.Count == 0) return null;
        // Joined in the order of the ledger: of two parts the one goes first whose id had been seen first.
        var parts = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var entry in holding)
        {
            var (other, user) = (parts.GetValueOrDefault(entry.Other) ?? [entry.Other], parts.GetValueOrDefault(entry.User) ?? [entry.User]);
            List<string> joined = entry.First == entry.Other ? [.. other, .. user] : [.. user, .. other];
            foreach (var one in joined) parts[one] = joined;
        }
        return new LinkedProfile(parts[id], [.. holding.Select(entry => entry.Number)]);
    }

    private List<MergeEntry> Reachable(string id)
    {
        var found = new SortedDictionary<long, MergeEntry>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { id };
        var open = new Stack<string>([id]);
        while (open.TryPop(out var one))
            foreach (var entry in Of(one).Where(entry => entry.Holds))
            {
                found[entry.Number] = entry;
                foreach (var next in (string[])[entry.Other, entry.User])
                    if (seen.Add(next)) open.Push(next);
            }
        return [.. found.Values];
    }
}
