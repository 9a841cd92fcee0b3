using System.Globalization;
using Habitue.Server.Web.Access;
using Habitue.Tests.Host;
using Habitue.Tests.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Habitue.Tests.Browser;

[Collection(LearnedShop.Name)]
public sealed class BehaviourTests(Chromium chromium, LearnedHome shop)
{
    private const string Funnel = "/behaviour?show=funnel&period=12m", OfYear = "occurred_at >= '2025-01-01' AND occurred_at < '2026-01-01'";

    private static readonly string[] Parts = ["/behaviour", "/behaviour?show=paths&period=90d", "/behaviour?show=paths&start=Product+Viewed", Funnel + "&by=device", Funnel + "&per=visit&stopped=1", "/behaviour?show=retention", "/behaviour?show=carts&period=all"];

    private long Count(string sql) => shop.Rows<long>(sql)[0];

    [Fact]
    public async Task Every_part_is_for_everybody_at_every_width_in_both_colours()
    {
        await using var context = await chromium.Online(1440);
        Assert.Empty(await new PageChecks(await shop.SignedIn(context), shop.Address, "behaviour").Of(Parts));
    }

    [Fact]
    public async Task Visits_and_devices_are_those_of_the_table()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/behaviour?period=12m");
        const string Sessions = "FROM sessions WHERE started_at >= '2025-01-01' AND started_at < '2026-01-01'";
        var (visits, converted, length) = shop.Rows<(long, long, double)>($"SELECT COUNT(*), SUM(CASE WHEN converted THEN 1 ELSE 0 END), quantile_cont(duration_seconds, 0.5) FILTER (WHERE NOT bounced) {Sessions}")[0];
        Assert.Equal(visits.ToString("N0"), await page.Figure("visits"));
        Assert.Equal((100.0 * converted / visits).ToString("0.0") + "%", await page.Figure("conversion"));
        Assert.Equal($"{(int)length / 60} min {(int)length % 60} s", await page.Figure("length"));
        Assert.Equal(visits, (await page.Column("#visit-lengths", 2)).Sum());
        Assert.Equal(Count($"SELECT COUNT(*) {Sessions} AND NOT bounced AND duration_seconds >= 60 AND duration_seconds < 180"), (await page.Column("#visit-lengths", 2))[4]);
        var devices = shop.Rows<(string, long, long)>($"SELECT lower(device), COUNT(*), COUNT(*) FILTER (WHERE converted) {Sessions} GROUP BY 1 ORDER BY 2 DESC");
        Assert.Equal(devices.Select(one => (double)one.Item2), await page.Column("#device-conversion", 2));
        Assert.Equal(devices.Select(one => Math.Round((double)one.Item3 / one.Item2, 12)), (await page.Column("#device-conversion", 3)).Select(one => Math.Round(one, 12)));
        var revenue = devices.Select(one => shop.Rows<double>($"SELECT COALESCE(CAST(SUM(revenue) AS DOUBLE), 0) FROM orders WHERE ordered_at >= '2025-01-01' AND ordered_at < '2026-01-01' AND lower(device) = '{one.Item1}' AND channel NOT IN ('store')")[0]);
        Assert.Equal(revenue.Select(one => Math.Round(one, 2)), (await page.Column("#device-spend", 3)).Select(one => Math.Round(one, 2)));
        Assert.StartsWith("Mobile against desktop", await page.Locator("#device-gap").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_funnel_that_is_built_by_hand_gives_the_counts_that_sql_gives_and_its_address_restores_it()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/behaviour?show=funnel");
        await page.Locator("#filter-period").SelectOptionAsync("12m");
        await page.Reaches("**period=12m**");
        await Choose(page, "#step1", "Product Viewed", "step1=Product");
        await Choose(page, "#step2", "Product Added", "step2=Product");
        await Choose(page, "#step3", "Order Completed", "step3=Order");
        await Choose(page, "#step4", "", "step4=&");
        await Choose(page, "#funnel-limit", "1d", "limit=1d");
        var expected = Expected("1 DAY");
        Assert.Equal(expected, await Steps(page));
        Assert.True(expected[2] > 0);

        var elsewhere = await context.NewPageAsync();
        await elsewhere.GotoAsync(page.Url);
        Assert.Equal(expected, await Steps(elsewhere));
        await Choose(page, "#funnel-limit", "30m", "limit=30m");
        Assert.Equal(Expected("30 MINUTE"), await Steps(page));
        await page.GoBackAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('#funnel-limit')?.value === '1d'");
        Assert.Equal(expected, await Steps(page));
    }

