using Habitue.Learning.Data;
using Habitue.Learning.Forecasting;
using Microsoft.Playwright;

namespace Habitue.Tests.Browser;

[Collection(DashboardCollection.Name)]
public sealed class DashboardSalesTests(Chromium chromium, DashboardHome shop)
{
    private async Task<IPage> Open(IBrowserContext context, string address)
    {
        var page = await shop.SignedIn(context);
        await page.GotoAsync(shop.Address + address);
        await page.WaitForFunctionAsync("() => { document.querySelectorAll('habitue-chart').forEach(chart => chart.chart || chart.draw()); return [...document.querySelectorAll('habitue-chart')].every(chart => 'drawn' in chart.dataset); }");
        return page;
    }

    private double[] Days(string where) => [.. shop.Rows<(DateTime, double)>($"""
        SELECT d.day, COALESCE(SUM(o.revenue), 0)::DOUBLE FROM (SELECT unnest(generate_series((SELECT MIN(least(a, b))::DATE::TIMESTAMP FROM (SELECT MIN(ordered_at) AS a, (SELECT MIN(started_at) FROM sessions) AS b FROM orders)), TIMESTAMP '2025-12-31', INTERVAL 1 DAY)) AS day) d
        LEFT JOIN orders o ON o.ordered_at::DATE = d.day::DATE AND {where} GROUP BY d.day ORDER BY d.day
        """).Select(row => row.Item2).SkipWhile(revenue => revenue <= 0)];

