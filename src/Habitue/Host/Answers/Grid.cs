namespace Habitue.Host.Answers;

/// <summary>
/// A table for the terminal: a title line, a rule, the rows. Numbers stand right. It fits the width given: the widest
/// texts are cut with an ellipsis first, then columns that do not fit are left out and named below.
/// </summary>
internal sealed class Grid(params GridColumn[] columns)
{
    private const string Gap = "  ";
    private const int Narrowest = 8;
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
        var parts = new string[shown];
        for (var i = 0; i < shown; i++)
        {
            var text = Cut(cell(i), widths[i]);
            parts[i] = columns[i].IsNumber ? text.PadLeft(widths[i]) : text.PadRight(widths[i]);
        }
        output.WriteLine((indent + string.Join(Gap, parts)).TrimEnd());
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
                widths[wide] = Math.Max(Narrowest, widths[wide] - (Total(widths, shown) - room));
            if (Total(widths, shown) <= room || shown == 1) return widths;
            widths[shown - 1] = 0;
        }
    }

    /// <summary>The widest text that can still give way, or -1.</summary>
    private int Widest(int[] widths, int shown)
    {
        var widest = -1;
        for (var i = 0; i < shown; i++)
            if (!columns[i].IsNumber && widths[i] > Narrowest && (widest < 0 || widths[i] > widths[widest]))
                widest = i;
        return widest;
    }

    private static int Total(int[] widths, int shown) => widths.Take(shown).Sum() + Gap.Length * (shown - 1);

    private static string Cut(string text, int width)
    {
        var line = text.AsSpan().IndexOfAny('\r', '\n', '\t') < 0 ? text : text.ReplaceLineEndings("↵").Replace('\t', ' ');
        return line.Length <= width ? line : line[..(width - 1)] + "…";
    }
}

/// <summary>A column of a <see cref="Grid"/>. Numbers stand right and are never cut.</summary>
internal sealed record GridColumn(string Title, bool IsNumber = false)
{
    public static implicit operator GridColumn(string title) => new(title);

    public static GridColumn Number(string title) => new(title, true);
}
