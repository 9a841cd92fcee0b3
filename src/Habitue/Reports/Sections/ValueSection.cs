using Habitue.Reports.Page;

namespace Habitue.Reports.Sections;

/// <summary>What customers will bring in the next 12 months, how sure that is, who is still one, and what each month's newcomers have brought.</summary>
internal sealed class ValueSection() : Section("value", "What customers will bring", "Value")
{
    private sealed record Facts(int HorizonDays, string PurchasesBy, string MoneyBy, double Coverage80, double Coverage95, double Margin, double Discount);

    private sealed record Totals(long Customers, double Value, double Alive, double Purchases, double Best);

    private sealed record Group(int Place, long Customers, double Value, double Low80, double High80, double Low95, double High95, double Total, double Alive);

    private sealed record Outlook(string Segment, long Customers, double Alive, double Purchases, double Value, double SoFar, double Low, double High);

    public override void Write(ReportPage page)
    {
        var totals = page.Ask.Has("customer_values", "value_facts") ? page.Ask.Rows<Totals>("value_totals")[0] : null;
        if (totals is null or { Customers: 0 })
        {
            page.Empty("What customers will bring is not known yet.", page.LackOf("value") ?? "“habitue run” works it out once at least 20 customers have bought, and some of them again.");
            return;
        }
        var facts = page.Ask.Rows<Facts>("value_facts")[0];
        page.Lead($"{Numbers.Many(totals.Customers, "customer")} are expected to bring {page.Format.ShortMoney(totals.Value)} in the next 12 months{Terms(facts)}; "
            + $"the best tenth of them {Numbers.Share(totals.Best, totals.Value)} of it. {(ShowsLeaving(totals) ? $"About {Numbers.Count((long)Math.Round(totals.Alive))} are likely still customers." : "The history does not show yet who has left: it is too short, or ends in a season in which everybody buys.")}");
        Spread(page, facts);
        if (ShowsLeaving(totals)) AlivePart.Write(page);
        CohortPart.Write(page);
        Segments(page);
    }

    /// <summary>When nearly everybody seems to be there still, the model has seen nobody leave.</summary>
    private static bool ShowsLeaving(Totals totals) => totals.Alive < 0.995 * totals.Customers;

    private static string Terms(Facts facts) =>
        facts is { Margin: 1, Discount: 0 } ? ", refunds taken off" : $" (refunds taken off, {Numbers.Share(facts.Margin)} margin, {Numbers.Share(facts.Discount)} discount a year)";

    private static void Spread(ReportPage page, Facts facts)
    {
        var groups = page.Ask.Rows<Group>("value_groups");
        var chart = new Chart("value-chart", "spans", "Expected value in 12 months, and what may really come",
            $"Twenty groups of customers from the least valuable to the most; for each the expected value of a customer and the ranges that hold what really comes for 80 and 95 of a hundred. The last group is expected to bring {page.Format.Money(groups[^1].Value)} a customer.")
        {
            Height = 340,
            Hint = "Customers in twenty equal groups, the most valuable to the right. Dot: expected. Dark bar: 80 of 100 customers spend within it. Pale bar: 95 of 100.",
            Note = $"Forecast by {Plain(facts.PurchasesBy)} (purchases) and {Plain(facts.MoneyBy)} (money), which erred least in a trial over {facts.HorizonDays} days; over the {facts.HorizonDays} days after it {Numbers.Share(facts.Coverage80)} and {Numbers.Share(facts.Coverage95)} of the customers spent within their ranges.",
        };
        page.Chart(chart, json =>
        {
            json.WriteStartArray("groups");
            foreach (var group in groups) json.Row(group.Place, group.Customers, group.Value, group.Low80, group.High80, group.Low95, group.High95);
            json.WriteEndArray();
        }, () =>
        {
            using var table = new Table(page.Html, "Groups of customers by expected value", Column.Number("Group"), Column.Number("Customers"), Column.Number("Still customers"), Column.Number("Expected each"), Column.Number("80 %: from"), Column.Number("to"), Column.Number("95 %: from"), Column.Number("to"), Column.Number("Expected in all"));
            foreach (var group in groups)
                table.Row(Cell.Count(group.Place), Cell.Count(group.Customers), Cell.Share(group.Alive), page.Money(group.Value), page.Money(group.Low80), page.Money(group.High80), page.Money(group.Low95), page.Money(group.High95), page.Money(group.Total));
        });
    }

    private static string Plain(string candidate) => candidate switch
    {
        "both models" => "the mean of BG/NBD and Pareto/NBD",
        "all together" => "the mean of several models",
        "purchases times spend" => "purchases times what a purchase brings",
        _ => candidate,
    };

    private static void Segments(ReportPage page)
    {
        if (!page.Ask.Has("customer_segments")) return;
        var rows = page.Ask.Rows<Outlook>("value_segments");
        if (rows.Count == 0) return;
        var whole = rows.Sum(row => row.Value);
        var most = rows.Max(row => row.Value) / Math.Max(whole, double.Epsilon);
        using var table = new Table(page.Html, "What the next 12 months bring, by segment", Column.Text("Segment"), Column.Number("Customers"), Column.Number("Still customers"), Column.Number("Purchases expected"),
            Column.Number("Value expected"), Column.Number("Share"), Column.Number("Each"), Column.Number("80 %: from"), Column.Number("to"), Column.Number("Brought so far"));
        foreach (var row in rows)
            table.Row(new Cell(Names.Of(row.Segment), Class: "name"), Cell.Count(row.Customers), Cell.Share(row.Alive / row.Customers), Cell.Count((long)Math.Round(row.Purchases)),
                page.Money(row.Value), Cell.Share(row.Value / Math.Max(whole, double.Epsilon), most), page.Money(row.Value / row.Customers), page.Money(row.Low), page.Money(row.High), page.Money(row.SoFar));
    }
}
