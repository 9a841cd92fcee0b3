using System.Globalization;
using System.Text.Json;
using Habitue.ModelShelf;
using Habitue.Reports.Page;

namespace Habitue.Reports.Sections;

/// <summary>
/// What shows how good models are that answer yes or no, for any section: ROC, calibration and lift, several models in one
/// picture, their confusion matrices, and the table of figures with intervals beside what needs no model.
/// </summary>
/// <param name="page">Where to.</param>
/// <param name="prefix">What the ids of the figures begin with.</param>
/// <param name="doers">Whom the models look for: "buyers".</param>
/// <param name="models">The models, of which there is at least one.</param>
internal sealed class ModelQuality(ReportPage page, string prefix, string doers, IReadOnlyList<JudgedModel> models)
{
    /// <summary>All of it.</summary>
    public void Write()
    {
        page.Html.Add($"""<div class="pair">""");
        Roc();
        Calibration();
        page.Html.Add($"""</div><div class="pair">""");
        Lift();
        Confusion();
        page.Html.Add($"</div>\n");
        Figures();
    }

    public void Roc() => Curves(new Chart($"{prefix}-roc", "curves", "ROC curve", $"A curve for each model: the share of the {doers} found, over the share of the others taken for {doers}. The diagonal is chance.")
    {
        Note = $"Up: share of the {doers} found. Right: share of the others who are written to in vain. The diagonal is chance.",
    }, "roc", $"Others taken for {doers}", $"{Names.Capital(doers)} found", diagonal: true);

    public void Calibration() => Curves(new Chart($"{prefix}-calibration", "curves", "Said and happened", $"A line for each model: how many turned out to be {doers}, over the probability that had been said. On the diagonal both are the same.")
    {
        Note = "Each dot is a group of customers of similar probability. On the diagonal, what was said is what happened.",
    }, "calibration", "Said", "Happened", diagonal: true, dots: true);

    public void Lift() => page.Chart(new Chart($"{prefix}-lift", "curves", "Lift of the likeliest", $"A line for each model: how many times as many {doers} there are among the likeliest tenth, two tenths and so on as among all.")
    {
        Note = $"How many times as many {doers} as among all, when the likeliest tenth, two tenths … are chosen. 1 is choosing by chance.",
    }, json => Lines(json, "lift", "Likeliest share of the customers", "Times as many", diagonal: false, dots: true), () =>
    {
        using var table = new Table(page.Html, "Lift of the likeliest", [Column.Number("Share of customers"), .. models.Select(model => Column.Number(model.Label))]);
        foreach (var x in models.SelectMany(model => model.Curves["lift"]).Select(point => point.X).Distinct().Order())
            table.Row([Cell.Share(x), .. models.Select(model => Cell.Value(model.Curves["lift"].FirstOrDefault(point => point.X == x)?.Y ?? double.NaN))]);
    });

    /// <summary>What was said against what happened, as counts.</summary>
    public void Confusion()
    {
        page.Html.Add($"<div>");
        using (var table = new Table(page.Html, "Confusion matrix", Column.Text("Model"), Column.Text("What happened"), Column.Number("Said no"), Column.Number("Said yes")))
            foreach (var model in models)
            {
                var counts = model.Curves["confusion"].ToDictionary(point => ((int)point.X, (int)point.Y), point => (long)point.Weight);
                if (counts.Count == 0) continue;
                table.Row(model.Label, "No", new Cell(Numbers.Count(counts[(0, 0)]), counts[(0, 0)], Class: "high1"), new Cell(Numbers.Count(counts[(0, 1)]), counts[(0, 1)], Class: "low1"));
                table.Row(model.Label, "Yes", new Cell(Numbers.Count(counts[(1, 0)]), counts[(1, 0)], Class: "low1"), new Cell(Numbers.Count(counts[(1, 1)]), counts[(1, 1)], Class: "high1"));
            }
        foreach (var model in models)
            if (model.Curves["threshold"].FirstOrDefault() is { } from)
                page.Html.Add($"""<p class="note">{Names.Capital(model.Label)}: yes from a probability of {Numbers.Share(from.X)} on, which gave the best balance of found and right (F1) on earlier customers. Blue: right; orange: wrong. Accuracy alone counts yes from one half on.</p>{"\n"}""");
        page.Html.Add($"</div>");
    }

    /// <summary>The figures with their intervals, beside what needs no model.</summary>
    public void Figures()
    {
        using var table = new Table(page.Html, "How good, judged by customers and days that the model had never seen",
            Column.Text("Model"), Column.Text("Judged on"), Column.Text("Figure"), Column.Number("Value"), Column.Text("95 % interval"), Column.Number("Without a model"));
        foreach (var model in models)
            foreach (var metric in model.Metrics)
                table.Row(new Cell(model.Label, Class: "name"), metric.Part == "all" ? "all" : metric.Part, metric.Metric, new Cell(Text(metric, metric.Value), metric.Value),
                    $"{Text(metric, metric.Low)} to {Text(metric, metric.High)}", metric.Baseline is { } baseline ? new Cell(Text(metric, baseline), baseline) : "");
    }

    private static string Text(ModelMetric metric, double value) => metric.Metric switch
    {
        _ when !double.IsFinite(value) => "–",
        "accuracy" or "precision" or "recall" or "F1" or "share that did it" => Numbers.Share(value),
        _ => value.ToString("0.000", CultureInfo.InvariantCulture),
    };

    private void Curves(Chart chart, string curve, string x, string y, bool diagonal, bool dots = false) => page.Chart(chart, json => Lines(json, curve, x, y, diagonal, dots), () =>
    {
        using var table = new Table(page.Html, chart.Title, Column.Text("Model"), Column.Number(x), Column.Number(y));
        foreach (var model in models)
        {
            var points = model.Curves[curve].ToArray();
            for (var i = 0; i < points.Length; i += Math.Max(1, (points.Length - 1) / 20)) table.Row(model.Label, Cell.Share(points[i].X), Cell.Share(points[i].Y));
        }
    });

    private void Lines(Utf8JsonWriter json, string curve, string x, string y, bool diagonal, bool dots)
    {
        json.WriteString("x", x);
        json.WriteString("y", y);
        json.WriteBoolean("diagonal", diagonal);
        json.WriteBoolean("dots", dots);
        json.WriteStartArray("lines");
        foreach (var model in models)
        {
            json.WriteStartObject();
            json.WriteString("name", model.Label);
            json.WriteStartArray("points");
            foreach (var point in model.Curves[curve]) json.Row(Math.Round(point.X, 4), Math.Round(point.Y, 4), Math.Round(point.Weight, 4));
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
