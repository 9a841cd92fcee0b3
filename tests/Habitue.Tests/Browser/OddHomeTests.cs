using System.Globalization;
using System.Net;
using Habitue.Server.Web.Access;
using Habitue.Tests.Host;
using Habitue.Tests.Server;
using Habitue.Tests.Server.Web;

namespace Habitue.Tests.Browser;

/// <summary>A shop whose names hold markup, right-to-left words and 10,000 letters, and whose data know no device.</summary>
public sealed class OddHomeTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Markup = "<img src=x onerror=\"document.title='broken'\">", RightToLeft = "كوب أزرق", Script = "</script><script>document.title='broken'</script>";

    private static readonly string Long = "Long " + new string('W', 9_995);

    /// <summary>A hundred and twenty days, six orders each, of customers who buy rarely and often.</summary>
    private static void Write(string file)
    {
        string[] products = [Markup, RightToLeft, Long, Script, "=HYPERLINK(\"x\")"];
        string[] countries = ["United Kingdom", "<b>Côte d'Ivoire</b>", "إسرائيل"];
        using var to = new StreamWriter(file);
        to.WriteLine("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country");
        for (var order = 0; order < 720; order++)
        {
            var (product, customer) = (order % products.Length, order * order % 47);
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{10_000 + order},P{product},\"{products[product].Replace("\"", "\"\"", StringComparison.Ordinal)}\",{1 + (order % 4)},{new DateTime(2025, 1, 1, 9, 0, 0).AddHours(4 * order):yyyy-MM-dd HH:mm:ss},{2 + (order % 7)}.50,\"{(customer % 9 == 0 ? $"<i>{customer}</i>" : $"{12_000 + customer}")}\",\"{countries[order % 3]}\""));
        }
    }

    [Fact]
    public async Task A_shop_of_one_customer_is_shown_on_every_page()
    {
        using var home = new TemporaryHome();
        var (file, folder) = (Path.Combine(Directory.CreateDirectory(home.Folder).FullName, "one.csv"), Path.Combine(home.Folder, "home"));
        await File.WriteAllTextAsync(file, "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n1,P1,Cup,2,2025-01-01 09:00:00,2.50,12001,France\n", TestContext.Current.CancellationToken);
        var ran = TheProgram.Run(home.Folder, "run", file, "--home", folder);
        Assert.True(ran.Code == 0, ran.Error);
        await using var server = await RunningServer.Start(folder: folder);
        await using var context = await chromium.Online();
        var page = await DashboardForEverybodyTests.Admin(context, server);
        var address = server.Client.BaseAddress!.ToString().TrimEnd('/');
        Assert.Empty(await new PageChecks(page, address, "one-customer").All(colours: false));
        await page.GotoAsync(address + "/?period=all");
        Assert.Equal(("1", "1"), (await page.Figure("customers"), await page.Figure("orders")));
        await page.GotoAsync(address + "/customers/12001");
        Assert.Equal(1, await page.Locator("#timeline li").CountAsync());
    }

    [Fact]
    public async Task Odd_names_stay_words_on_every_page_and_break_none()
    {
        using var home = new TemporaryHome();
        var (file, folder) = (Path.Combine(Directory.CreateDirectory(home.Folder).FullName, "odd.csv"), Path.Combine(home.Folder, "home"));
        Write(file);
        var ran = TheProgram.Run(home.Folder, "run", file, "--slices", "segments", "--home", folder);
        Assert.True(ran.Code == 0, ran.Error);
        await using var server = await RunningServer.Start(folder: folder);
        await using var context = await chromium.Online();
        var page = await DashboardForEverybodyTests.Admin(context, server);
        var address = server.Client.BaseAddress!.ToString().TrimEnd('/');
        Assert.Empty(await new PageChecks(page, address, "odd").All(colours: false));

        await page.GotoAsync(address + "/sales?period=all");
        Assert.DoesNotContain("broken", await page.TitleAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("main img, main b:text('Côte'), main i:text('0')").CountAsync());
        var names = await page.Locator("#top-product tbody td:first-child").AllTextContentsAsync();
        Assert.Equal(new[] { Markup, RightToLeft, Long, Script, "=HYPERLINK(\"x\")" }.Order(StringComparer.Ordinal), names.Select(name => name.Trim()).Order(StringComparer.Ordinal));
        // Data without devices have no choice of one.
        Assert.Equal((0, 1), (await page.Locator("#filter-device").CountAsync(), await page.Locator("#filter-segment").CountAsync()));
        // Under the pointer the markup is words too.
        var tips = await page.EvaluateAsync<string>("() => { const chart = document.querySelector('#top-product habitue-chart'); chart.draw(); const tips = []; for (let i = 0; i < 5; i++) { chart.chart.dispatchAction({ type: 'showTip', seriesIndex: 0, dataIndex: i }); tips.push([...chart.querySelectorAll('.plot > div')].at(-1).textContent); } return tips.join('|') + chart.querySelectorAll('img, script:not([type])').length; }");
        Assert.Contains(Markup, tips, StringComparison.Ordinal);
        Assert.EndsWith("0", tips, StringComparison.Ordinal);
        // A bar leads to the oddest name, and a customer's page opens by an id with markup.
        using var viewer = await Visitor.As(server, Role.Viewer);
        Assert.Contains("Only ", await viewer.Text("/sales?period=all&country=" + Uri.EscapeDataString("<b>Côte d'Ivoire</b>")), StringComparison.Ordinal);
        using var odd = await viewer.Get("/customers/" + Uri.EscapeDataString("<i>0</i>"));
        Assert.Equal(HttpStatusCode.OK, odd.StatusCode);
    }
}
