using Habitue.Reports.Page;

namespace Habitue.Reports.Sections;

/// <summary>How many are still customers so many days after their first order: a line for all and one for each quarter in which people came.</summary>
internal sealed record SurvivalPoint(string CustomerGroup, long Customers, long Lost, double Day, double StillCustomers, double Low, double High);

/// <summary>Draws them.</summary>
internal static class SurvivalCurves
{
    private static readonly double[] Shown = [30, 90, 180, 270, 365, 730];

    public static void Draw(ReportPage page)
    {
        var groups = page.Ask.Rows<SurvivalPoint>("churn_survival").GroupBy(point => point.CustomerGroup).Select(group => (Name: group.Key, Points: group.ToArray())).Where(group => group.Points.Length > 1).ToArray();
        if (groups.Length == 0) return;
        var chart = new Chart("churn-survival", "survival", "How long customers last", "Falling steps: the share of each group that is still a customer so many days after the first order. The table gives shares with intervals.")
        {
            Note = "Lost is who lets the horizon pass without an order. A group's line ends where its youngest customers are too new to tell.",
        };
        page.Chart(chart, json =>
        {
            json.WriteStartArray("lines");
            foreach (var (name, points) in groups)
            {
                json.WriteStartObject();
                json.WriteString("name", Names.Capital(name));
                json.WriteStartArray("points");
                foreach (var point in points) json.Row(point.Day, Math.Round(point.StillCustomers, 4));
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }, () =>
        {
            using var table = new Table(page.Html, chart.Title, Column.Text("First order in"), Column.Number("Customers"), Column.Number("Lost"), Column.Number("After days"), Column.Number("Still customers"), Column.Text("95 % interval"));
            foreach (var (name, points) in groups)
                foreach (var day in Shown.Where(day => points[^1].Day >= day))
                {
                    var at = points.Last(point => point.Day <= day);
                    table.Row(new Cell(Names.Capital(name), Class: "name"), Cell.Count(at.Customers), Cell.Count(at.Lost), Cell.Value(day), Cell.Share(at.StillCustomers), $"{Numbers.Share(at.Low)} to {Numbers.Share(at.High)}");
                }
        });
    }
}
