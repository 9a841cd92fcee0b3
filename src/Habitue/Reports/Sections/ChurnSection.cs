using Habitue.Reports.Page;

namespace Habitue.Reports.Sections;

/// <summary>Who is about to stay away: how many and for how much money, in which segments, what goes with it, how long customers last, and how far the probabilities can be trusted.</summary>
internal sealed class ChurnSection() : Section("churn", "Who is about to stay away", "Churn")
{
    private sealed record Risk(long Customers, double Expected, double Loss, long High, double HighLoss, long Lapsed, long Days, string Why);

    private sealed record Part(string Segment, long Band, long Customers, double Expected, double Loss);

    private sealed record Shown(string Factor, long Rows, double Share, double ShareOfOthers, double Times, double Low, double High, double OddsRatio, double OddsLow, double OddsHigh);

    private sealed record Hazard(string Words, double Ratio, double Low, double High, double P);

    public override void Write(ReportPage page)
    {
        var risks = page.Ask.Has("churn_risks", "churn_horizon") ? page.Ask.Rows<Risk>("churn_risk") : [];
        if (risks is [{ Customers: > 0 } risk])
        {
            page.Lead($"Of {Numbers.Many(risk.Customers, "customer")} who bought within the last {risk.Days} days, {Numbers.Count((long)Math.Round(risk.Expected))} are expected to stay away; what they spent in the last year, weighed by each one’s risk, is {page.Format.ShortMoney(risk.Loss)}. "
                + $"{Numbers.Many(risk.High, "customer")} {(risk.High == 1 ? "is" : "are")} at high risk. {Numbers.Many(risk.Lapsed, "other")} stayed away for longer already.");
            page.Html.Add($"""<p class="note">Staying away means: no order within the customer's own rhythm, at most {Numbers.Count(risk.Days)} days, since {risk.Why}.</p>{"\n"}""");
            if (page.Ask.Has("customer_segments")) Spread(page);
        }
        else
        {
            var lack = page.Ask.Has("insights") ? page.Ask.Rows<string>("insight", "churn") : [];
            page.Empty("There are no risks of churn yet.", lack is [var words] ? $"{Names.Capital(words)}" : "Run “habitue run PATH” or “habitue train churn”: it learns from the customers’ past orders who stays away.");
            if (!page.Ask.Has("churn_survival")) return;
        }
        if (page.Ask.Has("churn_factors") && page.Ask.Rows<Shown>("churn_factors") is { Count: > 0 } factors) Factors(page, factors);
        if (page.Ask.Has("churn_drivers") && page.Ask.Rows<ShownDriver>("churn_drivers") is { Count: > 0 } drivers)
            ShownDriver.Draw(page, "churn-drivers", "What moves the probability to stay away", drivers);
        if (page.Ask.Has("churn_survival")) SurvivalCurves.Draw(page);
        if (page.Ask.Has("churn_hazards") && page.Ask.Rows<Hazard>("churn_hazards") is { Count: > 0 } hazards)
        {
            using var table = new Table(page.Html, "What of the first order goes with being lost", Column.Text("The first order"), Column.Number("Times the risk"), Column.Text("95 % interval"), Column.Number("p"));
            foreach (var hazard in hazards)
                table.Row(new Cell(Names.Capital(hazard.Words.Split(':')[0]), Class: "wrap"), Cell.Value(hazard.Ratio), $"{Numbers.Value(hazard.Low)} to {Numbers.Value(hazard.High)}", Cell.Value(hazard.P));
        }
        if (risks is [{ Customers: > 0 } known] && JudgedModel.ReadAll(page.Ask, ($"churn-{known.Days}d", $"within {known.Days} days")) is { Count: > 0 } models)
            new ModelQuality(page, "churn", "those who stay away", models).Write();
    }

    private static void Factors(ReportPage page, IReadOnlyList<Shown> factors)
    {
        using var table = new Table(page.Html, "What goes with staying away", Column.Text("Of whom it is true that"), Column.Number("Customers"), Column.Number("Stayed away"), Column.Number("Of the others"), Column.Number("Times as likely"), Column.Text("95 % interval"), Column.Text("Odds ratio"));
        foreach (var one in factors)
            table.Row(new Cell(Names.Capital(one.Factor), Class: "wrap"), Cell.Count(one.Rows), Cell.Share(one.Share), Cell.Share(one.ShareOfOthers), Cell.Value(one.Times), $"{Numbers.Value(one.Low)} to {Numbers.Value(one.High)}",
                $"{Numbers.Value(one.OddsRatio)} ({Numbers.Value(one.OddsLow)} to {Numbers.Value(one.OddsHigh)})");
    }

    private static void Spread(ReportPage page)
    {
        var groups = page.Ask.Rows<Part>("churn_spread").GroupBy(part => part.Segment)
            .Select(group => (Segment: group.Key, Customers: group.Sum(part => part.Customers), Expected: group.Sum(part => part.Expected), Loss: group.Sum(part => part.Loss), Bands: group.ToDictionary(part => part.Band, part => part.Customers)))
            .OrderByDescending(group => group.Expected / group.Customers).ThenBy(group => group.Segment, StringComparer.Ordinal).ToArray();
        string[] bands = [.. Enumerable.Range(0, 10).Select(band => $"{band * 10}–{(band * 10) + 10}%")];
        var chart = new Chart("churn-spread", "spread", "Probability to stay away, by segment", "Heat map of segments by bands of probability: which share of a segment has which probability. The table gives each, and the money.")
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
            using var table = new Table(page.Html, chart.Title, Column.Text("Segment"), Column.Number("Customers"), Column.Number("Mean probability"), Column.Number("Expected loss"));
            foreach (var group in groups)
                table.Row(new Cell(Names.Of(group.Segment), Class: "name"), Cell.Count(group.Customers), Cell.Share(group.Expected / group.Customers), new Cell(page.Format.Money(group.Loss), group.Loss));
        });
    }
}
