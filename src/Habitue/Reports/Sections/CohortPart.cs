using Habitue.Reports.Page;

namespace Habitue.Reports.Sections;

/// <summary>What the newcomers of each month have brought, month by month: value so far per customer, or how many of them bought.</summary>
internal static class CohortPart
{
    private sealed record Month(DateOnly Cohort, int MonthsSince, long Customers, long Buyers, double ValuePerCustomer);

    public static void Write(ReportPage page)
    {
        var months = page.Ask.Has("value_cohorts") ? page.Ask.Rows<Month>("value_cohorts") : [];
        if (months.Count == 0) return;
        var cohorts = months.GroupBy(month => month.Cohort).Select(group => group.ToArray()).ToArray();
        var oldest = cohorts[0];
        page.Chart(new Chart("cohort-chart", "cohorts", "What the newcomers of each month have brought",
            $"Heat map: one row per month in which customers first bought, one column per month since. The customers of {Numbers.Month(oldest[0].Cohort)} have brought {page.Format.Money(oldest[^1].ValuePerCustomer)} each in {Numbers.Many(oldest.Length, "month")}.")
        {
            Height = 120 + (28 * cohorts.Length),
            Hint = "A row is a month in which customers first bought; to the right, the months after it.",
            Choice = new Choice("Show", "value", ("value", "Value so far per customer"), ("buyers", "Share that bought in the month")),
            Note = "Refunds are taken off. Months that are not over are left out.",
            Class = "wide",
        }, json =>
        {
            json.Texts("cohorts", cohorts.Select(cohort => $"{Numbers.Month(cohort[0].Cohort)} ({Numbers.Count(cohort[0].Customers)})"));
            json.WriteStartArray("cells");
            foreach (var (row, cohort) in cohorts.Index())
                foreach (var month in cohort) json.Row(month.MonthsSince, row, month.ValuePerCustomer, (double)month.Buyers / month.Customers);
            json.WriteEndArray();
        }, () =>
        {
            var columns = months.Max(month => month.MonthsSince) + 1;
            using var table = new Table(page.Html, "Value so far per customer, by months since the first order", [Column.Text("First bought"), Column.Number("Customers"), .. Enumerable.Range(0, columns).Select(month => Column.Number($"{month}"))]);
            foreach (var cohort in cohorts)
                table.Row([new Cell(Numbers.Month(cohort[0].Cohort), cohort[0].Cohort.DayNumber), Cell.Count(cohort[0].Customers), .. Enumerable.Range(0, columns).Select(month => month < cohort.Length ? page.Money(cohort[month].ValuePerCustomer) : new Cell(""))]);
        });
    }
}
