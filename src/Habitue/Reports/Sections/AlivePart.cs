using Habitue.Reports.Page;

namespace Habitue.Reports.Sections;

/// <summary>The course of some customers' probability of still being one.</summary>
internal static class AlivePart
{
    private sealed record Point(string Example, DateOnly Day, double ProbabilityAlive, bool Purchase);

    public static void Write(ReportPage page)
    {
        var points = page.Ask.Has("value_alive") ? page.Ask.Rows<Point>("value_alive") : [];
        if (points.Count == 0) return;
        var courses = points.GroupBy(point => point.Example).Select(group => (Example: Name(group.Key), Points: group.ToArray())).OrderByDescending(course => course.Points[^1].ProbabilityAlive).ToArray();
        var (first, last) = (points.Min(point => point.Day), points.Max(point => point.Day));
        page.Chart(new Chart("alive-chart", "courses", "Is this customer still one?", $"Lines from {first:d MMMM yyyy} to {last:d MMMM yyyy}: how likely some customers still were customers. Today: {string.Join(", ", courses.Select(course => $"{course.Example} {Numbers.Share(course.Points[^1].ProbabilityAlive)}"))}.")
        {
            Height = 320,
            Hint = "Each line is a customer; dots are purchases. Silence lowers it, the faster the oftener somebody used to buy.",
            Class = "wide",
        }, json =>
        {
            json.WriteStartArray("courses");
            foreach (var (example, all) in courses)
            {
                json.WriteStartObject();
                json.WriteString("name", example);
                json.WriteStartArray("points");
                foreach (var point in all)
                {
                    json.WriteStartArray();
                    json.WriteStringValue(point.Day.ToString("O"));
                    json.WriteNumberValue(Math.Round(point.ProbabilityAlive, 4));
                    json.WriteNumberValue(point.Purchase ? 1 : 0);
                    json.WriteEndArray();
                }
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }, () =>
        {
            using var table = new Table(page.Html, "Examples of customers", Column.Text("Customer"), Column.Number("Purchases"), Column.Text("Last purchase"), Column.Number("Still a customer today"));
            foreach (var (example, all) in courses)
                table.Row(new Cell(example, Class: "name"), Cell.Count(all.Count(point => point.Purchase)), Numbers.Day(all.Last(point => point.Purchase).Day.ToDateTime(default)), Cell.Share(all[^1].ProbabilityAlive));
        });
    }

    private static string Name(string example) => char.ToUpperInvariant(example[0]) + example[1..];
}
