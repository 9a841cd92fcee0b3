using System.Text.RegularExpressions;
using Habitue.Server.Web;
using Habitue.Server.Web.Access;
using Habitue.Server.Web.View;
using Habitue.Tests.Host;
using Habitue.Tests.Server;
using Habitue.Tests.Server.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Habitue.Tests.Browser;

/// <summary>Every page, on homes of all kinds: for readers of screens, in light and dark, wide and on a phone.</summary>
[Collection(DashboardCollection.Name)]
public sealed class DashboardForEverybodyTests(Chromium chromium, DashboardHome shop)
{
    internal static async Task<IPage> Admin(IBrowserContext context, RunningServer server)
    {
        var address = server.Client.BaseAddress!.ToString().TrimEnd('/');
        var accounts = server.Services.GetRequiredService<Accounts>();
        if (accounts.All().All(one => one.Name != "Everybody")) accounts.Add("Everybody", Role.Admin, "a long password");
        var page = await context.NewPageAsync();
        await page.GotoAsync(address + "/sign-in");
        await page.GetByLabel("Name").FillAsync("Everybody");
        await page.GetByLabel("Password").FillAsync("a long password");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.Locator("#pages").WaitForAsync();
        return page;
    }

    private async Task Check(RunningServer server, string home, bool colours = true)
    {
        await using var context = await chromium.Online();
        var checks = new PageChecks(await Admin(context, server), server.Client.BaseAddress!.ToString().TrimEnd('/'), home);
        Assert.Empty(await checks.All(colours));
        Assert.Equal(NavPages.All.Count, checks.Seen.Count);
    }

    [Fact]
    public async Task A_page_that_is_wrong_is_found_to_be()
    {
        await using var context = await chromium.Online();
        var page = await Admin(context, shop.Server);
        await page.RouteAsync("**/customers", async route =>
        {
            var answer = await route.FetchAsync();
            var body = (await answer.TextAsync()).Replace("<section class=\"card\">", "<div style=\"width:2000px\"><button></button><p style=\"color:#ccc;background:#fff\">pale words</p></div><section class=\"card\">", StringComparison.Ordinal);
            await route.FulfillAsync(new() { Response = answer, Body = body });
        });
        var problems = await new PageChecks(page, shop.Address, "wrong").All(true, [.. NavPages.All.Select(one => one.Nav.Address).Where(address => address != "/customers")]);
        Assert.Contains(problems, words => words.StartsWith("/customers, light: button-name", StringComparison.Ordinal));
        Assert.Contains(problems, words => words.StartsWith("/customers, light: color-contrast", StringComparison.Ordinal));
        Assert.Contains(problems, words => words.Contains("pixels wide on a screen of 390", StringComparison.Ordinal));
    }

    [Fact]
    public Task The_pages_of_a_shop() => Check(shop.Server, "shop");

    [Fact]
    public async Task The_pages_of_an_empty_home()
    {
        await using var server = await RunningServer.Start();
        // The colours are the same as on a home with data.
        await Check(server, "empty", colours: false);
    }

    private static readonly (FilterParts Part, string Words)[] Parts = [(FilterParts.Time, "the time range"), (FilterParts.Comparison, "what it is compared with"), (FilterParts.Segment, "the segment"), (FilterParts.Device, "the device")];