    /// <summary>The counts by joining every event with every later one: another way than the page's.</summary>
    private double[] Expected(string limit)
    {
        string Hits(string action) => $"(SELECT customer_id, occurred_at AS t FROM events WHERE event = '{action}' AND type = 'track' AND is_bot IS NOT TRUE AND {(action == "Order Completed" ? "quantity > 0 AND unit_price > 0 AND is_cancellation IS NOT TRUE" : "TRUE")})";
        var began = Hits("Product Viewed").Replace("WHERE", $"WHERE {OfYear} AND", StringComparison.Ordinal);
        var added = $"{began} v JOIN {Hits("Product Added")} a ON a.customer_id = v.customer_id AND a.t >= v.t AND a.t <= v.t + INTERVAL {limit}";
        return [Count($"SELECT COUNT(DISTINCT customer_id) FROM {began}"), Count($"SELECT COUNT(DISTINCT v.customer_id) FROM {added}"),
            Count($"SELECT COUNT(DISTINCT v.customer_id) FROM {added} JOIN {Hits("Order Completed")} o ON o.customer_id = v.customer_id AND o.t >= a.t AND o.t <= v.t + INTERVAL {limit}")];
    }

    private static async Task Choose(IPage page, string field, string value, string address)
    {
        await page.Locator(field).SelectOptionAsync(value);
        await page.Reaches($"**{address}**");
        await page.WaitForFunctionAsync("([field, value]) => (document.querySelector(field)?.value ?? '') === value && !document.querySelector('.htmx-request')", new[] { field, value });
    }

    private static Task<double[]> Steps(IPage page) => page.Column("#funnel-table", 3);

