using Habitue.Reports.Page;

namespace Habitue.Reports.Sections;

/// <summary>What moves a model's answers, over all customers.</summary>
/// <param name="Times">How many times as likely or unlikely, on average.</param>
/// <param name="Way"><c>more</c>, <c>less</c> or <c>either</c>.</param>
internal sealed record ShownDriver(string Words, double Times, string Way)
{
    /// <summary>Bars of the strongest, for any section.</summary>
    public static void Draw(ReportPage page, string id, string title, IReadOnlyList<ShownDriver> drivers)
    {
        var chart = new Chart(id, "strengths", title, "A bar for each of the strongest reasons: how many times as likely or unlikely it makes a customer, on average. The table gives the figures.")
        {
            Height = 60 + (34 * drivers.Count),
            Note = "×1.5: on average it makes a customer one and a half times as likely or as unlikely. Blue: the more, the likelier; orange: the more, the unlikelier; grey: either way.",
        };
        page.Chart(chart, json =>
        {
            json.Texts("labels", drivers.Select(driver => Names.Capital(driver.Words)));
            json.Numbers("values", drivers.Select(driver => driver.Times), 3);
            json.Texts("ways", drivers.Select(driver => driver.Way));
        }, () =>
        {
            using var table = new Table(page.Html, title, Column.Text("Reason"), Column.Number("Times, on average"), Column.Text("Way"));
            foreach (var driver in drivers)
                table.Row(new Cell(Names.Capital(driver.Words), Class: "wrap"), Cell.Value(driver.Times), driver.Way switch { "more" => "the more, the likelier", "less" => "the more, the unlikelier", _ => "either way" });
        });
    }
}
