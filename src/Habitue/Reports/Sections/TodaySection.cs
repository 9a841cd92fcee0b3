using Habitue.Reports.Page;

namespace Habitue.Reports.Sections;

/// <summary>Customers and actions, the most money first: a list to be worked through.</summary>
internal sealed class TodaySection() : Section("today", "Do this today", "Today")
{
    private const int Shown = 20;

    private sealed record Line(int Place, string CustomerId, string Action, string Why, int HorizonDays, double Money, double MoneyLow, double MoneyHigh, string? ProductId, string? ProductName);

    public override void Write(ReportPage page)
    {
        var lines = page.Ask.Has("actions_today") ? page.Ask.Rows<Line>("actions") : [];
        if (lines.Count == 0)
        {
            page.Empty("There is nobody to act on yet.", "Once “habitue run PATH” can say how likely customers are to buy or to stay away, the most worthwhile of them are listed here.");
            return;
        }
        var kinds = lines.GroupBy(line => line.Action).OrderByDescending(kind => kind.Sum(line => line.Money)).ToArray();
        page.Lead($"{Numbers.Many(lines.Count, "customer")} on whom {page.Format.Money(lines.Sum(line => line.Money))} hang: {string.Join(", ", kinds.Select(kind => $"{Numbers.Count(kind.Count())} to {Verb(kind.Key)}"))}. The whole list: habitue today --format csv > today.csv");
        using var table = new Table(page.Html, $"The first {Math.Min(Shown, lines.Count)}; money is the probability times what is at stake, and eight in ten lie in the range", Column.Text("Customer"), Column.Text("Do"), Column.Number("Expected"), Column.Text("Range"), Column.Number("Days"), Column.Text("Why"), Column.Text("Show them"));
        foreach (var line in lines.Take(Shown))
            table.Row(new Cell(line.CustomerId, Class: "name"), new Cell(line.Action), page.Money(line.Money), new Cell($"{page.Format.Money(line.MoneyLow)} to {page.Format.Money(line.MoneyHigh)}"), Cell.Count(line.HorizonDays), new Cell(line.Why), new Cell(line.ProductName ?? line.ProductId ?? ""));
    }

    internal static string Verb(string action) => action switch
    {
        "win back" => "win back before they are gone",
        "finish the cart" => "remind of the cart they left",
        "second order" => "win for a second order",
        _ => "write to now",
    };
}