    [Fact]
    public async Task The_forecast_is_that_of_the_days_in_the_tables_and_says_how_far_to_trust_it()
    {
        await using var context = await chromium.Online();
        // Whatever is looked at, it goes on from the end of the data.
        var page = await Open(context, "/sales?period=own&from=2025-03-01&to=2025-03-31&device=mobile");
        var series = new TimeSeries(Days("o.device = 'mobile'"));
        var recipe = new ExponentialSmoothing { Season = 7, Scale = SeriesScale.Root };
        var next = recipe.Fit(series).Next(28, 0.8);
        var days = await page.Locator("#sales-forecast tbody td:first-child").EvaluateAllAsync<string[]>("cells => cells.map(cell => cell.dataset.v)");
        Assert.Equal(Enumerable.Range(0, 28).Select(i => new DateTime(2026, 1, 1).AddDays(i).ToString("yyyy-MM-dd")), days[..28]);
        var shown = await page.Locator("#sales-forecast tbody tr").EvaluateAllAsync<double[]>("rows => rows.slice(0, 28).flatMap(row => [2, 3, 4].map(i => Number(row.cells[i].dataset.v)))");
        // Sums of a day in another order differ by rounding.
        Assert.All(next.SelectMany(one => new[] { one.Expected, one.Low, one.High }).Zip(shown), pair => Assert.Equal(pair.First, pair.Second, 0.01));
        var check = ForecastCheck.Of(recipe, series)!;
        var words = await page.Locator("#forecast-check").InnerTextAsync();
        Assert.Contains($"missed by {check.RelativeError * 100:0.0}% of a usual day", words, StringComparison.Ordinal);
        Assert.Contains($"missed by {check.RelativeNaiveError * 100:0.0}%", words, StringComparison.Ordinal);
        Assert.Contains($"{check.Within * 100:0.0}% lay within", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_month_a_weekday_and_an_hour_lead_to_what_was_sold_in_them()
    {
        await using var context = await chromium.Online();
        var page = await Open(context, "/sales?period=all");
        await Click(page, "#sales-hours", "[0, 0]", "chart => chart.getOption().series[0].data[0].slice(0, 2)");
        await page.Reaches("**/sales?period=all&weekday=*&hour=*");
        var (weekday, hour) = (Asked(page, "weekday"), Asked(page, "hour"));
        Assert.Equal(Orders($"isodow(ordered_at) = {weekday} AND hour(ordered_at) = {hour}"), await page.Locator("[data-figure=orders]").InnerTextAsync());

        await page.GotoAsync(shop.Address + "/sales?period=all");
        Assert.StartsWith("£", await page.EvaluateAsync<string>("() => { const figure = document.querySelector('#sales-months habitue-chart'); figure.chart || figure.draw(); return figure.chart.getOption().yAxis[0].axisLabel.formatter(1000); }"), StringComparison.Ordinal);
        await page.Locator("#sales-months").GetByRole(AriaRole.Button, new() { Name = "Table" }).ClickAsync();
        await page.Locator("#sales-months").GetByRole(AriaRole.Link, new() { Name = "Mar 2025" }).ClickAsync();
        Assert.Equal(Orders("ordered_at >= '2025-03-01' AND ordered_at < '2025-04-01'"), await page.Locator("[data-figure=orders]").InnerTextAsync());
        Assert.Equal("2025-03-31", await page.Locator("[name=to]").InputValueAsync());

        await page.GotoAsync(shop.Address + "/sales?period=all");
        await page.Locator("#sales-weekdays").GetByRole(AriaRole.Button, new() { Name = "Table" }).ClickAsync();
        await page.Locator("#sales-weekdays").GetByRole(AriaRole.Link, new() { Name = "Tuesday" }).ClickAsync();
        Assert.Equal(Orders("isodow(ordered_at) = 2"), await page.Locator("[data-figure=orders]").InnerTextAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "Tuesdays ✕" }).ClickAsync();
        Assert.Equal(Orders("TRUE"), await page.Locator("[data-figure=orders]").InnerTextAsync());
    }

    [Fact]
    public async Task What_came_back_is_counted_by_product()
    {
        await using var context = await chromium.Online();
        var page = await Open(context, "/sales?period=all");
        var expected = shop.Rows<double>("SELECT SUM(amount)::DOUBLE FROM returns WHERE kind = 'product' GROUP BY product_id ORDER BY SUM(amount) DESC, product_id LIMIT 12");
        Assert.NotEmpty(expected);
        var shown = await page.Locator("#sales-returned tbody td:nth-child(2)").EvaluateAllAsync<double[]>("cells => cells.map(cell => Number(cell.dataset.v))");
        Assert.Equal(expected.Select(one => Math.Round(one, 2)), shown.Select(one => Math.Round(one, 2)));
        var taken = shop.Rows<double>("SELECT SUM(discount)::DOUBLE FROM orders")[0];
        Assert.NotEqual(0, taken);
        Assert.Equal(DashboardTests.Shop.Short(taken), await page.Figure("discount"));
        var coupons = shop.Rows<(string, double)>("SELECT coupon, SUM(revenue)::DOUBLE FROM orders WHERE coupon IS NOT NULL GROUP BY coupon ORDER BY SUM(revenue) DESC, coupon LIMIT 12");
        Assert.Equal(coupons.Select(one => one.Item1), await page.Locator("#top-coupon tbody td:first-child").AllTextContentsAsync());
    }

    /// <summary>The lines of the orders that the page counts: what has come since the last run is in no table of orders yet.</summary>
    private const string Lines = "(SELECT * FROM sold_lines WHERE order_id IN (SELECT order_id FROM orders))";

    [Theory]
    [InlineData("period=all", "TRUE", "FALSE")]
    [InlineData("period=own&from=2025-07-01&to=2025-12-31", "ordered_at >= '2025-07-01'", "ordered_at >= '2024-12-29' AND ordered_at < '2025-07-01'")]
    [InlineData("period=own&from=2025-09-01&to=2025-09-30&compare=year&device=mobile", "device = 'mobile' AND ordered_at >= '2025-09-01' AND ordered_at < '2025-10-01'", "device = 'mobile' AND ordered_at >= '2024-09-01' AND ordered_at < '2024-10-01'")]
    [InlineData("period=all&segment=1", "customer_id IN (SELECT customer_id FROM customer_segments WHERE cluster = 1)", "FALSE")]
    public async Task What_sold_by_product_and_category_is_what_the_lines_say(string address, string now, string before)
    {
        await using var context = await chromium.Online();
        var page = await Open(context, "/sales?" + address);
        foreach (var (part, column) in ((string, string)[])[("product", "product_id"), ("category", "category")])
        {
            var expected = shop.Rows<(double Revenue, long Orders, double Before)>($"""
                SELECT SUM(amount) FILTER (WHERE {now})::DOUBLE, COUNT(DISTINCT order_id) FILTER (WHERE {now}), COALESCE(SUM(amount) FILTER (WHERE {before}), 0)::DOUBLE
                FROM {Lines} GROUP BY {column} HAVING COUNT(*) FILTER (WHERE {now}) > 0 ORDER BY 1 DESC, {column} NULLS FIRST LIMIT 12
                """);
            Assert.True(expected.Count > 1, "nothing was sold");
            var shown = await page.Locator($"#top-{part} tbody tr").EvaluateAllAsync<double[][]>("rows => rows.map(row => [1, 2, 3].map(i => Number(row.cells[i].dataset.v)))");
            Assert.Equal(expected.Select(row => (Math.Round(row.Revenue, 2), (double)row.Orders, Math.Round(row.Before, 2))), shown.Select(row => (Math.Round(row[0], 2), row[1], Math.Round(row[2], 2))));
        }
    }

    [Fact]
    public async Task What_is_kept_to_a_product_and_category_is_counted_by_the_orders_that_hold_them()
    {
        await using var context = await chromium.Online();
        var page = await shop.SignedIn(context);
        var (product, category) = shop.Rows<(string, string)>("SELECT product_id, category FROM sold_lines WHERE category IS NOT NULL GROUP BY ALL ORDER BY COUNT(*) DESC, product_id LIMIT 1")[0];
        foreach (var (address, where) in ((string, string)[])[($"product={product}", $"product_id = '{product}'"), ($"category={Uri.EscapeDataString(category)}", $"category = '{category}'"), ($"product={product}&category={Uri.EscapeDataString(category)}", $"product_id = '{product}' AND category = '{category}'")])
        {
            await page.GotoAsync($"{shop.Address}/sales?period=all&{address}");
            var (orders, units) = shop.Rows<(long, double)>($"SELECT COUNT(DISTINCT order_id), SUM(quantity) FROM {Lines} WHERE {where}")[0];
            Assert.Equal((orders.ToString("N0"), units.ToString("N0")), (await page.Locator("[data-figure=orders]").InnerTextAsync(), await page.Locator("[data-figure=units]").InnerTextAsync()));
            var days = await page.Locator("#sales-hours tbody tr").EvaluateAllAsync<double[][]>("rows => rows.map(row => [1, 3].map(i => Number(row.cells[i].dataset.v)))");
            Assert.Equal(shop.Rows<(long, long)>($"SELECT hour(ordered_at), COUNT(DISTINCT order_id) FROM {Lines} WHERE {where} GROUP BY isodow(ordered_at), hour(ordered_at) ORDER BY isodow(ordered_at), 1"), days.Select(row => ((long)row[0], (long)row[1])));
        }
    }

    private string Orders(string where) => shop.Rows<long>($"SELECT COUNT(*) FROM orders WHERE {where}")[0].ToString("N0");

    private static string Asked(IPage page, string name) => System.Web.HttpUtility.ParseQueryString(new Uri(page.Url).Query)[name]!;

    /// <summary>A click on what stands at a place of the chart.</summary>
    private static async Task Click(IPage page, string figure, string fallback, string place)
    {
        var at = await page.EvaluateAsync<double[]>($"() => {{ const chart = document.querySelector('{figure} habitue-chart').chart; return chart.convertToPixel({{ seriesIndex: 0 }}, ({place})(chart) ?? {fallback}); }}");
        var plot = page.Locator(figure + " .plot");
        await plot.ScrollIntoViewIfNeededAsync();
        await plot.ClickAsync(new() { Position = new() { X = (float)at[0], Y = (float)at[1] } });
    }
}
