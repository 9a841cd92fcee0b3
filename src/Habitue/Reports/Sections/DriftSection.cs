using System.Globalization;
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
        var shifted = moved.Where(one => one.Verdict == "moved").ToArray();
        page.Lead((changed, shifted) switch
        {
            ([], []) => $"The first 30 days and the last 30 are alike in {Numbers.Many(moved.Count, "property", "properties")}.",
            ([], _) => $"Nothing has changed much between the first 30 days and the last 30; {Listed(shifted)} {(shifted.Length == 1 ? "has" : "have")} moved a little.",
            _ => $"{Numbers.Many(changed.Length, "property has", "properties have")} changed: {Listed(changed)}. A model that learned from the first month should not be trusted blindly in the last.",
        });
        page.Chart(new Chart("drift-chart", "limits", "How far each property has moved", "A bar for each property of orders and visits: its stability index between the first 30 days and the last 30. Up to 0.1 it is calm, from 0.25 on it has changed.")
        {
            Height = 60 + (26 * moved.Count),
            Hint = "Stability index: grey is calm, blue has moved (from 0.1 on), orange has changed (from 0.25 on); what may be chance stays grey.",
        }, json =>
        {
            json.Texts("labels", moved.Select(one => Name(one.Feature)));
            json.Numbers("values", moved.Select(one => one.Psi), 4);
            json.Texts("verdicts", moved.Select(one => one.Verdict));
            json.Numbers("limits", [0.1, 0.25]);
        });
        using var table = new Table(page.Html, "The first 30 days and the last 30", Column.Text("Property"), Column.Text("First month"), Column.Text("Last month"), Column.Number("Stability index"), Column.Text("Chance"), Column.Text("Verdict"));
        foreach (var one in moved)
            table.Row(new Cell(Name(one.Feature), Class: "name"), new Cell(Text(page, one.Feature, one.Before)), new Cell(Text(page, one.Feature, one.Now)), Cell.Value(one.Psi), new Cell(one.P < 0.0001 ? "< 0.0001" : Numbers.Value(one.P)), new Cell(one.Verdict));
    }

    private static string Listed(Moved[] some) => string.Join(", ", some.Take(3).Select(one => one.Feature.Replace('_', ' '))) + (some.Length > 3 ? " and more" : "");

    /// <summary>Amounts with their currency, everything else as it was written.</summary>
    private static string Text(ReportPage page, string feature, string value) =>
        feature is "order_value" or "price_per_unit" && double.TryParse(value, CultureInfo.InvariantCulture, out var amount) ? page.Format.Money(amount) : value;

    private static string Name(string feature) => Names.Of(feature);
}
