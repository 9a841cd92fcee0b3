using Habitue.Reports.Page;

namespace Habitue.Reports.Sections;

/// <summary>Customers and actions, the most money first: a list to be worked through.</summary>
internal sealed class TodaySection() : Section("today", "Do this today", "Today")
{
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
        page.Lead($"{page.Format.Money(lines.Sum(line => line.Money))} hang on {Numbers.Many(lines.Count, "customer")}: {string.Join(", ", kinds.Select(kind => $"{Numbers.Count(kind.Count())} to {Verb(kind.Key)}"))}. Money is the probability times what is at stake; eight in ten lie between “from” and “to”. Save the list here, or with: habitue today --format csv > today.csv");
        using var table = Table.ToSave(page.Html, "today.csv", "Whom to act on, the most money first", Column.Text("Customer"), Column.Text("Do"), Column.Number("Expected"), Column.Number("from"), Column.Number("to"), Column.Number("Days"), Column.Text("Why"), Column.Text("Show them"));
        foreach (var line in lines)
            table.Row(new Cell(line.CustomerId, Class: "name"), new Cell(line.Action), page.Money(line.Money), page.Money(line.MoneyLow), page.Money(line.MoneyHigh), Cell.Count(line.HorizonDays), new Cell(line.Why, Class: "wrap"), new Cell(line.ProductName ?? line.ProductId ?? "", Class: "wrap"));
    }

    /// <summary>What to do with them, as it follows “50 to …”.</summary>
    internal static string Verb(string action) => action switch
    {
        "win back" => "win back before they are gone",
        "finish the cart" => "remind of the cart they left",
        "second order" => "win for a second order",
        _ => "write to now",
    };
}
