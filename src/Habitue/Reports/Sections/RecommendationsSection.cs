using Habitue.Reports.Page;

namespace Habitue.Reports.Sections;

/// <summary>What to recommend: how well it would have worked, beside what needs no model, and what it looks like.</summary>
internal sealed class RecommendationsSection() : Section("recommendations", "What to recommend", "Recommend")
{
    private sealed record Figure(string Model, bool IsBaseline, bool IsChosen, string Part, string Measure, double? Value, double? Low, double? High, long Customers);

    private sealed record Example(long Number, string Bought, string Product, string Reason);

    private sealed record Alike(string Product, long Buyers, string Similar, string Reason);

    private sealed record Repeat(string Product, long Buyers, double Share, double Low, double High, double Days);

    private const string All = "all", New = "new to the customer", Ndcg = "NDCG@10", HitRate = "hit rate";

    public override void Write(ReportPage page)
    {
        IReadOnlyList<Figure> figures = page.Ask.Has("recommendation_quality") ? page.Ask.Rows<Figure>("recommendation_quality") : [];
        if (!page.Ask.Has("recommendations"))
        {
            page.Empty("There are no recommendations yet.", page.LackOf("recommendations") ?? "Run “habitue run PATH” or “habitue train recommendations”: it learns from orders what each customer is likely to buy next.");
            if (figures.Count > 0) Quality(page, figures);
            return;
        }
        Lead(page, figures);
        LeftOut(page);
        Quality(page, figures);
        Examples(page);
        Similar(page);
        Repeats(page);
    }

    private static void Lead(ReportPage page, IReadOnlyList<Figure> figures)
    {
        if (figures.FirstOrDefault(figure => figure is { IsChosen: true, Part: All, Measure: HitRate }) is not { Value: { } hits } chosen) return;
        var beside = figures.Where(figure => figure is { IsBaseline: true, Part: All, Measure: HitRate }).MaxBy(figure => figure.Value)!;
        var discovered = figures.FirstOrDefault(figure => figure is { IsChosen: true, Part: New, Measure: HitRate })?.Value;
        page.Lead($"Ten recommendations would have held something that the customer then bought for {Numbers.Share(hits)} of {Numbers.Many(chosen.Customers, "customer")}; {Label(beside.Model)} does so for {Numbers.Share(beside.Value ?? double.NaN)}. "
            + (discovered is { } share ? $"Of what they had never bought before, something is found for {Numbers.Share(share)}." : ""));
    }

    /// <summary>Who gets none, and by whose decision.</summary>
    private static void LeftOut(ReportPage page)
    {
        IReadOnlyList<(string Why, long Customers)> reasons = page.Ask.Has("recommendation_left_out") ? page.Ask.Rows<(string, long)>("recommendation_left_out") : [];
        if (reasons.Count == 0) return;
        page.Html.Add($"""<p class="note">{Numbers.Many(reasons.Sum(one => one.Customers), "customer")} get none: {string.Join(", ", reasons.Select(one => $"{Numbers.Count(one.Customers)} {one.Why}"))}. Silence is taken for no; who decides otherwise says so: habitue train recommendations --unknown-consent serve</p>{"\n"}""");
    }

    private static void Quality(ReportPage page, IReadOnlyList<Figure> figures)
    {
        page.Html.Add($"""<div class="pair">""");
        Bars(page, figures, All, "recommendations-all", "Everything that was bought afterwards");
        Bars(page, figures, New, "recommendations-new", "Only what the customer had never bought");
        page.Html.Add($"</div>\n");
    }

