using Habitue.Reports.Page;
using Habitue.Tests.Server.Web;
using Habitue.Server.Web.Access;
using Microsoft.Playwright;

namespace Habitue.Tests.Browser;

[Collection(DashboardCollection.Name)]
public sealed class DashboardLocaleTests(Chromium chromium, DashboardHome shop)
{
    /// <summary>What the browser's own tables say, and what our charts write.</summary>
    private const string OfBrowser = """
        tag => {
            const number = options => new Intl.NumberFormat(tag + '-u-nu-latn', { useGrouping: 'always', ...options });
            const day = tag.startsWith('en') ? { day: 'numeric', month: 'short', year: 'numeric' } : {};
            return [
                number().format(12345678), number({ style: 'currency', currency: 'EUR', currencyDisplay: 'narrowSymbol' }).format(0.25), number({ style: 'percent', minimumFractionDigits: 1 }).format(0.123),
                new Intl.DateTimeFormat(tag + '-u-nu-latn-ca-gregory', { timeZone: 'UTC', ...day }).format(new Date('2025-03-09')),
            ];
        }
        """;

    private const string OfCharts = "tag => { const format = habitueCharts.formats('£', tag); return [format.count(12345678), format.money(1234.4), format.money(-3.25), format.shortMoney(10734000), format.share(0.1234), format.value(56.5)]; }";

    [Fact]
    public async Task Every_place_is_written_as_the_browser_knows_it_and_charts_write_the_same()
    {
        await using var context = await chromium.Online();
        var page = await shop.SignedIn(context);
        foreach (var locale in Locales.All)
        {
            locale.Use();
            var euros = new Numbers("EUR");
            var day = locale.Tag == "en" ? await page.EvaluateAsync<string>("() => new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' }).format(new Date('2025-03-09'))") : null;
            var browser = await page.EvaluateAsync<string[]>(OfBrowser, locale.Tag);
            Assert.Equal([locale.Tag, browser[0], browser[1], browser[2], day ?? browser[3]], [locale.Tag, Numbers.Count(12345678), euros.Money(0.25), Numbers.Share(0.123), Numbers.Day(new DateTime(2025, 3, 9))]);
            var pounds = new Numbers("GBP");
            Assert.Equal([locale.Tag, Numbers.Count(12345678), pounds.Money(1234.4), pounds.Money(-3.25), pounds.ShortMoney(10734000), Numbers.Share(0.1234), Numbers.Value(56.5)], [locale.Tag, .. await page.EvaluateAsync<string[]>(OfCharts, locale.Tag)]);
        }
    }

    [Fact]
    public async Task A_German_reader_sees_German_numbers_and_saves_files_that_every_program_reads()
    {
        await using var context = await chromium.Online(locale: "de-DE");
        var page = await shop.SignedIn(context);
        await page.GotoAsync(shop.Address + "/sales?period=all");
        var (orders, revenue, day) = shop.Rows<(long, double, DateTime)>("SELECT COUNT(*), CAST(SUM(revenue) AS DOUBLE) / COUNT(*), MIN(ordered_at) FROM orders")[0];
        Assert.Equal(orders.ToString("N0").Replace(',', '.'), await page.Locator("[data-figure=orders]").InnerTextAsync());
        Assert.Equal(revenue.ToString("0.00").Replace('.', ',') + "\u00A0£", await page.Locator("[data-figure=average-order]").InnerTextAsync());
        Assert.Contains($"{day.Day}.{day.Month}.{day.Year}", await page.Locator("p.note").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(("en", "de"), (await page.Locator("html").GetAttributeAsync("lang"), await page.Locator("body").GetAttributeAsync("data-locale")));
        // What is saved is the same in every language.
        await using var english = await chromium.Online();
        var other = await shop.SignedIn(english);
        await other.GotoAsync(page.Url);
        foreach (var figure in (string[])["sales-trend", "top-country", "sales-hours", "sales-months"])
            Assert.Equal(await Saved(other, figure), await Saved(page, figure));
    }

    private static async Task<string> Saved(IPage page, string figure)
    {
        var file = await page.RunAndWaitForDownloadAsync(() => page.Locator("#" + figure).GetByRole(AriaRole.Button, new() { Name = "CSV" }).ClickAsync());
        using var text = new StreamReader(await file.CreateReadStreamAsync());
        return await text.ReadToEndAsync();
    }

    [Theory]
    [InlineData("fr-CH;q=0.8, tr;q=0.9", "tr")]
    [InlineData("xx, en-NZ;q=0.5", "en-NZ")]
    [InlineData("en-US", "en-US")]
    [InlineData("no", "nb")]
    [InlineData("*", "en")]
    [InlineData("de;q=0", "en")]
    [InlineData("de;q=nonsense,,;;", "en")]
    public async Task The_reader_s_languages_are_taken_in_their_order(string header, string tag)
    {
        using var visitor = await Visitor.As(shop.Server, Role.Viewer);
        visitor.Http.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", header);
        Assert.Contains($"data-locale=\"{(tag == "nb" ? "no" : tag)}\"", await visitor.Text("/customers"), StringComparison.Ordinal);
    }
}