    [Fact]
    public async Task Every_page_can_be_kept_to_a_segment_and_a_device_and_read_in_another_place()
    {
        using var visitor = await Visitor.As(shop.Server, Role.Admin);
        visitor.Http.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", "de-DE");
        var segment = shop.Rows<int>("SELECT MIN(cluster) FROM segments")[0];
        var pages = NavPages.All.Select(page => page.Nav).Where(nav => nav.Place > 0).ToArray();
        Assert.Equal(4, pages.Count(nav => nav.KeepsTo.HasFlag(FilterParts.Device)));
        foreach (var nav in pages)
        {
            var text = System.Net.WebUtility.HtmlDecode(await visitor.Text($"{nav.Address}?period=12m&compare=year&segment={segment}&device=mobile"));
            Assert.DoesNotContain("no such device", text, StringComparison.Ordinal);
            // What is not heeded is said; what is heeded is chosen; and all of it goes on to the next page.
            var told = nav.KeepsTo == FilterParts.All ? "" : "Chosen on another page, and kept for the next: " + string.Join(", ", Parts.Where(part => !nav.KeepsTo.HasFlag(part.Part)).Select(part => part.Words)) + ". This page does not depend on it.";
            Assert.Contains(told, text, StringComparison.Ordinal);
            Assert.Equal(told.Length > 0, text.Contains("id=\"unkept\"", StringComparison.Ordinal));
            Assert.Equal(nav.KeepsTo.HasFlag(FilterParts.Device), text.Contains("<option value=\"mobile\" selected", StringComparison.Ordinal));
            Assert.Contains($"<a href=\"/sales?period=12m&compare=year&segment={segment}&device=mobile\"", text, StringComparison.Ordinal);
            foreach (Match link in Regex.Matches(text, "<a (?![^>]*download)[^>]*href=\"(/(sales|segments|baskets|customers|experiments|models|decisions|explore|runs|behaviour|predictions)?([/?][^\".]*)?)\"")) Assert.Contains("compare=year", link.Groups[1].Value, StringComparison.Ordinal);
            // Values behind cells are for machines: a comma in one is German.
            Assert.DoesNotMatch(@"data-v=""-?\d+,\d", text);
        }
    }

    [Fact]
    public async Task The_pages_of_Online_Retail()
    {
        var files = SharedData.Require(Path.Combine("data", "online-retail", "by-day"));
        using var home = new TemporaryHome();
        var folder = Path.Combine(home.Folder, "home");
        var ran = TheProgram.Run(home.Folder, "run", files, "--slices", "segments", "--home", folder);
        Assert.True(ran.Code == 0, ran.Error);
        await using var server = await RunningServer.Start(folder: folder);
        await Check(server, "online-retail", colours: false);

        await using var context = await chromium.Online();
        var page = await Admin(context, server);
        using var warehouse = server.Warehouse();
        T[] Rows<T>(string sql) => [.. warehouse.Rows<T>(sql)];
        await page.GotoAsync(server.Client.BaseAddress + "?period=all");
        Assert.Equal(Rows<long>("SELECT COUNT(*) FROM orders")[0].ToString("N0"), await page.Figure("orders"));
        await page.GotoAsync(server.Client.BaseAddress + "sales?period=all");
        Assert.Equal(Rows<double>("SELECT ROUND(SUM(revenue)::DOUBLE, 2) FROM orders GROUP BY country HAVING SUM(revenue) > 0 ORDER BY SUM(revenue) DESC, country LIMIT 12"),
            await page.Locator("#top-country tbody td:nth-child(2)").EvaluateAllAsync<double[]>("cells => cells.map(cell => Math.round(Number(cell.dataset.v) * 100) / 100)"));
        Assert.Equal(Rows<double>("SELECT ROUND(SUM(amount)::DOUBLE, 2) FROM sold_lines WHERE order_id IN (SELECT order_id FROM orders) GROUP BY product_id ORDER BY SUM(amount) DESC, product_id LIMIT 12"),
            await page.Locator("#top-product tbody td:nth-child(2)").EvaluateAllAsync<double[]>("cells => cells.map(cell => Math.round(Number(cell.dataset.v) * 100) / 100)"));
        await page.GotoAsync(server.Client.BaseAddress + "segments");
        Assert.Equal(Rows<long>("SELECT customers FROM segments WHERE cluster IS NOT NULL ORDER BY revenue DESC, cluster"),
            await page.Locator("main table").First.Locator("tbody td:nth-child(2)").EvaluateAllAsync<long[]>("cells => cells.map(cell => Number(cell.dataset.v))"));
    }
}
