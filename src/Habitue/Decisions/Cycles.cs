namespace Habitue.Decisions;

/// <summary>Finds out whether names that lead to names lead back to themselves.</summary>
internal static class Cycles
{
    /// <summary>The names of one circle, the first again at the end; null when there is none.</summary>
    public static IReadOnlyList<string>? Find(IEnumerable<string> names, Func<string, IEnumerable<string>> next)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
            if (From(name, [], done, next) is { } cycle) return cycle;
        return null;
    }

    private static IReadOnlyList<string>? From(string name, List<string> path, HashSet<string> done, Func<string, IEnumerable<string>> next)
    {
        if (path.IndexOf(name) is >= 0 and var start) return [.. path[start..], name];
        if (!done.Add(name)) return null;
        path.Add(name);
        foreach (var other in next(name))
            if (From(other, path, done, next) is { } cycle) return cycle;
        path.RemoveAt(path.Count - 1);
        return null;
    }
}
