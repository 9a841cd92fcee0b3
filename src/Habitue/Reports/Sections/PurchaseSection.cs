using Habitue.Reports.Page;

namespace Habitue.Reports.Sections;

/// <summary>Who is going to buy: how many, in which segments, why, and how far the probabilities can be trusted.</summary>
internal sealed class PurchaseSection() : Section("purchase", "Who is going to buy", "Purchase")
{
    private sealed record Horizon(long Days, long Customers, double Expected, double Likeliest);

    private sealed record Part(string Segment, long Band, long Customers, double Expected);

    private sealed record Stage(string Words, string Events, long Beginnings, double Ordered, double Low, double High, double Probability);

    public override void Write(ReportPage page)
    {
        var horizons = page.Ask.Has("purchase_scores") ? page.Ask.Rows<Horizon>("purchase_expected") : [];
        if (horizons.Count == 0)
        {
            var lack = page.Ask.Has("insights") ? page.Ask.Rows<string>("insight", "purchase") : [];
            page.Empty("There are no probabilities of purchase yet.", lack is [var words] ? $"{Names.Capital(words)}" : "Run “habitue run PATH” or “habitue train purchase”: it learns from the customers’ past orders who is going to buy.");
            return;
        }

        var longest = horizons[^1];
        page.Lead($"Of {Numbers.Many(longest.Customers, "customer")} who bought before, {Numbers.Count((long)Math.Round(longest.Expected))} are expected to order within {longest.Days} days, {Numbers.Share(longest.Expected / longest.Customers)}. "
            + $"Among the likeliest tenth it is {Numbers.Share(longest.Likeliest)}: write to them first.");
        Spread(page, longest.Days);
        if (page.Ask.Has("purchase_drivers") && page.Ask.Rows<ShownDriver>("purchase_drivers", longest.Days) is { Count: > 0 } drivers)
            ShownDriver.Draw(page, "purchase-drivers", $"What moves the probability of an order within {longest.Days} days", drivers);

        var models = JudgedModel.ReadAll(page.Ask, [.. horizons.Select(horizon => ($"purchase-{horizon.Days}d", horizon.Days == 1 ? "within a day" : $"within {horizon.Days} days"))]);
        Intent(page);
        if (models.Count > 0) new ModelQuality(page, "purchase", "buyers", models).Write();
    }

    private static void Intent(ReportPage page)
    {
        if (!page.Ask.Has("purchase_intent")) return;
        using var table = new Table(page.Html, "Visitors: what becomes of a visit, by what happened so far", Column.Text("So far the visitor"), Column.Text("Events so far"), Column.Number("Beginnings of visits"),
            Column.Number("Ended in an order"), Column.Text("95 % interval"), Column.Number("The model said"));
        var stages = page.Ask.Rows<Stage>("purchase_intent");
        var most = stages.Max(stage => stage.Ordered);
        foreach (var stage in stages)
            table.Row(new Cell(Names.Capital(stage.Words), Class: "name"), stage.Events, Cell.Count(stage.Beginnings), Cell.Share(stage.Ordered, most), $"{Numbers.Share(stage.Low)} to {Numbers.Share(stage.High)}", Cell.Share(stage.Probability));
    }

    private static void Spread(ReportPage page, long days)
    {
        if (!page.Ask.Has("customer_segments")) return;
        var groups = page.Ask.Rows<Part>("purchase_spread", days).GroupBy(part => part.Segment)
            .Select(group => (Segment: group.Key, Customers: group.Sum(part => part.Customers), Expected: group.Sum(part => part.Expected), Bands: group.ToDictionary(part => part.Band, part => part.Customers)))
            .OrderByDescending(group => group.Expected / group.Customers).ThenBy(group => group.Segment, StringComparer.Ordinal).ToArray();
        string[] bands = [.. Enumerable.Range(0, 10).Select(band => $"{band * 10}–{(band * 10) + 10}%")];
        var chart = new Chart("purchase-spread", "spread", $"Probability of an order within {days} days, by segment", "Heat map of segments by bands of probability: which share of a segment has which probability. The table gives each.")
        {
            Height = 70 + (30 * groups.Length),
            Note = "Each row is a segment; a cell is the share of its customers with a probability in that band.",
        };
        page.Chart(chart, json =>
        {
            json.Texts("bands", bands);
            json.Texts("groups", groups.Select(group => Names.Of(group.Segment)));
            json.Numbers("counts", groups.Select(group => (double)group.Customers), 0);
            json.WriteStartArray("shares");
            foreach (var group in groups) json.Row([.. Enumerable.Range(0, 10).Select(band => group.Bands.GetValueOrDefault(band) / (double)group.Customers)]);
            json.WriteEndArray();
        }, () =>
        {
            using var table = new Table(page.Html, chart.Title, [Column.Text("Segment"), Column.Number("Customers"), Column.Number("Mean probability"), .. bands.Select(Column.Number)]);
            foreach (var group in groups)
                table.Row([new Cell(Names.Of(group.Segment), Class: "name"), Cell.Count(group.Customers), Cell.Share(group.Expected / group.Customers), .. Enumerable.Range(0, 10).Select(band => Cell.Share(group.Bands.GetValueOrDefault(band) / (double)group.Customers))]);
        });
    }
}
