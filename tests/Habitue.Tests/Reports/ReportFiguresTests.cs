using Habitue.Reports;
using Habitue.Tests.Storage;

namespace Habitue.Tests.Reports;

public sealed class ReportFiguresTests : IDisposable
{
    private readonly SmallShop shop = CornerShop.OpenWithSegments();
    private readonly WrittenReport report;

    public ReportFiguresTests()
    {
        shop.Run("""
            CREATE TABLE quality_log AS SELECT * FROM (VALUES
                (20, 'bots', 'Bots', 'More than 60 events a minute', 'reject', 4000, 3999),
                (10, 'duplicates', NULL, 'Equal in every column', 'keep', 1, 1))
                log (step, rule, issue, method, action, found, touched)
            """);
        report = WrittenReport.Of(shop.Warehouse, WrittenReport.Settings with
        {
            Inputs = [new ReportInput("till.csv", "Online Retail", 5000, 1001), new ReportInput("web.jsonl", "events", 10, 8)],
            Lake = () => new LakeSize(4_000_000, 1_000_000, 3),
        });
    }

    public void Dispose()
    {
        report.Dispose();
        shop.Dispose();
    }

    [Theory]
    [InlineData("Revenue", "£97.50")]          // 30 + 20 + 40 + 7.50
    [InlineData("Orders", "4")]
    [InlineData("Customers", "2")]             // Ann and Bob; Eve has not bought, o4 has no name
    [InlineData("Average order", "£24.38")]    // 97.50 / 4
    [InlineData("Came back", "50.0%")]         // Ann of Ann and Bob
    [InlineData("Returned goods", "5.3%")]     // 5 of 95; postage is no goods
    public void The_key_figures_are_those_of_the_shop(string name, string value) =>
        Assert.Contains($"<dt>{name}</dt><dd>{value}</dd>", report.Text);

    [Fact]
    public void The_head_tells_the_period_and_who_is_not_counted()
    {
        Assert.Contains("Orders from 1 Jan 2024 to 6 Feb 2024", report.Text);
        Assert.Contains("75.0% by named customers", report.Text);
        Assert.Contains("and 1 who have not bought", report.Text);
        Assert.Contains("£5.00 returned or cancelled", report.Text);
    }

    [Fact]
    public void Each_day_has_its_revenue_its_returns_and_its_orders()
    {
        Assert.Equal("2024-01-01", report.Charts.GetProperty("revenue-chart").GetProperty("start").GetString());
        Assert.Equal([0, 30, 0, 1, 1, 20, 0, 1, 35, 40, 0, 1, 36, 7.5, 0, 1, 40, 0, 5, 0], report.Numbers("revenue-chart", "days"));
    }

    [Fact]
    public void The_months_add_up()
    {
        Assert.Contains(">Jan 2024</td><td class=\"n\" data-v=\"50\">£50.00</td>", report.Text);
        Assert.Contains(">Feb 2024</td><td class=\"n\" data-v=\"47.5\">£47.50</td><td class=\"n\" data-v=\"5\">£5.00</td>", report.Text);
    }

    [Fact]
    public void Weekdays_and_hours_are_those_of_the_orders()
    {
        Assert.Equal([1, 10, 70, 2, 2, 11, 20, 1, 2, 12, 7.5, 1], report.Numbers("season-chart", "cells"));
        Assert.Equal(24, report.Numbers("hour-chart", "values").Length);
        // 1 January to 6 February 2024 holds six Mondays and six Tuesdays.
        Assert.Equal([11.67, 4.58, 0, 0, 0, 0, 0], report.Numbers("weekday-chart", "values"));
        Assert.Contains("Monday brings 71.8% of the revenue", report.Text);
    }

    [Fact]
    public void Products_leave_out_postage_and_countries_leave_out_nothing()
    {
        Assert.Equal(["Plate", "Mug"], report.Texts("product-chart", "labels"));
        Assert.Equal([60, 35], report.Numbers("product-chart", "values"));
        Assert.Equal(95, report.Charts.GetProperty("product-chart").GetProperty("whole").GetDouble());
        Assert.Equal(["France", "Not given"], report.Texts("country-chart", "labels"));
        Assert.Equal([70, 27.5], report.Numbers("country-chart", "values"));
    }

    [Fact]
    public void Segments_and_clusters_have_their_customers_and_their_revenue()
    {
        Assert.Equal([1, 1, 1, 20, 5, 5, 1, 70], report.Numbers("rfm-chart", "cells"));
        Assert.Equal(["Champions", "Lost"], report.Texts("weight-chart", "labels"));
        Assert.Equal([0.7778, 0.2222], report.Numbers("weight-chart", "revenue"));
        Assert.Contains("Champions are 50.0% of the customers and bring 77.8% of their revenue", report.Text);
        var clusters = report.Charts.GetProperty("cluster-chart").GetProperty("clusters").EnumerateArray().ToArray();
        Assert.Equal(["High value", "Low value"], clusters.Select(cluster => cluster.GetProperty("name").GetString()));
        Assert.Equal("[[1.25,-0.5]]", clusters[0].GetProperty("points").GetRawText());
    }

    [Fact]
    public void Each_segment_gets_its_advice()
    {
        Assert.Contains("<h3>Champions</h3><p class=\"small\">1 customer · £70.00 · last order 25 days ago</p>", report.Text);
        Assert.Contains("Try once, with the strongest offer of the year", report.Text);
    }

    [Fact]
    public void Quality_is_told_step_by_step_with_sizes_and_sources()
    {
        Assert.Contains("5,010 records were read from 2 sources: 1,009 (20.1%) kept, 4,001 rejected.", report.Text);
        var (first, second) = (report.Text.IndexOf(">Duplicates<", StringComparison.Ordinal), report.Text.IndexOf(">Bots<", StringComparison.Ordinal));
        Assert.InRange(first, 1, second);
        Assert.Contains(">rejected</td><td class=\"n\" data-v=\"4000\">4,000</td><td class=\"n\" data-v=\"3999\">3,999</td></tr>", report.Text);
        Assert.Contains("weighs 4 MB; as Parquet it takes 1 MB in 3 files, 75.0% less", report.Text);
        Assert.Contains(">till.csv</td>", report.Text);
    }

    [Fact]
    public void Every_chart_has_data_a_kind_and_a_text_in_its_place()
    {
        var figures = report.Text.Split("<figure ").Skip(1).ToArray();
        Assert.Equal(report.Charts.EnumerateObject().Count(), figures.Length);
        Assert.All(figures, figure => Assert.Matches("role=\"img\" aria-label=\"[^\"]{30,}\"", figure));
    }
}
