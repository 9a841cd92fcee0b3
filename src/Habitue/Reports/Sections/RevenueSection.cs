using Habitue.Reports.Page;

namespace Habitue.Reports.Sections;

/// <summary>Revenue and returns over time, by day, week or month.</summary>
internal sealed class RevenueSection() : Section("revenue", "Revenue over time", "Revenue")
{
    private sealed record Trade(DateOnly Day, long Orders, double Revenue, double Returned);

    public override void Write(ReportPage page)
    {
        if (!page.Shop.HasOrders)
        {
            page.Empty("There is no revenue to show yet.", "It appears with the first order that has a time, a quantity and a price.");
            return;
        }

        var days = page.Ask.Rows<Trade>("days");
        var months = page.Months;
        if (months.Count > 2)
        {
            var best = months.MaxBy(month => month.Revenue)!;
            page.Lead($"{Numbers.Month(best.Month)} was the best month with {page.Format.ShortMoney(best.Revenue)}, "
                + $"{Numbers.Value(best.Revenue / months.Average(month => month.Revenue))} times the average month. "
                + $"Goods worth {page.Format.ShortMoney(page.Shop.Returned)} came back or were cancelled.");
        }

        var span = days[^1].Day.DayNumber - days[0].Day.DayNumber + 1;
        var chart = new Chart("revenue-chart", "revenue", "Revenue and returns",
            $"Bars of revenue from {days[0].Day:d MMMM yyyy} to {days[^1].Day:d MMMM yyyy} with a moving average; returns as bars below the line. The table below gives the months.")
        {
            Height = 360,
            Choice = new Choice("Show by", span > 1000 ? "month" : span > 120 ? "week" : "day", ("day", "Day"), ("week", "Week"), ("month", "Month")),
            Note = "The line is the moving average of 7 days, 4 weeks or 3 months. A pale bar is a week or month that the data cover only in part.",
        };
        page.Chart(chart, json =>
        {
            json.WriteString("start", days[0].Day.ToString("O"));
            json.WriteStartArray("days");
            foreach (var day in days)
                json.Row(day.Day.DayNumber - days[0].Day.DayNumber, day.Revenue, day.Returned, day.Orders);
            json.WriteEndArray();
        }, () => MonthTable(page, months));
    }

    private static void MonthTable(ReportPage page, IReadOnlyList<MonthFigures> months)
    {
        using var table = new Table(page.Html, "Months", Column.Text("Month"), Column.Number("Revenue"), Column.Number("Returned"),
            Column.Number("Orders"), Column.Number("Average order"), Column.Number("Customers"), Column.Number("New customers"));
        foreach (var month in months)
            table.Row(new Cell(Numbers.Month(month.Month), month.Month.DayNumber), page.Money(month.Revenue), page.Money(month.Returned),
                Cell.Count(month.Orders), page.Money(month.Revenue / month.Orders), Cell.Count(month.Customers), Cell.Count(month.NewCustomers));
    }
}
