using System.Text.Json;
using Habitue.Reports.Page;

namespace Habitue.Reports.Sections;

/// <summary>When people buy: weekday by hour, and each of the two alone.</summary>
internal sealed class SeasonSection() : Section("season", "When customers buy", "Times")
{
    private sealed record Slot(long Weekday, long Hour, long Orders, double Revenue);

    public override void Write(ReportPage page)
    {
        if (!page.Shop.HasOrders)
        {
            page.Empty("There are no times of purchase to show yet.", "They appear with the first order.");
            return;
        }

        var slots = page.Ask.Rows<Slot>("hours");
        double[] byDay = [.. Enumerable.Range(1, 7).Select(day => slots.Where(slot => slot.Weekday == day).Sum(slot => slot.Revenue))];
        double[] byHour = [.. Enumerable.Range(0, 24).Select(hour => slots.Where(slot => slot.Hour == hour).Sum(slot => slot.Revenue))];
        var timeless = slots.All(slot => slot.Hour == 0);

        var (best, worst) = (Array.IndexOf(byDay, byDay.Max()) + 1, Array.IndexOf(byDay, byDay.Min()) + 1);
        var (from, to) = Core(byHour);
        page.Lead($"{Numbers.Weekday(best)} brings {Numbers.Share(byDay[best - 1], page.Shop.Revenue)} of the revenue, "
            + (byDay[worst - 1] > 0 ? $"{Numbers.Weekday(worst)} {Numbers.Share(byDay[worst - 1], page.Shop.Revenue)}. " : $"{Numbers.Weekday(worst)} none. ")
            + (timeless ? "The orders carry a day but no hour." : $"Half of it comes between {Numbers.Hour(from)} and {Numbers.Hour(to)}."));

        if (!timeless) Heat(page, slots);
        page.Html.Add($"""<div class="pair">""");
        var weekdays = WeekdaysIn(page.Shop.FirstOrder!.Value, page.Shop.LastOrder!.Value);
        page.Chart(new Chart("weekday-chart", "bars", "Average revenue by weekday", $"Bars: the mean revenue of a day for each weekday. Highest on {Numbers.Weekday(best)}.") { Height = 250 },
            json => Bars(json, [.. Enumerable.Range(1, 7).Select(day => Numbers.Weekday(day)[..3])], [.. byDay.Select((sum, i) => sum / Math.Max(1, weekdays[i]))]));
        if (!timeless)
            page.Chart(new Chart("hour-chart", "bars", "Revenue by hour", $"Bars: the revenue of each hour of the day. Half of it falls between {Numbers.Hour(from)} and {Numbers.Hour(to)}.") { Height = 250 },
                json => Bars(json, [.. Enumerable.Range(0, 24).Select(hour => hour.ToString("00"))], byHour));
        page.Html.Add($"</div>\n");
    }

    private static void Heat(ReportPage page, IReadOnlyList<Slot> slots)
    {
        var (first, last) = ((int)slots.Min(slot => slot.Hour), (int)slots.Max(slot => slot.Hour));
        var chart = new Chart("season-chart", "season", "Weekday and hour", "Heat map of seven weekdays by the hours of the day; the darker a cell, the more was sold. The table gives the same figures.")
        {
            Height = 270,
            Choice = new Choice("Colour by", "revenue", ("revenue", "Revenue"), ("orders", "Orders")),
            Note = "Times as they stand in the data, read as UTC where no zone is given.",
        };
        page.Chart(chart, json =>
        {
            json.WriteNumber("first", first);
            json.WriteNumber("last", last);
            json.WriteStartArray("cells");
            foreach (var slot in slots) json.Row(slot.Weekday, slot.Hour, slot.Revenue, slot.Orders);
            json.WriteEndArray();
        }, () =>
        {
            using var table = new Table(page.Html, "Revenue by hour and weekday", [Column.Text("Hour"), .. Enumerable.Range(1, 7).Select(day => Column.Number(Numbers.Weekday(day)))]);
            foreach (var hour in Enumerable.Range(first, last - first + 1))
                table.Row([Numbers.Hour(hour), .. Enumerable.Range(1, 7).Select(day => page.Money(slots.FirstOrDefault(slot => slot.Weekday == day && slot.Hour == hour)?.Revenue ?? 0))]);
        });
    }

    private static void Bars(Utf8JsonWriter json, IEnumerable<string> labels, IEnumerable<double> values)
    {
        json.WriteBoolean("money", true);
        json.Texts("labels", labels);
        json.Numbers("values", values);
    }

    /// <summary>How often each weekday occurs from the first day to the last.</summary>
    private static int[] WeekdaysIn(DateTime first, DateTime last)
    {
        var counts = new int[7];
        for (var day = first.Date; day <= last.Date; day = day.AddDays(1)) counts[((int)day.DayOfWeek + 6) % 7]++;
        return counts;
    }

    /// <summary>The shortest run of hours that holds half of the revenue.</summary>
    private static (int From, int To) Core(double[] hours)
    {
        var half = hours.Sum() / 2;
        for (var length = 1; length < 24; length++)
            for (var from = 0; from + length <= 24; from++)
                if (hours.AsSpan(from, length).ToArray().Sum() >= half) return (from, from + length);
        return (0, 24);
    }
}
