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

    /// <summary>The lines of an entry, its name's among them; null when there is none.</summary>
    public IReadOnlyList<string>? Find(string name) => entries.FirstOrDefault(entry => entry.Name == name) is { Lines: { } lines } ? lines : null;

    /// <summary>The lines of the map inside an entry; null when it is written on one line, or not there.</summary>
    public IReadOnlyList<string>? Inner(string name) => Find(name) is { } lines && AfterName(lines[0]) is "" ? [.. lines.Skip(1)] : null;

    /// <summary>Whether the entry is there and says something on the line of its name.</summary>
    public bool IsOnOneLine(string name) => Find(name) is { } lines && AfterName(lines[0]) is not "";

    /// <summary>Puts lines in the place of an entry, or at the end; null takes it away.</summary>
    public void Put(string name, IReadOnlyList<string>? lines)
    {
        var at = entries.FindIndex(entry => entry.Name == name);
        if (lines is null)
        {
            if (at >= 0) entries.RemoveAt(at);
        }
        else if (at >= 0)
        {
            // Empty lines and comments after it stay where they are.
            var after = entries[at].Lines.AsEnumerable().Reverse().TakeWhile(line => !IsSaid(line)).Reverse().ToArray();
            entries[at] = (name, [.. lines.Reverse().SkipWhile(line => !IsSaid(line)).Reverse(), .. after]);
        }
        else entries.Add((name, [.. lines]));
    }

    public IReadOnlyList<string> Lines() => [.. head, .. entries.SelectMany(entry => entry.Lines)];

    private static bool IsSaid(string line) => line.AsSpan().TrimStart() is { Length: > 0 } said && said[0] != '#' && line != "---";

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
