using System.Globalization;
using Habitue.Server.Web;
using Habitue.Server.Web.Access;
using Habitue.Tests.Server.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Habitue.Tests.Browser;

[Collection(DashboardCollection.Name)]
public sealed class DashboardTests(Chromium chromium, DashboardHome shop)
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    private string Somebody => shop.Rows<string>("SELECT customer_id FROM one")[0];

    private async Task<IPage> Open(IBrowserContext context, string address, Role? role = null)
    {
        var page = await shop.SignedIn(context, role);
        await page.GotoAsync(shop.Address + address);
        return page;
    }

    [Theory]
    [InlineData("?", "2025-12-02", "2026-01-01", false)]
    [InlineData("?period=own&from=2025-03-01&to=2025-03-31", "2025-03-01", "2025-04-01", false)]
    [InlineData("?period=all", "2000-01-01", "2026-01-01", false)]
    [InlineData("?period=12m", "2025-01-01", "2026-01-01", true)]
    public async Task The_numbers_on_the_screen_are_those_of_the_tables(string query, string from, string until, bool ofSegment)
    {
        var segment = shop.Rows<int>("SELECT MIN(cluster) FROM segments")[0];
        var people = ofSegment ? $"customer_id IN (SELECT customer_id FROM customer_segments WHERE cluster = {segment})" : "TRUE";
        if (ofSegment) query += $"&segment={segment}";
        await using var context = await chromium.Online();
        var page = await Open(context, "/" + query);
        var where = $"ordered_at >= '{from}' AND ordered_at < '{until}' AND {people}";
        var (orders, revenue) = shop.Rows<(long, double)>($"SELECT COUNT(*), CAST(SUM(revenue) AS DOUBLE) FROM orders WHERE {where}")[0];
        Assert.Equal(orders.ToString("N0"), await page.Figure("orders"));
        Assert.Equal("£" + (revenue / orders).ToString(revenue / orders >= 1000 ? "N0" : "N2"), await page.Figure("average-order"));
        Assert.Equal(Shop.Short(revenue), await page.Figure("revenue"));
        var returning = shop.Rows<long>($"SELECT COUNT(*) FROM customers WHERE is_known AND first_order_at < '{from}' AND customer_id IN (SELECT customer_id FROM orders WHERE {where})")[0];
        Assert.Equal(returning.ToString("N0"), await page.Figure("returning"));
        var conversion = shop.Rows<double>($"SELECT AVG(CASE WHEN converted THEN 1.0 ELSE 0.0 END) FROM sessions WHERE {where.Replace("ordered_at", "started_at", StringComparison.Ordinal)}")[0];
        Assert.Equal((conversion * 100).ToString("0.0") + "%", await page.Figure("conversion"));
        await page.GotoAsync(shop.Address + "/sales" + query);
        Assert.Equal(orders.ToString("N0"), await page.Figure("orders"));
        Assert.Equal(Shop.Short(revenue), await page.Figure("revenue"));
        var channels = shop.Rows<double>($"SELECT CAST(SUM(revenue) AS DOUBLE) FROM orders WHERE {where} GROUP BY channel ORDER BY SUM(revenue) DESC");
        Assert.Equal(channels.Select(one => Math.Round(one, 2)), (await Values(page, "#top-channel")).Select(one => Math.Round(one, 2)));
    }

    [Theory]
    [InlineData("/?period=all&device=mobile")]
    [InlineData("/?period=90d&device=desktop")]
    public async Task A_device_keeps_every_figure_to_what_was_done_by_it(string address)
    {
        await using var context = await chromium.Online();
        var page = await Open(context, address);
        var device = address.Split("device=")[1];
        Assert.Equal(device, await page.Locator("#filter-device").InputValueAsync());
        var since = address.Contains("90d", StringComparison.Ordinal) ? "2025-10-03" : "2000-01-01";
        var orders = shop.Rows<long>($"SELECT COUNT(*) FROM orders WHERE ordered_at >= '{since}' AND device = '{device}'")[0];
        Assert.NotEqual(0, orders);
        Assert.Equal(orders.ToString("N0"), await page.Figure("orders"));
        var conversion = shop.Rows<double>($"SELECT AVG(CASE WHEN converted THEN 1.0 ELSE 0.0 END) FROM sessions WHERE started_at >= '{since}' AND device = '{device}'")[0];
        Assert.Equal((conversion * 100).ToString("0.0") + "%", await page.Figure("conversion"));
        Assert.Equal(shop.Rows<long>($"SELECT COUNT(*) FROM customers WHERE is_known AND orders > 0 AND device = '{device}'")[0].ToString("N0"), await page.Figure("customers"));
        var fresh = shop.Rows<long>($"SELECT COUNT(DISTINCT customer_id) FROM orders JOIN customers USING (customer_id) WHERE orders.is_known AND ordered_at >= '{since}' AND first_order_at >= '{since}' AND orders.device = '{device}'")[0];
        Assert.Equal(fresh.ToString("N0"), await page.Figure("new"));
        // The menu keeps to the choice, and the sales of it are the same orders.
        await page.Locator("#pages").GetByRole(AriaRole.Link, new() { Name = "Sales" }).ClickAsync();
        Assert.Equal(orders.ToString("N0"), await page.Figure("orders"));
        var returned = shop.Rows<double>($"SELECT COALESCE(CAST(SUM(r.amount) AS DOUBLE), 0) FROM returns r JOIN orders o ON o.order_id = r.of_order_id WHERE r.returned_at >= '{since}' AND r.kind = 'product' AND o.device = '{device}'")[0];
        Assert.Equal(Shop.Short(returned), await page.Figure("returned"));
        Assert.Contains($"only by {device}", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_active_is_who_visited_or_ordered()
    {
        await using var context = await chromium.Online();
        var page = await Open(context, "/");
        foreach (var (name, days) in ((string, int)[])[("active-1", 1), ("active-7", 7), ("active-30", 30)])
        {
            var since = $"TIMESTAMP '2026-01-01' - INTERVAL {days} DAY";
            var count = shop.Rows<long>($"SELECT COUNT(*) FROM customers c WHERE is_known AND (EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.customer_id AND ordered_at >= {since}) OR EXISTS (SELECT 1 FROM sessions s WHERE s.customer_id = c.customer_id AND started_at >= {since}))")[0];
            Assert.Equal(count.ToString("N0"), await page.Figure(name));
        }
        Assert.Equal(shop.Rows<long>("SELECT COUNT(*) FROM customers WHERE is_known AND orders > 0")[0].ToString("N0"), await page.Figure("customers"));
        Assert.Equal(shop.Rows<long>("SELECT COUNT(*) FROM customers WHERE is_known AND first_order_at >= TIMESTAMP '2025-12-02'")[0].ToString("N0"), await page.Figure("new"));
    }

    [Fact]
    public async Task What_changed_is_the_largest_differences_of_countries_channels_and_products()
    {
        await using var context = await chromium.Online();
        var page = await Open(context, "/?period=90d");
        string Of(string kind, string rows, string key) => $"""
            SELECT '{kind}' AS kind, {key} AS key, SUM(revenue) FILTER (WHERE ordered_at >= '2025-10-03')::DOUBLE AS now, SUM(revenue) FILTER (WHERE ordered_at < '2025-10-03')::DOUBLE AS before
            FROM {rows} WHERE ordered_at >= '2025-07-05' AND ordered_at < '2026-01-01' GROUP BY {key} QUALIFY COUNT(*) OVER () > 1
            """;
        var expected = shop.Rows<(double Now, double Before)>($"""
            SELECT now, before FROM (SELECT kind, key, COALESCE(now, 0) AS now, COALESCE(before, 0) AS before FROM ({Of("Country", "orders", "country")} UNION ALL {Of("Channel", "orders", "channel")} UNION ALL {Of("Product", "(SELECT product_id, ordered_at, amount AS revenue FROM sold_lines WHERE product_id IS NOT NULL AND order_id IN (SELECT order_id FROM orders))", "product_id")}))
            QUALIFY ROW_NUMBER() OVER (PARTITION BY kind ORDER BY abs(now - before) DESC) <= 4 ORDER BY abs(now - before) DESC LIMIT 8
            """);
        Assert.Equal(8, expected.Count);
        var shown = await page.Locator("#contributors tbody tr").EvaluateAllAsync<double[][]>("rows => rows.map(row => [2, 3, 4].map(i => Number(row.cells[i].dataset.v)))");
        Assert.Equal(expected.Select(row => (Math.Round(row.Now, 2), Math.Round(row.Before, 2), Math.Round(row.Now - row.Before, 2))), shown.Select(row => (Math.Round(row[0], 2), Math.Round(row[1], 2), Math.Round(row[2], 2))));
    }

    [Fact]
    public async Task A_choice_changes_the_page_and_the_address_and_back_brings_the_old_view()
    {
        await using var context = await chromium.Online();
        var page = await Open(context, "/");
        var first = await page.Figure("orders");
        await page.Locator("#filter-period").SelectOptionAsync("all");
        await page.Reaches("**/?period=all*");
        var all = shop.Rows<long>("SELECT COUNT(*) FROM orders")[0].ToString("N0");
        await page.WaitForFunctionAsync("all => document.querySelector('[data-figure=orders]').textContent === all", all);
        var elsewhere = await context.NewPageAsync();
        await elsewhere.GotoAsync(page.Url);
        Assert.Equal(all, await elsewhere.Figure("orders"));
        await page.GoBackAsync();
        await page.WaitForFunctionAsync("first => document.querySelector('[data-figure=orders]').textContent === first", first);
        Assert.Equal("30d", await page.Locator("#filter-period").InputValueAsync());
    }

    [Fact]
    public async Task From_a_segment_a_customer_is_two_clicks_away()
    {
        await using var context = await chromium.Online();
        var page = await Open(context, "/segments");
        var (name, customers, best) = shop.Rows<(string, long, string)>("SELECT segment, customers, (SELECT arg_max(f.customer_id, f.monetary) FROM customer_segments s JOIN customer_features f ON f.customer_id = s.customer_id WHERE s.cluster = segments.cluster) FROM segments ORDER BY revenue DESC LIMIT 1")[0];
        await page.Locator("#segments tbody tr").First.GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync();
        Assert.Equal(customers.ToString("N0"), await page.Figure("customers"));
        await page.Locator("#members tbody tr").First.GetByRole(AriaRole.Link).ClickAsync();
        Assert.Equal(best, await page.GetByRole(AriaRole.Heading, new() { Level = 2 }).First.InnerTextAsync());
    }

    [Fact]
    public async Task A_bar_leads_to_the_page_kept_to_it_and_the_chart_saves_what_it_shows()
    {
        await using var context = await chromium.Online();
        var page = await Open(context, "/sales?period=all");
        await page.Drawn();
        var (country, revenue) = shop.Rows<(string, double)>("SELECT country, CAST(SUM(revenue) AS DOUBLE) FROM orders WHERE country IS NOT NULL GROUP BY country ORDER BY SUM(revenue) DESC LIMIT 1")[0];
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator("#top-country").GetByRole(AriaRole.Button, new() { Name = "CSV" }).ClickAsync());
        using var text = new StreamReader(await download.CreateReadStreamAsync());
        var lines = (await text.ReadToEndAsync()).Split("\r\n");
        Assert.StartsWith($"\"{country}\",{revenue.ToString("R", CultureInfo.InvariantCulture)[..5]}", lines[1], StringComparison.Ordinal);
        var picture = await page.RunAndWaitForDownloadAsync(() => page.Locator("#top-country").GetByRole(AriaRole.Button, new() { Name = "PNG" }).ClickAsync());
        Assert.Equal("sales-by-country.png", picture.SuggestedFilename);
        await page.Locator("#top-country").GetByRole(AriaRole.Button, new() { Name = "Table" }).ClickAsync();
        await page.Locator("#top-country").GetByRole(AriaRole.Link, new() { Name = country, Exact = true }).ClickAsync();
        Assert.Equal(Shop.Short(revenue), await page.Figure("revenue"));
    }

    [Fact]
    public async Task A_click_on_the_first_bar_opens_what_it_stands_for()
    {
        await using var context = await chromium.Online();
        var page = await Open(context, "/sales?period=all");
        await page.Drawn();
        var plot = page.Locator("#top-country canvas").First;
        await plot.ScrollIntoViewIfNeededAsync();
        var at = await page.EvaluateAsync<double[]>("() => document.querySelector('#top-country habitue-chart').chart.convertToPixel({ seriesIndex: 0 }, [1, 0])");
        await plot.ClickAsync(new() { Position = new() { X = (float)at[0] + 3, Y = (float)at[1] } });
        await page.Reaches("**/sales?period=all&country=*");
    }

    [Theory]
    [InlineData("/?period=7d", "#revenue-trend", "**/sales?period=own&from=*&to=*")]
    [InlineData("/sales?period=7d&device=mobile", "#sales-trend", "**/sales?period=own&from=*&to=*&device=mobile")]
    [InlineData("/behaviour?period=7d", "#visit-trend", "**/behaviour?period=own&from=*&to=*")]
    public async Task A_click_anywhere_above_a_day_of_a_line_opens_that_day(string address, string chart, string opens)
    {
        await using var context = await chromium.Online();
        var page = await Open(context, address);
        await page.Drawn();
        var plot = page.Locator(chart + " canvas").First;
        await plot.ScrollIntoViewIfNeededAsync();
        var x = await page.EvaluateAsync<double>($"() => document.querySelector('{chart} habitue-chart').chart.convertToPixel({{ xAxisIndex: 0 }}, 3)");
        var day = await page.EvaluateAsync<string>($"() => document.querySelectorAll('{chart} tbody tr')[3].cells[0].textContent");
        await plot.ClickAsync(new() { Position = new() { X = (float)x + 4, Y = 60 } });
        await page.Reaches(opens);
        Assert.Equal(("2025-12-28", "2025-12-28"), (await page.Locator("[name=from]").InputValueAsync(), await page.Locator("[name=to]").InputValueAsync()));
        Assert.Equal("28 Dec 2025", day);
    }

    [Fact]
    public async Task What_is_personal_is_hidden_from_some_and_each_look_of_others_is_written_down()
    {
        var (name, email) = shop.Rows<(string, string)>($"SELECT name, email FROM profiles WHERE customer_id = '{Somebody}'")[0];
        var looks = shop.Server.Services.GetRequiredService<Looks>();
        using var analyst = await Visitor.As(shop.Server, Role.Analyst);
        var hidden = await analyst.Text("/customers/" + Somebody);
        Assert.DoesNotContain(name, hidden, StringComparison.Ordinal);
        Assert.DoesNotContain(email, hidden, StringComparison.Ordinal);
        Assert.Contains(Masks.Hidden, System.Net.WebUtility.HtmlDecode(hidden), StringComparison.Ordinal);
        Assert.DoesNotContain(name, await analyst.Text("/customers?q=" + Uri.EscapeDataString(name.Split(' ')[0])), StringComparison.Ordinal);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(email.ToLowerInvariant())));
        foreach (var whole in (string[])[email, email.ToUpperInvariant(), hash])
        {
            var found = await analyst.Text("/customers?q=" + Uri.EscapeDataString(whole));
            Assert.Contains("/customers/" + Somebody, found, StringComparison.Ordinal);
            Assert.DoesNotContain(name, found, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("/customers/" + Somebody, await analyst.Text("/customers?q=" + hash[..^1]), StringComparison.Ordinal);
        Assert.DoesNotContain(looks.Latest(1000), look => look.Who == "Analyst");

        using var marketer = await Visitor.As(shop.Server, Role.Marketer);
        Assert.Contains(name, System.Net.WebUtility.HtmlDecode(await marketer.Text("/customers/" + Somebody)), StringComparison.Ordinal);
        var look = Assert.Single(looks.Latest(1000), look => look.Who == "Marketer" && look.Customer == Somebody);
        Assert.StartsWith("name, email", look.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_with_markup_stay_words()
    {
        await using var context = await chromium.Online();
        var page = await Open(context, "/");
        Assert.Equal("<b onclick=\"x()\">bold</b>", await page.Locator("#today tbody td.wrap").First.InnerTextAsync());
        await page.GotoAsync(shop.Address + "/customers?q=" + Uri.EscapeDataString("<script>alert(1)</script>"));
        Assert.Contains("Nobody is found for “<script>alert(1)</script>”.", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scores_stand_with_reasons_and_interval()
    {
        await using var context = await chromium.Online();
        var page = await Open(context, "/customers/" + Somebody);
        var text = await page.Locator("main").InnerTextAsync();
        foreach (var part in (string[])["Buys within 7 days", "25.0%", "ordered lately", "£1,234", "between £800.00 and £2,000 with 80 %"]) Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.Contains("Nothing was learned yet", text, StringComparison.Ordinal);   // churn is not among the tables
    }

    [Fact]
    public async Task Without_scripts_figures_tables_and_filters_are_there()
    {
        await using var context = await chromium.Online(scripts: false);
        var page = await Open(context, "/");
        Assert.NotEqual("", await page.Figure("revenue"));
        await page.Locator("#revenue-trend summary").ClickAsync();
        Assert.True(await page.Locator("#revenue-trend tbody tr").First.IsVisibleAsync());
        await page.Locator("#filter-period").SelectOptionAsync("all");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        Assert.Equal(shop.Rows<long>("SELECT COUNT(*) FROM orders")[0].ToString("N0"), await page.Figure("orders"));
    }

    [Fact]
    public async Task Every_page_is_read_without_scripts_with_the_data_of_each_chart_as_a_table()
    {
        await using var context = await chromium.Online(scripts: false);
        var page = await DashboardForEverybodyTests.Admin(context, shop.Server);
        var tables = 0;
        foreach (var nav in NavPages.All.Select(one => one.Nav).Where(nav => nav.Place > 0))
        {
            var answer = await page.GotoAsync(shop.Address + nav.Address);
            Assert.Equal(200, answer!.Status);
            Assert.Equal(nav.Title, await page.Locator("main h1").InnerTextAsync());
            foreach (var table in await page.Locator("main details.as-table").AllAsync())
            {
                await table.Locator("summary").ClickAsync();
                Assert.True(await table.Locator("tbody tr").First.IsVisibleAsync(), $"{nav.Address}: {await table.InnerTextAsync()}");
                tables++;
            }
        }
        Assert.True(tables > 10, $"only {tables} charts have tables");
    }

    [Fact]
    public async Task What_the_address_says_wrongly_is_told()
    {
        await using var context = await chromium.Online();
        var page = await Open(context, "/?period=ever&segment=nobody");
        Assert.Equal(2, await page.Locator("p.problem").CountAsync());
        Assert.NotEqual("0", await page.Figure("orders"));
    }

    private static Task<double[]> Values(IPage page, string figure) =>
        page.Locator($"{figure} tbody td:nth-child(2)").EvaluateAllAsync<double[]>("cells => cells.map(cell => Number(cell.dataset.v))");

    /// <summary>Amounts as the page writes them, worked out apart from it.</summary>
    internal static class Shop
    {
        public static string Short(double amount) => amount < 9999.5 ? "£" + amount.ToString(amount >= 1000 ? "N0" : "N2") : "£" + (amount >= 999.5e3 ? Three(amount / 1e6) + "M" : Three(amount / 1e3) + "k");

        private static string Three(double value) => value.ToString(value >= 100 ? "0" : value >= 10 ? "0.#" : "0.##");
    }
}
