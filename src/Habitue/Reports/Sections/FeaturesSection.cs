using Habitue.Reports.Page;
using Habitue.Reports.Statistics;

namespace Habitue.Reports.Sections;

/// <summary>How each feature is distributed: a histogram each, and a table of quantiles.</summary>
internal sealed class FeaturesSection() : Section("features", "How customers differ", "Features")
{
    private static readonly double[] Shares = [0.05, 0.25, 0.5, 0.75, 0.95];

    public override void Write(ReportPage page)
    {
        var table = page.Features;
        if (table.Customers == 0)
        {
            page.Empty(page.Shop.Customers == 0 ? "Features describe customers, and no order names one." : "No features were computed yet.",
                page.Shop.Customers == 0 ? "Map a column to customer_id, or load profiles with an identifier that the orders carry." : "Run “habitue run PATH” or “habitue features --as-of DATE”.");
            return;
        }

        var drawn = table.Features.Where(feature => !feature.IsConstant).ToArray();
        var flat = table.Features.Where(feature => feature.IsConstant).ToArray();
        page.Lead($"{Numbers.Many(table.Features.Length, "feature")} of {Numbers.Many(table.Customers, "customer")} as of {Numbers.Day(page.Settings.AsOf)}"
            + (table.IsSample ? $", shown for a sample of {Numbers.Count(table.Rows)}. " : ". ")
            + "A scale marked “log” grows tenfold at equal steps, because most customers are small and a few are very large.");
        if (table.Customers == 1) page.Html.Add($"""<p class="note">With one customer there is nothing to compare; the table shows the values.</p>""");

        if (drawn.Length > 0)
        {
            page.Html.Add($"""<div class="multiples">""");
            foreach (var feature in drawn) Draw(page, feature);
            page.Html.Add($"</div>\n");
        }

        Quantiles(page, table.Features);
        if (flat.Length > 0) page.Html.Add($"""<p class="note">The same for every customer, so not drawn: {string.Join(", ", flat.Select(feature => feature.Label))}.</p>{"\n"}""");
    }

    private static void Draw(ReportPage page, Feature feature)
    {
        var histogram = Histogram.Of(feature);
        page.Chart(new Chart("feature-" + feature.Name, "histogram", feature.Label + (histogram.IsLogarithmic ? " · log" : ""),
            $"Histogram of {feature.Label}: half of the customers lie between {Numbers.Value(feature.Quantile(0.25))} and {Numbers.Value(feature.Quantile(0.75))}, the median is {Numbers.Value(feature.Quantile(0.5))}.") { Height = 132, Class = "mini" },
            json =>
            {
                json.Numbers("edges", histogram.Edges, 6);
                json.Numbers("counts", histogram.Counts.Select(count => (double)count));
                if (histogram.Zeros is { } zeros) json.WriteNumber("zeros", zeros);
                json.WriteNumber("known", feature.Sorted.Length);
                json.WriteNumber("median", feature.Quantile(0.5));
            });
    }

    private static void Quantiles(ReportPage page, Feature[] features)
    {
        using var table = new Table(page.Html, "Quantiles of the features", [Column.Text("Feature"), Column.Number("Known for"), Column.Number("Lowest"),
            .. Shares.Select(share => Column.Number(share == 0.5 ? "Median" : share.ToString("0%"))), Column.Number("Highest"), Column.Number("Mean")]);
        foreach (var feature in features)
            table.Row([new Cell(feature.Label, Class: "name"), Cell.Share(feature.Sorted.Length / (double)feature.Values.Length), Cell.Value(feature.Quantile(0)),
                .. Shares.Select(share => Cell.Value(feature.Quantile(share))), Cell.Value(feature.Quantile(1)), Cell.Value(feature.Mean)]);
    }
}