    [Fact]
    public async Task From_a_funnel_a_customer_who_stopped_is_two_clicks_away()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, Funnel + "&step1=Product+Viewed&step2=Order+Completed");
        await page.Locator("#funnel").GetByRole(AriaRole.Button, new() { Name = "Table" }).ClickAsync();
        var stopped = await page.Locator("#funnel-table tbody tr").First.GetByRole(AriaRole.Link).InnerTextAsync();
        await page.Locator("#funnel-table tbody tr").First.GetByRole(AriaRole.Link).ClickAsync();
        var rows = page.Locator("#stopped tbody tr");
        Assert.Equal(Math.Min(100, int.Parse(stopped, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)), await rows.CountAsync());
        var customer = await rows.First.GetByRole(AriaRole.Link).InnerTextAsync();
        await rows.First.GetByRole(AriaRole.Link).ClickAsync();
        Assert.Equal(customer, await page.GetByRole(AriaRole.Heading, new() { Level = 2 }).First.InnerTextAsync());
    }

    [Fact]
    public async Task A_click_on_a_bar_of_the_funnel_lists_who_stopped_there()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, Funnel + "&step1=Product+Viewed&step2=Order+Completed");
        await page.Drawn();
        var at = await page.EvaluateAsync<double[]>("() => document.querySelector('#funnel habitue-chart').chart.convertToPixel({ seriesIndex: 0 }, [0, 0])");
        await page.Locator("#funnel canvas").First.ClickAsync(new() { Position = new() { X = (float)at[0] + 200, Y = (float)at[1] } });
        await page.Reaches("**stopped=1**");
        Assert.True(await page.Locator("#stopped").IsVisibleAsync());
    }

    [Fact]
    public async Task Paths_hold_every_visit_and_begin_where_one_chooses()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/behaviour?show=paths&period=12m");
        var (place, visits) = (await page.Column("#paths", 1), await page.Column("#paths", 4));
        Assert.Equal(Count("SELECT COUNT(*) FROM sessions WHERE started_at >= '2025-01-01' AND started_at < '2026-01-01'"), place.Zip(visits).Where(one => one.First == 1).Sum(one => one.Second));
        await page.Locator("#path-start").SelectOptionAsync("Checkout Started");
        await page.Reaches("**start=Checkout**");
        await page.Locator("#paths", new() { HasText = "What follows “Checkout Started”" }).WaitForAsync();
        var begun = Count("SELECT COUNT(*) FROM sessions WHERE started_at >= '2025-01-01' AND started_at < '2026-01-01' AND checkouts > 0");
        Assert.Equal(begun, (await page.Column("#paths", 1)).Zip(await page.Column("#paths", 4)).Where(one => one.First == 1).Sum(one => one.Second));
        Assert.All((await page.Words("#paths", 2)).Zip(await page.Column("#paths", 1)).Where(one => one.Second == 1), one => Assert.Equal("Checkout Started", one.First));
    }

    [Fact]
    public async Task Who_came_back_is_counted_by_months()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/behaviour?show=retention&period=all");
        var expected = shop.Rows<(DateTime Month, long Customers, long Second)>("""
            SELECT CAST(date_trunc('month', first_order_at) AS TIMESTAMP), COUNT(*), COUNT(*) FILTER (WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.customer_id AND date_trunc('month', o.ordered_at) = date_trunc('month', c.first_order_at) + INTERVAL 2 MONTH))
            FROM customers c WHERE is_known AND first_order_at < '2025-10-01' GROUP BY 1 ORDER BY 1
            """);
        var (sizes, second) = (await page.Column("#retention-table", 2), await page.Column("#retention-table", 4));
        Assert.Equal(expected.Select(one => (double)one.Customers), sizes[..expected.Count]);
        Assert.Equal(expected.Select(one => (double)one.Second), second[..expected.Count]);
        Assert.Contains(second, one => one > 0);
    }

    [Fact]
    public async Task Carts_that_were_left_are_those_of_the_tables()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/behaviour?show=carts&period=all");
        var (carts, left) = shop.Rows<(long, long)>("SELECT COUNT(*), COUNT(*) FILTER (WHERE NOT converted) FROM sessions WHERE has_cart")[0];
        Assert.Equal((carts.ToString("N0"), left.ToString("N0")), (await page.Figure("carts"), await page.Figure("abandoned")));
        Assert.Equal((100.0 * left / carts).ToString("0.0") + "%", await page.Figure("abandonment"));
        // The product that was left most, by joining each event with the visit that it lies in.
        const string Held = """
            SELECT s.session_key, s.converted, e.product_id, SUM(CASE WHEN e.event = 'Product Added' THEN 1 ELSE -1 END * COALESCE(e.quantity, 1)) AS units, MAX(CAST(e.unit_price AS DOUBLE)) AS price
            FROM events e JOIN sessions s ON s.customer_id = e.customer_id AND e.occurred_at BETWEEN s.started_at AND s.ended_at
            WHERE e.event IN ('Product Added', 'Product Removed') AND s.has_cart AND e.is_bot IS NOT TRUE GROUP BY ALL HAVING units > 0
            """;
        var worth = shop.Rows<(string Product, double Worth, long Carts)>($"SELECT product_id, SUM(units * price), COUNT(*) FROM ({Held}) WHERE NOT converted GROUP BY product_id ORDER BY 2 DESC LIMIT 15");
        Assert.Equal(worth.Select(one => Math.Round(one.Worth, 2)), (await page.Column("#cart-products", 6)).Select(one => Math.Round(one, 2)));
        Assert.Equal(worth[0].Carts, (await page.Column("#cart-products", 3))[0]);
        await page.Locator("#cart-products").GetByRole(AriaRole.Button, new() { Name = "Table" }).ClickAsync();
        await page.Locator("#cart-products tbody a").First.ClickAsync();
        await page.Reaches($"**/sales?period=all&product={worth[0].Product}");
    }

    [Fact]
    public async Task Without_scripts_a_funnel_can_be_built()
    {
        await using var context = await chromium.Online(scripts: false);
        var page = await shop.Open(context, Funnel);
        await page.Locator("#step1").SelectOptionAsync("Product Viewed");
        await page.Locator("#step2").SelectOptionAsync("Order Completed");
        await page.Locator("#step3").SelectOptionAsync("");
        await page.Locator("#step4").SelectOptionAsync("");
        await page.Locator("#funnel-form").GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await page.Locator("#funnel summary").ClickAsync();
        Assert.True(await page.Locator("#funnel-table tbody tr").First.IsVisibleAsync());
        Assert.Equal(2, await page.Locator("#funnel-table tbody tr").CountAsync());
    }

    [Fact]
    public async Task What_the_address_asks_wrongly_is_told()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/behaviour?show=funnel&step1=Dancing&step2=Order+Completed&limit=ever&by=shoe");
        Assert.Equal(["“Dancing”: nobody did that in this period.", "limit=ever: not known; it is one of 30m, 1h, 1d, 7d, 30d, 90d, 365d.", "by=shoe: not known; it is one of device, country, channel."], await page.Locator("p.problem").AllInnerTextsAsync());
        Assert.Contains("Nobody did “Dancing” in this time.", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shop_with_orders_only_is_told_what_each_part_needs_and_sees_who_buys_again()
    {
        using var home = new TemporaryHome();
        var (file, folder) = (Path.Combine(home.Folder, "orders.csv"), Path.Combine(home.Folder, "shop-home"));
        Directory.CreateDirectory(home.Folder);
        await File.WriteAllLinesAsync(file, ["order_id,customer_id,date,product_id,quantity,price", "1,ann,2025-01-05 10:00,P1,1,5", "2,bob,2025-01-06 10:00,P1,1,5", "3,ann,2025-03-05 10:00,P2,1,5", "4,cy,2025-04-30 10:00,P2,1,5"], TestContext.Current.CancellationToken);
        var ran = TheProgram.Run(home.Folder, "run", file, "--slices", "none", "--no-report", "--home", folder);
        Assert.True(ran.Code == 0, ran.Error);
        await using var server = await RunningServer.Start(folder: folder);
        await using var context = await chromium.Online(390);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{server.Client.BaseAddress}sign-in?pass={server.Services.GetRequiredService<GuestPass>().Make()}");
        foreach (var part in (string[])["visits", "paths", "carts"])
        {
            await page.GotoAsync($"{server.Client.BaseAddress}behaviour?period=all&show={part}");
            Assert.Contains("There are no visits in the data.", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        }
        await page.GotoAsync($"{server.Client.BaseAddress}behaviour?period=all&show=retention");
        // Of the two who first bought in January one ordered again in March, the second month after; cy's April is over, but none after it.
        Assert.Equal((double[])[2], await page.Column("#retention-table", 2));
        Assert.Equal((double[])[0], await page.Column("#retention-table", 3));
        Assert.Equal((double[])[1], await page.Column("#retention-table", 4));
        // Orders alone make a funnel too: who came back for a second one.
        await page.GotoAsync($"{server.Client.BaseAddress}behaviour?period=all&show=funnel&limit=90d");
        Assert.Equal((double[])[3, 1], await page.Column("#funnel-table", 3));
    }
}
