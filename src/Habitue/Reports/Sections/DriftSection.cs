using Habitue.Reports.Page;

namespace Habitue.Reports.Sections;

/// <summary>What has changed between the first month and the last: what was learned then may not hold now.</summary>
internal sealed class DriftSection() : Section("drift", "What has changed since the first month", "Drift")
{
    private sealed record Moved(string Feature, string Before, string Now, long RowsBefore, long RowsNow, double Psi, double Statistic, double P, string Verdict);

    public override void Write(ReportPage page)
    {
        var moved = page.Ask.Has("feature_drift") ? page.Ask.Rows<Moved>("drift") : [];
        if (moved.Count == 0)
        {
            page.Empty("Two months cannot be compared yet.", "With at least 60 days of orders the first 30 days and the last 30 are held side by side here.");
            return;
        }
        var changed = moved.Where(one => one.Verdict == "changed").ToArray();
        page.Lead(changed.Length == 0
            ? $"The first 30 days and the last 30 are much alike in {Numbers.Many(moved.Count, "property", "properties")}."
            : $"{Numbers.Many(changed.Length, "property has", "properties have")} changed: {string.Join(", ", changed.Take(3).Select(one => Name(one.Feature)))}{(changed.Length > 3 ? " and more" : "")}. A model that learned from the first month should not be trusted blindly in the last.");
        using var table = new Table(page.Html, "The first 30 days and the last 30", Column.Text("Property"), Column.Text("First month"), Column.Text("Last month"), Column.Number("Stability index"), Column.Text("Verdict"));
        foreach (var one in moved)
            table.Row(new Cell(Name(one.Feature), Class: "name"), new Cell(one.Before), new Cell(one.Now), Cell.Value(one.Psi), new Cell(one.Verdict));
    }

    private static string Name(string feature) => feature.Replace('_', ' ');
}
