using System.Globalization;
using Habitue.Reports.Page;

namespace Habitue.Reports.Sections;

/// <summary>Are groups of people treated alike? Per model and group who is chosen and how rightly, each figure with its interval, and a plain verdict.</summary>
internal sealed class AuditSection() : Section("audit", "Are groups of people treated alike?", "Fairness")
{
    private const string Signed = "+0.0%;−0.0%;0%";

    private const int RowHeight = 32, Frame = 62;

    /// <summary>Below four fifths of the reference's share, by law in the United States and by custom elsewhere, somebody has to explain.</summary>
    private const double FourFifths = 0.8;

    private sealed record Line(string Model, string ByWhat, string Favourable, string PersonGroup, bool IsReference, long Rows, double OutcomeRate, double? SelectionRate, double? SelectionLow, double? SelectionHigh,
        double? DisparateImpact, double? ImpactLow, double? ImpactHigh, double? EqualOpportunity, double? OpportunityLow, double? OpportunityHigh, double? Calibration, double? CalibrationLow, double? CalibrationHigh, string Verdict)
    {
        public bool Breaks => !IsReference && ImpactHigh < FourFifths && !Verdict.StartsWith("too few", StringComparison.Ordinal);

        /// <summary><c>gender: f</c>, but <c>age > 25</c> as it stands.</summary>
        public string Name => PersonGroup.StartsWith(ByWhat.Split('=', '<', '>')[0].Trim() + " ", StringComparison.OrdinalIgnoreCase) ? Names.Of(PersonGroup) : $"{Names.Of(ByWhat)}: {PersonGroup}";
    }

    public override void Write(ReportPage page)
    {
        var lines = page.Ask.Has("model_fairness", "model_judgements") ? page.Ask.Rows<Line>("model_fairness") : [];
        if (lines.Count == 0)
        {
            page.Empty(page.LackOf("audit") ?? "No model was held against groups of people yet.", "A run does so by itself for gender, age, country, device, and new against returning customers, where these are known. For what else matters: habitue audit --by loyalty_tier,'age<=25'");
            return;
        }
        var models = lines.GroupBy(line => line.Model).ToArray();
        var broken = lines.Where(line => line.Breaks).ToArray();
        page.Lead($"{Numbers.Many(models.Length, "model was", "models were")} held against {Numbers.Many(lines.Count(line => !line.IsReference), "group")}, by customers they had never seen. {Broken(broken)}");
        Chart(page, models);
        Verdicts(page, lines);
        page.Html.Add($"""<p class="note">A broken rule is a question, not a verdict of guilt: groups may truly differ in what they do, which “did it” shows. Who does not agree to the difference learns anew without the feature that carries it, or from a file with reweighed rows: habitue train churn --label … --reweigh …</p><details><summary>All figures with their 95 % intervals</summary>{"\n"}""");
        Figures(page, lines);
        page.Html.Add($"</details>\n");
    }

    private static void Verdicts(ReportPage page, IReadOnlyList<Line> lines)
    {
        using var table = new Table(page.Html, "Each group, and what to think of it", Column.Text("Model"), Column.Text("Group"), Column.Number("Customers"), Column.Number("Did it"), Column.Number("Chosen"), Column.Number("Disparate impact"), Column.Text("Verdict"));
        foreach (var line in lines)
            table.Row(new Cell(line.Model, Class: "name"), new Cell(line.Name, Class: "wrap"), Cell.Count(line.Rows), Cell.Share(line.OutcomeRate), Cell.Share(line.SelectionRate ?? double.NaN), new Cell(Range(line.DisparateImpact, line.ImpactLow, line.ImpactHigh, "0.00", "0.00", line.IsReference), line.DisparateImpact),
                new Cell(Names.Capital(line.Verdict), Class: "prose"));
    }

