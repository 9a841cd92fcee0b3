namespace Habitue.Experiments.Definitions;

/// <summary>
/// The entries of a map in a YAML text by their lines, so that one is replaced and every other letter of the text stays: comments, order, the way things are written. Only for maps of which
/// each entry begins on a line of its own.
/// </summary>
internal sealed class BlockMap
{
    private readonly List<(string Name, List<string> Lines)> entries = [];
    private readonly List<string> head = [];

    private BlockMap(int indent) => Indent = indent;

    /// <summary>How many blanks stand before each name.</summary>
    public int Indent { get; }

    public IEnumerable<string> Names => entries.Select(entry => entry.Name);

    /// <param name="lines">The lines of the map.</param>
    /// <param name="usual">The blanks before its names, when it has none yet.</param>
    public static BlockMap Of(IReadOnlyList<string> lines, int usual = 0)
    {
        var first = lines.FirstOrDefault(IsSaid);
        var map = new BlockMap(first is null ? usual : Blanks(first));
        var waiting = new List<string>();   // comments and empty lines belong to what follows them
        foreach (var line in lines)
        {
            if (!IsSaid(line)) waiting.Add(line);
            else if (Blanks(line) == map.Indent && NameOf(line) is { } name)
            {
                // What stands before the first name stays before it.
                if (map.entries.Count == 0) map.head.AddRange(waiting);
                else map.entries[^1].Lines.AddRange(waiting);
                map.entries.Add((name, [line]));
                waiting.Clear();
            }
            else
            {
                if (map.entries.Count == 0) throw new ExperimentFileException($"{ExperimentFile.Name} is written in a way that pages cannot change; write it in lines, as docs/experiments.md does, or change it by hand.");
                map.entries[^1].Lines.AddRange(waiting);
                map.entries[^1].Lines.Add(line);
                waiting.Clear();
            }
        }
        (map.entries.Count == 0 ? map.head : map.entries[^1].Lines).AddRange(waiting);
        return map;
    }

    /// <summary>Whether lines hold a map of which each entry begins on a line of its own, or nothing.</summary>
    public static bool IsMap(IEnumerable<string> lines) => lines.FirstOrDefault(IsSaid) is not { } first || NameOf(first) is not null;

    /// <summary>The lines of an entry, its name's among them; null when there is none.</summary>
    public IReadOnlyList<string>? Find(string name) => entries.FirstOrDefault(entry => entry.Name == name) is { Lines: { } lines } ? lines : null;

    /// <summary>The name of an entry as it is written, up to its colon; with what follows on the line when that is a comment.</summary>
    public string? NameAsWritten(string name) => Find(name) is { } lines ? AfterName(lines[0]) is { Length: > 0 } rest ? lines[0][..lines[0].LastIndexOf(rest, StringComparison.Ordinal)].TrimEnd() : lines[0] : null;

    /// <summary>The comments within an entry; those after it belong to what follows.</summary>
    public IEnumerable<string> Comments(string name) => YamlComments.Of(Find(name) is { } lines ? Parted(lines).Said : []);

    /// <summary>The lines of the map inside an entry, without what comes after all it says; null when it is written on one line, or not there.</summary>
    public IReadOnlyList<string>? Inner(string name) => Find(name) is { } lines && AfterName(lines[0]) is "" ? [.. Parted(lines).Said.Skip(1)] : null;

    /// <summary>Whether the entry is there and says something on the line of its name.</summary>
    public bool IsOnOneLine(string name) => Find(name) is { } lines && AfterName(lines[0]) is not "";

    /// <summary>Puts lines in the place of an entry, or at the end; null takes it away. Empty lines and comments after it stay where they are.</summary>
    public void Put(string name, IReadOnlyList<string>? lines)
    {
        var at = entries.FindIndex(entry => entry.Name == name);
        if (at < 0)
        {
            if (lines is not null) entries.Add((name, [.. lines]));
            return;
        }
        var after = Parted(entries[at].Lines).After;
        if (lines is not null) entries[at] = (name, [.. Parted(lines).Said, .. after]);
        else
        {
            entries.RemoveAt(at);
            (at == 0 ? head : entries[at - 1].Lines).AddRange(after);
        }
    }

    public IReadOnlyList<string> Lines() => [.. head, .. entries.SelectMany(entry => entry.Lines)];

    /// <summary>What lines say, and the empty lines and comments after it.</summary>
    private static (IReadOnlyList<string> Said, IReadOnlyList<string> After) Parted(IReadOnlyList<string> lines)
    {
        var end = lines.Count;
        while (end > 0 && !IsSaid(lines[end - 1])) end--;
        return ([.. lines.Take(end)], [.. lines.Skip(end)]);
    }

    private static bool IsSaid(string line) => line.AsSpan().TrimStart() is { Length: > 0 } said && said[0] != '#' && line.TrimEnd() != "---";

    private static int Blanks(string line) => line.Length - line.TrimStart(' ').Length;

    private static string? NameOf(string line)
    {
        var said = line.Trim();
        if (said[0] is '"' or '\'')
        {
            var end = said.IndexOf(said[0], 1);
            return end > 0 && end + 1 < said.Length && said[end + 1] == ':' ? said[1..end] : null;
        }
        var colon = said.IndexOf(':');
        return colon > 0 && said[0] is not ('-' or '{' or '[') && (colon == said.Length - 1 || said[colon + 1] == ' ') ? said[..colon].TrimEnd() : null;
    }

    /// <summary>What stands behind the name on its line, without a comment.</summary>
    private static string AfterName(string line)
    {
        var said = line.Trim();
        var from = said[0] is '"' or '\'' ? said.IndexOf(said[0], 1) + 2 : said.IndexOf(':') + 1;
        var rest = said[from..].Trim();
        return rest.StartsWith('#') ? "" : rest;
    }
}
