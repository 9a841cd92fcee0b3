using Habitue.Reports.Page;
using Habitue.Reports.Statistics;

namespace Habitue.Reports.Sections;

/// <summary>Which features go together.</summary>
internal sealed class CorrelationSection() : Section("correlation", "Which features go together", "Correlation")
{
    private const int MostFeatures = 24, MostPairs = 15, FewestCustomers = 10;

    private sealed record Pair(Feature A, Feature B, double Ranks, double Values);

    public override void Write(ReportPage page)
    {
        var features = page.Features.Features.Where(feature => !feature.IsConstant).Take(MostFeatures).ToArray();
        if (features.Length < 2 || page.Features.Rows < FewestCustomers)
        {
            page.Empty("There is too little to correlate.", $"It takes two features that differ between customers, and at least {FewestCustomers} customers.");
            return;
        }

        var ranks = Correlation.Spearman(features);
        // Side by side what belongs together, so that blocks can be seen.
        var order = Correlation.Neighbours(ranks);
        features = [.. order.Select(i => features[i])];
        var spearman = Correlation.Reorder(ranks, order);
        var pearson = Correlation.Pearson(features);

        var pairs = (from i in Enumerable.Range(0, features.Length)
                     from j in Enumerable.Range(0, i)
                     where double.IsFinite(spearman[i, j])
                     orderby Math.Abs(spearman[i, j]) descending
                     select new Pair(features[j], features[i], spearman[i, j], pearson[i, j])).Take(MostPairs).ToArray();
        if (pairs.Length > 0)
            page.Lead($"{pairs[0].A.Label} and {pairs[0].B.Label} go together most closely ({Signed(pairs[0].Ranks)}). Features that tell the same story add little to a model when both are in it.");

        page.Chart(new Chart("correlation-chart", "correlation", "Correlation of the features", $"Heat map of {features.Length} by {features.Length} features, from −1 to 1. The table gives the strongest pairs.")
        {
            Height = 150 + (features.Length * 24),
            Class = "wide",
            Choice = new Choice("Compare", "spearman", ("spearman", "Ranks (Spearman)"), ("pearson", "Values (Pearson)")),
        }, json =>
        {
            json.Texts("labels", features.Select(feature => feature.Label));
            json.Rows("spearman", spearman);
            json.Rows("pearson", pearson);
        }, () =>
        {
            using var table = new Table(page.Html, "The strongest pairs", Column.Text("Feature"), Column.Text("goes with"), Column.Number("Spearman"), Column.Number("Pearson"));
            foreach (var pair in pairs) table.Row(pair.A.Label, pair.B.Label, new Cell(Signed(pair.Ranks), pair.Ranks), new Cell(Signed(pair.Values), pair.Values));
        });
    }

    private static string Signed(double value) => (value < 0 ? "−" : "") + Math.Abs(value).ToString("0.00");
}