    private static void Bars(ReportPage page, IReadOnlyList<Figure> figures, string part, string id, string title)
    {
        var models = figures.Where(figure => figure.Part == part && figure.Measure == Ndcg && figure.Value is not null).OrderByDescending(figure => figure.Value).ThenBy(figure => figure.Model, StringComparer.Ordinal).ToArray();
        if (models.Length == 0) return;
        string[] measures = [.. figures.Select(figure => figure.Measure).Distinct()];
        var chart = new Chart(id, "intervals", title, $"A bar for each way to recommend, the best first: how well its first ten would have foretold what {Numbers.Many(models[0].Customers, "customer")} bought, with the 95 % interval. The table gives all figures.")
        {
            Height = 50 + (30 * models.Length),
            Note = "NDCG@10: 1 when the first ten are just what was bought, 0 when none is. Blue is in use; grey needs no model; lines are 95 % intervals.",
        };
        page.Chart(chart, json =>
        {
            json.Texts("labels", models.Select(model => Names.Capital(model.Model)));
            json.Texts("roles", models.Select(model => model.IsChosen ? "chosen" : model.IsBaseline ? "baseline" : "other"));
            json.Numbers("values", models.Select(model => model.Value ?? double.NaN), 4);
            json.Numbers("lows", models.Select(model => model.Low ?? double.NaN), 4);
            json.Numbers("highs", models.Select(model => model.High ?? double.NaN), 4);
        }, () =>
        {
            using var table = new Table(page.Html, title, [Column.Text("Way to recommend"), .. measures.Select(Column.Number), Column.Text("NDCG@10, 95 % interval")]);
            foreach (var model in models)
                table.Row([new Cell(Names.Capital(model.Model), Class: "name"),
                    .. measures.Select(measure => figures.First(figure => figure.Model == model.Model && figure.Part == part && figure.Measure == measure).Value ?? double.NaN).Select((value, i) => measures[i] is Ndcg or "novelty" ? Cell.Value(value) : Cell.Share(value)),
                    $"{Numbers.Value(model.Low ?? double.NaN)} to {Numbers.Value(model.High ?? double.NaN)}"]);
        });
    }

    private static void Examples(ReportPage page)
    {
        var examples = page.Ask.Rows<Example>("recommendation_examples");
        if (examples.Count == 0) return;
        page.Html.Add($"""<h3>Three customers as examples</h3><div class="cards examples">""");
        foreach (var customer in examples.GroupBy(example => example.Number))
        {
            page.Html.Add($"""<article><p class="small">Last bought: {customer.First().Bought}</p><ol>""");
            foreach (var example in customer) page.Html.Add($"<li><strong>{example.Product}</strong><br><small>{Names.Capital(example.Reason)}</small></li>");
            page.Html.Add($"</ol></article>");
        }
        page.Html.Add($"</div>\n");
    }

    private static void Similar(ReportPage page)
    {
        IReadOnlyList<Alike> similar = page.Ask.Has("product_similar") ? page.Ask.Rows<Alike>("recommendation_similar") : [];
        if (similar.Count == 0) return;
        using var table = new Table(page.Html, "What goes with the products that most customers buy", Column.Text("Product"), Column.Number("Buyers"), Column.Text("Goes with"), Column.Text("Because"));
        foreach (var one in similar)
            table.Row(new Cell(one.Product, Class: "wrap"), Cell.Count(one.Buyers), new Cell(one.Similar, Class: "name wrap"), new Cell(Names.Capital(one.Reason), Class: "wrap"));
    }

    private static void Repeats(ReportPage page)
    {
        IReadOnlyList<Repeat> repeats = page.Ask.Has("product_repeats") ? page.Ask.Rows<Repeat>("recommendation_repeats") : [];
        if (repeats.Count == 0) return;
        using var table = new Table(page.Html, "What people come back for", Column.Text("Product"), Column.Number("Buyers"), Column.Number("Bought it again"), Column.Text("95 % interval"), Column.Number("Usually after days"));
        foreach (var one in repeats)
            table.Row(new Cell(one.Product, Class: "name wrap"), Cell.Count(one.Buyers), Cell.Share(one.Share), $"{Numbers.Share(one.Low)} to {Numbers.Share(one.High)}", Cell.Value(Math.Round(one.Days)));
    }

    private static string Label(string model) => model switch
    {
        "popular" => "showing the most popular",
        "popular lately" => "showing what is popular of late",
        "buy again" => "showing what they bought before",
        _ => Names.Capital(model),
    };
}
