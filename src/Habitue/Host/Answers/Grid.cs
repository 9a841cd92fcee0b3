namespace Habitue.Host.Answers;

/// <summary>
/// A table for the terminal: a title line, a rule, the rows. Numbers stand right. It fits the width given: texts that may
/// wrap give way first, then the widest texts are cut with an ellipsis, then columns are left out and named below.
/// </summary>
internal sealed class Grid(params GridColumn[] columns)
{
    private const string Gap = "  ";
    private const int Narrowest = 8, NarrowestWrapped = 24;
    private readonly List<string[]> rows = [];

    public int Count => rows.Count;

    public void Add(params string[] cells) => rows.Add(cells);

    public void Write(TextWriter output, int width, string indent = "")
    {
        var widths = Fit(width - indent.Length);
        var shown = Array.FindLastIndex(widths, w => w > 0) + 1;
        Line(output, indent, widths, shown, i => columns[i].Title);
        Line(output, indent, widths, shown, i => new string('─', widths[i]));
        foreach (var row in rows) Line(output, indent, widths, shown, i => row[i]);
        if (shown < columns.Length)
            output.WriteLine($"{indent}{columns.Length - shown} more columns: {string.Join(", ", columns.Skip(shown).Select(column => column.Title))}");
    }

    private void Line(TextWriter output, string indent, int[] widths, int shown, Func<int, string> cell)
    {
        var cells = new string[shown][];
        for (var i = 0; i < shown; i++) cells[i] = columns[i].Wraps ? Wrapped(cell(i), widths[i]) : [Cut(cell(i), widths[i])];
        for (var line = 0; line < cells.Max(lines => lines.Length); line++)
        {
            var parts = cells.Select((lines, i) => line >= lines.Length ? new string(' ', widths[i])
                : columns[i].IsNumber ? lines[line].PadLeft(widths[i]) : lines[line].PadRight(widths[i]));
            output.WriteLine((indent + string.Join(Gap, parts)).TrimEnd());
        }
    }

    /// <summary>The width of each column, 0 for those that are left out (always the last ones).</summary>
    private int[] Fit(int room)
    {
        var widths = new int[columns.Length];
        for (var i = 0; i < widths.Length; i++)
            widths[i] = Math.Max(1, Math.Max(columns[i].Title.Length, rows.Count == 0 ? 0 : rows.Max(row => row[i].Length)));
        for (var shown = widths.Length; ; shown--)
        {
            while (Total(widths, shown) > room && Widest(widths, shown) is >= 0 and var wide)
                widths[wide] = Math.Max(columns[wide].Wraps ? NarrowestWrapped : Narrowest, widths[wide] - (Total(widths, shown) - room));
            if (Total(widths, shown) <= room || shown == 1) return widths;
            widths[shown - 1] = 0;
        }
    }

    /// <summary>The text that gives way next, or -1: one that wraps before one that is cut, the widest before others.</summary>
    private int Widest(int[] widths, int shown) => Enumerable.Range(0, shown)
        .Where(i => !columns[i].IsNumber && widths[i] > (columns[i].Wraps ? NarrowestWrapped : Narrowest))
        .OrderByDescending(i => columns[i].Wraps).ThenByDescending(i => widths[i]).DefaultIfEmpty(-1).First();

    private static int Total(int[] widths, int shown) => widths.Take(shown).Sum() + Gap.Length * (shown - 1);

    internal static string[] Wrapped(string text, int width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                lines.Add(line);
                line = "";
            }
            line = line.Length == 0 ? Cut(word, width) : $"{line} {word}";
        }
        lines.Add(line);
        return [.. lines];
    }

    private static string Cut(string text, int width)
    {
        var line = text.AsSpan().IndexOfAny('\r', '\n', '\t') < 0 ? text : text.ReplaceLineEndings("↵").Replace('\t', ' ');
        return line.Length <= width ? line : line[..(width - 1)] + "…";
    }
}

/// <summary>A column of a <see cref="Grid"/>. Numbers stand right and are never cut; sentences wrap.</summary>
internal sealed record GridColumn(string Title, bool IsNumber = false, bool Wraps = false)
{
    public static implicit operator GridColumn(string title) => new(title);

    public static GridColumn Number(string title) => new(title, IsNumber: true);

    public static GridColumn Sentence(string title) => new(title, Wraps: true);
}