    private static void Figures(ReportPage page, IReadOnlyList<Line> lines)
    {
        using var table = new Table(page.Html, "Equal opportunity: of those who did it, how many more are chosen than in the group of comparison. Calibration: what was said less what happened.", Column.Text("Model"), Column.Text("Group"), Column.Number("Chosen"),
            Column.Number("Disparate impact"), Column.Number("Equal opportunity"), Column.Number("Calibration"));
        foreach (var line in lines)
            table.Row(new Cell(line.Model, Class: "name"), new Cell(line.Name), new Cell(Range(line.SelectionRate, line.SelectionLow, line.SelectionHigh, "0.0%", "0.0%"), line.SelectionRate),
                new Cell(Range(line.DisparateImpact, line.ImpactLow, line.ImpactHigh, "0.00", "0.00", line.IsReference), line.DisparateImpact),
                new Cell(Range(line.EqualOpportunity, line.OpportunityLow, line.OpportunityHigh, Signed, Signed, line.IsReference), line.EqualOpportunity),
                new Cell(Range(line.Calibration, line.CalibrationLow, line.CalibrationHigh, Signed, Signed), line.Calibration));
    }

    private static string Broken(Line[] broken) => broken.Length switch
    {
        0 => "None breaks the four-fifths rule for sure: nobody's group is surely chosen less than four fifths as often as the group with the highest rate.",
        1 => $"One breaks the four-fifths rule: {InWords(broken[0])}.",
        _ => $"{Numbers.Count(broken.Length)} break the four-fifths rule, the gravest: {InWords(broken.MinBy(line => line.DisparateImpact)!)}.",
    };

    private static string InWords(Line line) => string.Create(CultureInfo.InvariantCulture, $"{line.Name} in {line.Model}, {(line.DisparateImpact < 0.01 ? "hardly ever chosen" : $"chosen {line.DisparateImpact:0.00} times as often as the group of comparison")}");

    private static void Chart(ReportPage page, IGrouping<string, Line>[] models)
    {
        var compared = models.Select(model => (Model: model.Key, Lines: model.Where(line => line is { IsReference: false, DisparateImpact: not null, ImpactHigh: not null } && !line.Verdict.StartsWith("too few", StringComparison.Ordinal)).ToArray())).Where(model => model.Lines.Length > 0).ToArray();
        if (compared.Length == 0) return;
        page.Chart(new Chart("fairness-chart", "ratios", "How often each group is chosen, beside the group of comparison", "A dot with its interval for each group: how many times as often it is chosen as the group with the highest rate. The band from 0.8 to 1.25 is where the four-fifths rule is kept.")
        {
            Height = Frame + (RowHeight * compared.Max(model => model.Lines.Length)),
            Hint = "In the band the four-fifths rule is kept. A line that reaches into it may be chance.",
            Choice = compared.Length > 1 ? new Choice("Model", compared[0].Model, [.. compared.Select(model => (model.Model, model.Model))]) : null,
        }, json =>
        {
            json.WriteStartArray("models");
            foreach (var (model, lines) in compared)
            {
                json.WriteStartObject();
                json.WriteString("name", model);
                json.Texts("labels", lines.Select(line => line.Name));
                json.Numbers("values", lines.Select(line => line.DisparateImpact!.Value), 3);
                json.Numbers("lows", lines.Select(line => line.ImpactLow!.Value), 3);
                json.Numbers("highs", lines.Select(line => line.ImpactHigh!.Value), 3);
                json.Numbers("broken", lines.Select(line => line.Breaks ? 1.0 : 0));
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });
    }

    private static string Range(double? value, double? low, double? high, string form, string bounds, bool isReference = false)
    {
        if (isReference) return "compared with";
        if (value is not { } middle) return "–";
        string Text(double number, string how) => number.ToString(how, CultureInfo.InvariantCulture);
        return low is { } from && high is { } to ? $"{Text(middle, form)} ({Text(from, bounds)} to {Text(to, bounds)})" : Text(middle, form);
    }
}
