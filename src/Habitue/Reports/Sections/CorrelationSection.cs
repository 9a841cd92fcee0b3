using Habitue.Reports.Page;

namespace Habitue.Reports.Sections;

/// <summary>Which features go together.</summary>
internal sealed class CorrelationSection() : Section("correlation", "Which features go together", "Correlation")
{
    private const int MostFeatures = 24, MostPairs = 15, FewestCustomers = 10;

    private sealed record Pair(string A, string B, double Ranks, double Values);

    public override void Write(ReportPage page)
    {
        var chosen = page.Features.Rows < FewestCustomers ? [] : page.Features.Choose(MostFeatures);
        if (chosen.Length < 2)
        {
            page.Empty("There is too little to correlate.", $"It takes two features that differ between customers, and at least {FewestCustomers} customers.");
            return;
        }

        var correlations = page.Features.Correlations;
        // Side by side what belongs together, so that blocks can be seen.
        var order = correlations.Neighbours(chosen);
        var labels = Array.ConvertAll(order, i => page.Features.Varying[i].Label);
        var pairs = (from i in Enumerable.Range(0, order.Length)
                     from j in Enumerable.Range(0, i)
                     let pair = new Pair(labels[j], labels[i], correlations.Spearman(order[i], order[j]), correlations.Pearson(order[i], order[j]))
                     where double.IsFinite(pair.Ranks)
                     orderby Math.Abs(pair.Ranks) descending
                     select pair).Take(MostPairs).ToArray();
        if (pairs.Length > 0)
            page.Lead($"{pairs[0].A} and {pairs[0].B} go together most closely ({Signed(pairs[0].Ranks)}). Features that tell the same story add little to a model when both are in it.");

        page.Chart(new Chart("correlation-chart", "correlation", "Correlation of the features", $"Heat map of {order.Length} by {order.Length} features, from −1 to 1. The table gives the strongest pairs.")
        {
            Height = 150 + (order.Length * 24),
            Class = "wide",
            Choice = new Choice("Compare", "spearman", ("spearman", "Ranks (Spearman)"), ("pearson", "Values (Pearson)")),
        }, json =>
        {
            json.Texts("labels", labels);
            json.Square("spearman", order, correlations.Spearman);
            json.Square("pearson", order, correlations.Pearson);
        }, () =>
        {
            using var table = new Table(page.Html, "The strongest pairs", Column.Text("Feature"), Column.Text("goes with"), Column.Number("Spearman"), Column.Number("Pearson"));
            foreach (var pair in pairs) table.Row(pair.A, pair.B, new Cell(Signed(pair.Ranks), pair.Ranks), new Cell(Signed(pair.Values), pair.Values));
        });
    }

    private static string Signed(double value) => (value < 0 ? "−" : "") + Math.Abs(value).ToString("0.00");
}
