using Habitue.Reports.Page;
using Habitue.Reports.Statistics;

namespace Habitue.Reports.Sections;

/// <summary>How each feature is distributed: a histogram each, and a table of quantiles.</summary>
internal sealed class FeaturesSection() : Section("features", "How customers differ", "Features")
{
    /// <summary>So many histograms are seen at once; those that tell a new story come first, the others can be opened.</summary>
    private const int Shown = 16;

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

        var known = Array.FindAll(table.Features, feature => feature.Sorted.Length > 0);
        page.Lead($"{Numbers.Many(known.Length, "feature")} of {Numbers.Many(table.Customers, "customer")} as of {Numbers.Day(page.Settings.AsOf)}"
            + (table.IsSample ? $", shown for a sample of {Numbers.Count(table.Rows)}. " : ". ")
            + "A scale marked “log” grows tenfold at equal steps, because most customers are small and a few are very large.");
        if (table.Customers == 1) page.Html.Add($"""<p class="note">With one customer there is nothing to compare; the table shows the values.</p>""");

        FeatureColumn[] first = table.Varying.Length <= Shown ? table.Varying : Array.ConvertAll(table.Choose(Shown), i => table.Varying[i]);
        FeatureColumn[] others = [.. table.Varying.Except(first)];
        Multiples(page, first);
        if (others.Length > 0)
        {
            page.Html.Add($"""<details class="more"><summary>Show {Numbers.Many(others.Length, "more feature")}</summary>""");
            Multiples(page, others);
            page.Html.Add($"</details>\n");
        }

        Quantiles(page, known);
        NotDrawn(page, table, known);
    }

    private static void Multiples(ReportPage page, FeatureColumn[] features)
    {
        if (features.Length == 0) return;
        page.Html.Add($"""<div class="multiples">""");
        foreach (var feature in features) Draw(page, feature);
        page.Html.Add($"</div>\n");
    }

    private static void Draw(ReportPage page, FeatureColumn feature)
    {
        var histogram = Histogram.Of(feature);
        string In(double share) => page.Format.InUnit(feature.Quantile(share), feature.Unit);
        page.Chart(new Chart("feature-" + feature.Name, "histogram", feature.Label + (histogram.IsLogarithmic ? " · log" : ""),
            $"Histogram of {feature.Label}: half of the customers lie between {In(0.25)} and {In(0.75)}, the median is {In(0.5)}.")
        {
            Height = 132,
            Class = "mini",
            Hint = feature.Meaning,
        }, json =>
        {
            json.WriteString("unit", feature.Unit);
            json.Numbers("edges", histogram.Edges, 6);
            json.Numbers("counts", histogram.Counts.Select(count => (double)count));
            if (histogram.Zeros is { } zeros) json.WriteNumber("zeros", zeros);
            json.WriteNumber("known", feature.Sorted.Length);
        });
    }

    private static void Quantiles(ReportPage page, FeatureColumn[] features)
    {
        using var table = new Table(page.Html, "Quantiles of the features", [Column.Text("Feature"), Column.Number("Known for"), Column.Number("Lowest"),
            .. Shares.Select(share => Column.Number(share == 0.5 ? "Median" : share.ToString("0%"))), Column.Number("Highest"), Column.Number("Mean")]);
        foreach (var feature in features)
            table.Row([new Cell(feature.Label, Class: "name"), Cell.Share(feature.Sorted.Length / (double)feature.Values.Length), page.InUnit(feature.Quantile(0), feature.Unit),
                .. Shares.Select(share => page.InUnit(feature.Quantile(share), feature.Unit)), page.InUnit(feature.Quantile(1), feature.Unit), page.InUnit(feature.Mean, feature.Unit)]);
    }

    /// <summary>What has no histogram, and what would have to be loaded for it.</summary>
    private static void NotDrawn(ReportPage page, FeatureTable table, FeatureColumn[] known)
    {
        if (table.Customers > 1 && Array.FindAll(known, feature => feature.IsConstant) is { Length: > 0 } flat)
            page.Html.Add($"""<p class="note">The same for every customer, so not drawn: {string.Join(", ", flat.Select(feature => feature.Label))}.</p>{"\n"}""");
        var missing = table.Features.Except(known).GroupBy(feature => feature.Source).Select(group => $"{(group.Key.Length > 0 ? group.Key : "others")} ({group.Count()})").ToArray();
        if (missing.Length > 0)
            page.Html.Add($"""<p class="note">Without a value for anybody, because nothing of the kind was loaded: features made of {string.Join(", ", missing)}.</p>{"\n"}""");
    }
}
