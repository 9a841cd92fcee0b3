using Habitue.Reports.Page;

namespace Habitue.Study;

/// <summary>The study as one HTML file that opens anywhere.</summary>
internal static class StudyPage
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --line: #d5dae0; --soft: #57606a; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --paper: #14171b; --line: #343b44; --soft: #9aa4af; } }
        body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.7rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; }
        .scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        td + td, th + th { font-variant-numeric: tabular-nums; } p.words, .lead { color: var(--soft); }
        """;

    public static string Of(IReadOnlyList<StudyTable> tables, string version)
    {
        var html = new Html();
        html.Add($"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>The published study, done again</title><style>");
        html.Literal(Style);
        html.Add($"</style></head><body><h1>The published study, done again</h1>\n<p class=\"lead\">A composite of Online Retail and made-up profiles, 500,000 records with 15 features: what was published beside what Habitue {version} finds, and why the two differ.</p>\n");
        foreach (var table in tables)
        {
            html.Add($"<section><h2>{table.Title}</h2><div class=\"scroll\"><table><thead><tr>");
            foreach (var column in table.Columns) html.Add($"<th scope=\"col\">{column}</th>");
            html.Add($"</tr></thead><tbody>\n");
            foreach (var row in table.Rows)
            {
                html.Add($"<tr>");
                foreach (var cell in row) html.Add($"<td>{cell}</td>");
                html.Add($"</tr>\n");
            }
            html.Add($"</tbody></table></div><p class=\"words\">{table.Words}</p></section>\n");
        }
        html.Add($"</body></html>\n");
        using var text = new StringWriter();
        html.CopyTo(text);
        return text.ToString();
    }
}
