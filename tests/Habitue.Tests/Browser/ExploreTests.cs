using System.Globalization;
using Habitue.Server.Web.Access;
using Habitue.Tests.Explore;
using Habitue.Tests.Host;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Habitue.Tests.Browser;

public sealed class ExploreTests(Chromium chromium, ExploreShop shop) : IClassFixture<Chromium>, IClassFixture<ExploreShop>
{
    private const string ByCustomer = "SELECT customer_id, COUNT(*) AS orders, SUM(revenue) AS revenue FROM orders GROUP BY ALL ORDER BY revenue";

    private string Address => shop.Server.Client.BaseAddress!.ToString().TrimEnd('/');

    private async Task<IPage> Open(IBrowserContext context, string address)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{Address}/sign-in?pass={shop.Server.Services.GetRequiredService<GuestPass>().Make()}");
        await page.GotoAsync(Address + address);
        return page;
    }

    private static string Link(string sql) => "/explore?sql=" + Uri.EscapeDataString(sql);

    private static Task<string[]> Cells(IPage page, int column) => page.Locator($"#rows tbody td:nth-child({column})").EvaluateAllAsync<string[]>("cells => cells.map(cell => cell.dataset.v ?? cell.textContent)");

    private static Task Write(IPage page, string sql) => page.EvaluateAsync("sql => document.querySelector('.CodeMirror').CodeMirror.setValue(sql)", sql);

    [Fact]
    public async Task The_editor_completes_tables_and_columns_and_the_keyboard_runs_the_question()
    {
        await using var context = await chromium.Online();
        var page = await Open(context, "/explore");
        var watched = new Watched(page);
        await page.Locator(".CodeMirror").ClickAsync();
        await page.Keyboard.TypeAsync("SELECT SUM(1) FROM order");
        await page.Locator(".CodeMirror-hint", new() { HasText = "orders" }).First.WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.TypeAsync("s WHERE reven");
        await page.Locator(".CodeMirror-hint-active", new() { HasText = "revenue" }).WaitForAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync(" > 4");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.Locator("#rows, .sql-problem").WaitForAsync();
        Assert.Equal("SELECT SUM(1) FROM orders WHERE revenue > 4", await page.EvaluateAsync<string>("() => document.getElementById('sql').value"));
        Assert.Equal(["6"], await Cells(page, 1));
        Assert.Empty(watched.Complaints);
        Assert.All(watched.Requests, url => Assert.StartsWith(Address, url, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_typed_fast_is_asked_whole()
    {
        await using var context = await chromium.Online();
        var page = await Open(context, "/explore");
        await page.Locator(".CodeMirror").ClickAsync();
        await page.Keyboard.TypeAsync("SELECT 12345 AS n");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.Locator("#rows, .sql-problem").WaitForAsync();
        Assert.Equal(["12345"], await Cells(page, 1));
    }

    [Fact]
    public async Task The_answer_stands_as_table_and_chart_and_its_address_brings_both_back()
    {
        await using var context = await chromium.Online();
        var page = await Open(context, "/explore");
        await Write(page, ByCustomer);
        await page.GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();
        await page.Locator("#rows").WaitForAsync();
        using (var warehouse = shop.Server.Warehouse())
        {
            var expected = warehouse.Rows<(string Id, long Orders, decimal Revenue)>(ByCustomer);
            Assert.Equal(expected.Select(one => one.Id), await Cells(page, 1));
            Assert.Equal(expected.Select(one => one.Orders.ToString(CultureInfo.InvariantCulture)), await Cells(page, 2));
            Assert.Equal(expected.Select(one => one.Revenue), (await Cells(page, 3)).Select(text => decimal.Parse(text, CultureInfo.InvariantCulture)));
        }
        await page.Locator("#answer-chart habitue-chart[data-drawn]").WaitForAsync();
        await page.GetByLabel("Measured").SelectOptionAsync("revenue");
        await page.Locator("[data-part=form]").SelectOptionAsync("line");
        Assert.Equal("line|25,30", await Drawn(page));
        var elsewhere = await context.NewPageAsync();
        await elsewhere.GotoAsync(page.Url);
        await elsewhere.Locator("#answer-chart habitue-chart[data-drawn]").WaitForAsync();
        Assert.Equal("line|25,30", await Drawn(elsewhere));
        Assert.Equal("revenue", await elsewhere.GetByLabel("Measured").EvaluateAsync<string>("select => select.selectedOptions[0].textContent"));
    }

    private static Task<string> Drawn(IPage page) => page.EvaluateAsync<string>("() => { const [series] = document.querySelector('#answer-chart habitue-chart').chart.getOption().series; return series.type + '|' + series.data.join(','); }");

    [Fact]
    public async Task A_question_that_runs_for_ever_is_cancelled_by_a_click_and_the_next_one_is_answered()
    {
        await using var context = await chromium.Online();
        var page = await Open(context, "/explore");
        Assert.True(await page.Locator("#cancel").IsHiddenAsync());
        await Write(page, "SELECT SUM(a.range * b.range) FROM range(1000000) a, range(1000000) b");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();
        await page.Locator("#asking:has-text('Asking…'), .sql-problem").WaitForAsync();
        Assert.Empty(await page.Locator(".sql-problem").AllTextContentsAsync());
        await Until.True(() => shop.Explorer.Running > 0, "the question is asked");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await page.GetByText("It was cancelled.").WaitForAsync();
        await Until.True(() => shop.Explorer.Running == 0, "the question is asked no more");
        await Write(page, "SELECT COUNT(*) FROM orders");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();
        await page.Locator("#rows, .sql-problem").WaitForAsync();
        Assert.Equal(["10"], await Cells(page, 1));
    }

    [Fact]
    public async Task Without_scripts_questions_are_asked_and_saved_as_files()
    {
        await using var context = await chromium.Online(scripts: false);
        var page = await Open(context, "/explore");
        await page.GetByLabel("Your question in SQL").FillAsync(ByCustomer);
        await page.GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "CSV" }).WaitForAsync();
        Assert.Equal(2, await page.Locator("#rows tbody tr").CountAsync());
        Assert.DoesNotContain("form_key", page.Url, StringComparison.Ordinal);
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "CSV" }).ClickAsync());
        using var text = new StreamReader(await download.CreateReadStreamAsync());
        Assert.Equal("customer_id,orders,revenue\nbob@shop.example,5,25\nC1,5,30\n", await text.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_question_is_kept_opened_changed_and_taken_away()
    {
        await using var context = await chromium.Online();
        var page = await Open(context, "/explore");
        await Write(page, "SELECT 41 AS x");
        await page.GetByLabel("Name").FillAsync("The answer");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep" }).ClickAsync();
        await page.Locator("#rows").WaitForAsync();
        Assert.Equal(["41"], await Cells(page, 1));
        await Write(page, "SELECT 42 AS x");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await page.Locator("#rows td[data-v='42']").WaitForAsync();
        await page.GotoAsync(Address + "/explore");
        await page.GetByRole(AriaRole.Link, new() { Name = "The answer" }).ClickAsync();
        Assert.Equal(["42"], await Cells(page, 1));
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.Locator("p.done", new() { HasText = "The question “The answer” was taken away." }).WaitForAsync();
        Assert.Equal(0, await page.GetByRole(AriaRole.Link, new() { Name = "The answer" }).CountAsync());
    }

    [Theory]
    [InlineData(390, ColorScheme.Dark)]
    [InlineData(1440, ColorScheme.Light)]
    public async Task It_fits_every_width_with_markup_long_words_and_mistakes(int width, ColorScheme colours)
    {
        var axe = Path.Combine(TheProgram.Repository, "node_modules", "axe-core", "axe.min.js");
        if (!File.Exists(axe)) Assert.Skip("axe-core is not here: npm ci brings it.");
        await using var context = await chromium.Online(width, colours);
        await context.AddInitScriptAsync(scriptPath: axe);
        foreach (var sql in (string[])[ByCustomer, "SELECT '<b onclick=\"x()\">bold</b>' AS \"<i>name</i>\", repeat('long', 3000) AS word, 'مرحبا' AS greeting, 1 AS n FROM range(30)", "SELECT nothing FROM orders", "SELECT * FROM orders WHERE FALSE"])
        {
            var page = await Open(context, Link(sql));
            var watched = new Watched(page);
            await page.ReloadAsync();
            Assert.Equal((sql, width), (sql, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")));
            Assert.Equal("", await page.EvaluateAsync<string>("async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.filter(one => one.impact === 'serious' || one.impact === 'critical').map(one => `${one.id}: ${one.nodes.map(node => node.target.join(' ')).join('; ')}`).join(', ')"));
            Assert.Equal(0, await page.Locator("main b[onclick], main i i").CountAsync());
            Assert.Empty(watched.Complaints);
            await page.CloseAsync();
        }
    }
}
