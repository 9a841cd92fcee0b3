namespace Habitue.Reports.Page;

/// <summary>One column of a table; numbers are set to the right and sort largest first.</summary>
internal sealed record Column(string Title, bool IsNumber)
{
    public static Column Text(string title) => new(title, false);

    public static Column Number(string title) => new(title, true);
}

/// <summary>What a cell shows, what it sorts by, and how far the bar behind it reaches.</summary>
internal sealed record Cell(string Text, double? Sort = null, double? Bar = null, string? Class = null)
{
    public static implicit operator Cell(string text) => new(text);

    public static Cell Count(long value) => new(Numbers.Count(value), value);

    public static Cell Share(double share) => new(Numbers.Share(share), Finite(share));

    /// <summary>A share with a bar as long as the share is of the largest one.</summary>
    public static Cell Share(double share, double largest) =>
        new(Numbers.Share(share), Finite(share), largest > 0 && double.IsFinite(share) ? share / largest : null);

    public static Cell Value(double value) => new(Numbers.Value(value), Finite(value));

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}

/// <summary>A table that a person reads first and a script makes sortable. Write its rows, then dispose it.</summary>
internal sealed class Table : IDisposable
{
    private readonly Html html;
    private readonly Column[] columns;

    public Table(Html html, string caption, params Column[] columns) : this(html, caption, "", columns)
    {
    }

    private Table(Html html, string caption, string file, Column[] columns)
    {
        (this.html, this.columns) = (html, columns);
        html.Add($"""<div class="scroll" tabindex="0" role="region" aria-label="{caption}"><table class="sortable" """);
        if (file.Length > 0) html.Add($"""data-file="{file}" """);
        html.Add($"""><caption><span>{caption}</span></caption><thead><tr>""");
        foreach (var column in columns)
            if (column.IsNumber) html.Add($"""<th scope="col" class="n">{column.Title}</th>""");
            else html.Add($"""<th scope="col">{column.Title}</th>""");
        html.Add($"</tr></thead><tbody>\n");
    }

    /// <summary>A table under which a script puts a button that saves it as CSV.</summary>
    public static Table ToSave(Html html, string file, string caption, params Column[] columns) => new(html, caption, file, columns);

    public void Row(params Cell[] cells)
    {
        html.Add($"<tr>");
        for (int i = 0; i < cells.Length; i++)
        {
            var cell = cells[i];
            html.Add($"<td");
            var names = ((columns[i].IsNumber ? "n " : "") + (cell.Bar is null ? "" : "share ") + cell.Class).TrimEnd();
            if (names.Length > 0) html.Add($" class=\"{names}\"");
            if (cell.Sort is { } sort) html.Add($" data-v=\"{sort.ToString("R")}\"");
            if (cell.Bar is { } bar) html.Add($" style=\"--bar:{(bar * 100).ToString("0.#")}%\"");
            html.Add($">{cell.Text}</td>");
        }
        html.Add($"</tr>\n");
    }

    public void Dispose() => html.Add($"</tbody></table></div>\n");
}
