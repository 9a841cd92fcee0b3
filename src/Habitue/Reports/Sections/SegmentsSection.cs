using Habitue.Reports.Page;

namespace Habitue.Reports.Sections;

/// <summary>The RFM grid and the named segments on it.</summary>
internal sealed class SegmentsSection() : Section("segments", "Segments by recency, frequency and value", "Segments")
{
    private sealed record Cellful(int Recency, int Frequency, string Segment, long Customers, double Revenue);

    public override void Write(ReportPage page)
    {
        var segments = page.Segments;
        if (segments.Count == 0)
        {
            page.Empty(page.Shop.Customers == 0 ? "Segments need customers with a name or a number." : "The customers were not segmented yet.",
                page.Shop.Customers == 0 ? "Every order here is anonymous. Map a column to customer_id to see who buys often, who is new and who is leaving." : "Run “habitue run PATH”: it scores each customer and names the segments.");
            return;
        }

        var best = segments[0];
        long customers = segments.Sum(segment => segment.Customers);
        var revenue = segments.Sum(segment => segment.Revenue);
        page.Lead($"Each customer gets a score from 1 to 5 for how recently, how often and for how much they buy. {Names.Of(best.Segment)} "
            + $"are {Numbers.Share(best.Customers, customers)} of the customers and bring {Numbers.Share(best.Revenue, revenue)} of their revenue.");

        var cells = page.Ask.Rows<Cellful>("rfm_cells").GroupBy(cell => (cell.Recency, cell.Frequency)).Select(group => group.ToArray()).ToArray();
        page.Html.Add($"""<div class="pair">""");
        Grid(page, cells);
        Weights(page, segments, customers, revenue);
        page.Html.Add($"</div>\n");

        using var table = new Table(page.Html, "Named segments", Column.Text("Segment"), Column.Number("Customers"), Column.Number("Share"), Column.Number("Revenue"),
            Column.Number("Share of revenue"), Column.Number("Per customer"), Column.Number("Orders each"), Column.Number("Days since last order"));
        double most = segments.Max(segment => segment.Customers) / (double)customers, richest = segments.Max(segment => segment.Revenue) / revenue;
        foreach (var segment in segments)
            table.Row(new Cell(Names.Of(segment.Segment), Class: "name"), Cell.Count(segment.Customers), Cell.Share(segment.Customers / (double)customers, most), page.Money(segment.Revenue),
                Cell.Share(segment.Revenue / revenue, richest), page.Money(segment.Revenue / segment.Customers), Cell.Value(segment.Orders / (double)segment.Customers), Cell.Value(Math.Round(segment.Recency)));
    }

    private static void Grid(ReportPage page, Cellful[][] cells)
    {
        var chart = new Chart("rfm-chart", "rfm", "Recency by frequency", "Heat map of five recency scores by five frequency scores. The table gives each cell.")
        {
            Height = 380,
            Choice = new Choice("Show", "customers", ("customers", "Customers"), ("value", "Mean value")),
            Note = "Right: bought recently. Top: buys often. 5 is best, and equal customers score equal.",
        };
        page.Chart(chart, json =>
        {
            json.WriteStartArray("cells");
            foreach (var cell in cells)
            {
                long customers = cell.Sum(part => part.Customers);
                json.WriteStartArray();
                json.WriteNumberValue(cell[0].Recency);
                json.WriteNumberValue(cell[0].Frequency);
                json.WriteNumberValue(customers);
                json.WriteNumberValue(Math.Round(cell.Sum(part => part.Revenue) / customers, 2));
                json.WriteStringValue(string.Join(", ", cell.Select(part => Names.Of(part.Segment))));
                json.WriteEndArray();
            }
            json.WriteEndArray();
        }, () =>
        {
            using var table = new Table(page.Html, "Cells of the grid", Column.Number("Recency"), Column.Number("Frequency"), Column.Text("Segments"), Column.Number("Customers"), Column.Number("Mean value"));
            foreach (var cell in cells)
                table.Row(Cell.Count(cell[0].Recency), Cell.Count(cell[0].Frequency), string.Join(", ", cell.Select(part => Names.Of(part.Segment))),
                    Cell.Count(cell.Sum(part => part.Customers)), page.Money(cell.Sum(part => part.Revenue) / cell.Sum(part => part.Customers)));
        });
    }

    private static void Weights(ReportPage page, IReadOnlyList<SegmentFigures> segments, long customers, double revenue) =>
        page.Chart(new Chart("weight-chart", "weights", "Share of customers and of revenue", "Pairs of bars for each segment: its share of the customers beside its share of the revenue. The table that follows gives the figures.") { Height = 424 },
            json =>
            {
                json.Texts("labels", segments.Select(segment => Names.Of(segment.Segment)));
                json.Numbers("customers", segments.Select(segment => segment.Customers / (double)customers), 4);
                json.Numbers("revenue", segments.Select(segment => segment.Revenue / revenue), 4);
            });
}
