using Microsoft.Playwright;

namespace Habitue.Tests.Browser;

public sealed class ReportInBrowserTests(Chromium chromium, LivelyReport report) : IClassFixture<Chromium>, IClassFixture<LivelyReport>
{
    [Fact]
    public async Task It_opens_offline_without_a_complaint_and_asks_nothing_of_the_network()
    {
        await using var context = await chromium.Offline();
        var page = await context.NewPageAsync();
        var (complaints, requests) = (new List<string>(), new List<string>());
        page.Console += (_, message) => complaints.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) => requests.Add(request.Url);
        await Open(page);
        foreach (var choice in await page.Locator(".choice label").AllAsync()) await choice.ClickAsync();
        Assert.Empty(complaints);
        Assert.Equal([report.Address], requests);
    }

    [Fact]
    public async Task Every_chart_is_drawn_with_a_size()
    {
        await using var context = await chromium.Offline();
        var page = await Open(await context.NewPageAsync());
        var plots = await page.Locator(".plot").AllAsync();
        Assert.InRange(plots.Count, 15, 60);
        foreach (var plot in plots)
        {
            var size = await plot.Locator("svg, canvas").First.BoundingBoxAsync();
            Assert.NotNull(size);
            Assert.True(size.Width > 100 && size.Height > 100, $"{size.Width} by {size.Height}");
        }
    }

    [Fact]
    public async Task No_word_of_a_chart_is_cut()
    {
        await using var context = await chromium.Offline();
        var page = await Open(await context.NewPageAsync());
        var cut = await page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('.plot svg')].flatMap(svg => {
              const room = svg.getBoundingClientRect();
              return [...svg.querySelectorAll('text')].filter(text => text.textContent.trim() !== '').filter(text => {
                const box = text.getBoundingClientRect();
                return box.left < room.left - 1 || box.right > room.right + 1 || box.top < room.top - 2 || box.bottom > room.bottom + 2;
              }).map(text => svg.closest('figure').id + ': ' + text.textContent);
            })
            """);
        Assert.Empty(cut);
    }

    [Fact]
    public async Task The_list_of_today_is_saved_as_it_is_sorted_and_holds_no_formula()
    {
        await using var context = await chromium.Offline();
        var page = await Open(await context.NewPageAsync());
        await page.Locator("#today th", new() { Has = page.GetByRole(AriaRole.Button, new() { Name = "Customer", Exact = true }) }).GetByRole(AriaRole.Button).ClickAsync();
        await page.Locator("#today th", new() { Has = page.GetByRole(AriaRole.Button, new() { Name = "Customer", Exact = true }) }).GetByRole(AriaRole.Button).ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator("#today .save").ClickAsync());
        Assert.Equal("today.csv", download.SuggestedFilename);
        using var text = new StreamReader(await download.CreateReadStreamAsync());
        Assert.Equal(
            [
                "\"Customer\",\"Do\",\"Expected\",\"from\",\"to\",\"Days\",\"Why\",\"Show them\"",
                "\"c9\",\"second order\",20,5,40,30,\"first order 9 days ago\",\"\"",
                "\"c7\",\"write now\",250.5,100.25,400,30,\"'=1+1; \"\"often\"\"\",\"Product 1\"",
            ],
            (await text.ReadToEndAsync()).TrimEnd().Split("\r\n"));
    }

    [Fact]
    public async Task A_click_on_a_head_sorts_and_says_so()
    {
        await using var context = await chromium.Offline();
        var page = await Open(await context.NewPageAsync());
        var table = page.Locator("#products table.sortable").First;
        var head = table.Locator("th", new() { Has = page.GetByRole(AriaRole.Button, new() { Name = "Units", Exact = true }) });
        var units = head.GetByRole(AriaRole.Button);

        await units.ClickAsync();
        Assert.Equal("descending", await head.GetAttributeAsync("aria-sort"));
        var down = await Column(table, 4);
        Assert.Equal(down.OrderDescending(), down);

        await units.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("ascending", await head.GetAttributeAsync("aria-sort"));
        Assert.Equal(down.Order(), await Column(table, 4));

        await table.GetByRole(AriaRole.Button, new() { Name = "Product", Exact = true }).ClickAsync();
        Assert.Equal("none", await head.GetAttributeAsync("aria-sort"));
        Assert.Equal("Product 0, Product 1, Product 2, Product 3", string.Join(", ", (await table.Locator("tbody tr td:first-child").AllTextContentsAsync()).Take(4)));
    }

    [Fact]
    public async Task Dark_colours_follow_the_system_the_button_and_the_next_visit()
    {
        await using var context = await chromium.Offline(colours: ColorScheme.Dark);
        var page = await Open(await context.NewPageAsync());
        Assert.Equal("rgb(17, 19, 24)", await Background(page));
        var dark = await ChartWords(page);

        await page.Locator("#theme").ClickAsync();
        Assert.Equal("rgb(246, 246, 244)", await Background(page));
        Assert.Equal("false", await page.Locator("#theme").GetAttributeAsync("aria-pressed"));
        Assert.NotEqual(dark, await ChartWords(page));

        await page.ReloadAsync();
        Assert.Equal("rgb(246, 246, 244)", await Background(page));
    }

    [Theory]
    [InlineData(360)]
    [InlineData(390)]
    [InlineData(768)]
    public async Task A_narrow_screen_never_scrolls_sideways(int width)
    {
        await using var context = await chromium.Offline(width);
        var page = await Open(await context.NewPageAsync());
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task A_chart_follows_the_width_of_the_window()
    {
        await using var context = await chromium.Offline();
        var page = await Open(await context.NewPageAsync());
        var chart = page.Locator("#revenue-chart .plot");
        await page.SetViewportSizeAsync(500, 900);
        await page.WaitForFunctionAsync("() => { const plot = document.querySelector('#revenue-chart .plot'); return plot.querySelector('svg').clientWidth === plot.clientWidth; }");
        Assert.InRange((await chart.BoundingBoxAsync())!.Width, 300, 500);
    }

    [Fact]
    public async Task On_paper_it_is_light_whole_and_no_wider_than_the_sheet()
    {
        await using var context = await chromium.Offline(width: 703, colours: ColorScheme.Dark);   // 186 mm, A4 within its margins
        var page = await Open(await context.NewPageAsync());
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await page.EvaluateAsync("() => dispatchEvent(new Event('beforeprint'))");
        Assert.Equal("rgb(255, 255, 255)", await Background(page));
        Assert.Equal("light", await page.EvaluateAsync<string>("() => getComputedStyle(document.documentElement).colorScheme"));
        Assert.Empty(await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('main *')].filter(part => part.getBoundingClientRect().right > 705).map(part => part.outerHTML.slice(0, 80))"));
        Assert.Empty(await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('.scroll')].filter(part => part.scrollHeight > part.clientHeight + 1).map(part => part.ariaLabel)"));
        Assert.Equal(0, await page.Locator("th button").CountAsync());

        await page.EvaluateAsync("() => dispatchEvent(new Event('afterprint'))");
        Assert.NotEqual(0, await page.Locator("th button").CountAsync());
    }

    [Fact]
    public async Task Without_scripts_the_words_and_tables_are_all_there()
    {
        await using var context = await chromium.Offline(scripts: false);
        var page = await context.NewPageAsync();
        await page.GotoAsync(report.Address);
        Assert.True(await page.Locator("#products tbody tr").First.IsVisibleAsync());
        Assert.True(await page.GetByText("The charts need scripts").IsVisibleAsync());
        Assert.False(await page.Locator(".plot").First.IsVisibleAsync());
        Assert.False(await page.Locator("#theme").IsVisibleAsync());
    }

    private async Task<IPage> Open(IPage page)
    {
        await page.GotoAsync(report.Address);
        await page.Locator("html[data-charts=drawn]").WaitForAsync();
        foreach (var more in await page.Locator("details.more summary").AllAsync()) await more.ClickAsync();
        return page;
    }

    private static async Task<double[]> Column(ILocator table, int column) =>
        [.. (await table.Locator($"tbody tr td:nth-child({column + 1})").AllTextContentsAsync()).Select(double.Parse)];

    private static Task<string> Background(IPage page) => page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");

    private static async Task<string?> ChartWords(IPage page) => await page.Locator("#revenue-chart svg text").First.GetAttributeAsync("fill");
}
