using Habitue.Server.Web;
using Habitue.Server.Web.Access;
using Habitue.Tests.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Habitue.Tests.Browser;

public sealed class DashboardWithoutDataTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static async Task<IPage> Open(IBrowserContext context, RunningServer server)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{server.Client.BaseAddress}sign-in?pass={server.Services.GetRequiredService<GuestPass>().Make()}");
        return page;
    }

    [Fact]
    public async Task Every_page_of_an_empty_home_teaches_and_has_no_complaint()
    {
        await using var server = await RunningServer.Start();
        await using var context = await chromium.Online(390);
        var page = await Open(context, server);
        var watched = new Watched(page);
        foreach (var nav in NavPages.Menu(Role.Marketer))
        {
            await page.GotoAsync(server.Client.BaseAddress + nav.Address.TrimStart('/'));
            Assert.Contains("habitue run PATH", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
            Assert.Equal(390, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        }
        Assert.Empty(watched.Complaints);
    }

    [Fact]
    public async Task A_page_says_when_the_server_is_away_and_goes_on_when_it_is_back()
    {
        var folder = Directory.CreateTempSubdirectory("habitue-away-").FullName;
        await using var context = await chromium.Online();
        string address;
        IPage page;
        await using (var server = await RunningServer.Start(folder: folder))
        {
            address = server.Client.BaseAddress!.ToString().TrimEnd('/');
            server.Services.GetRequiredService<Accounts>().Add("Ann", Role.Viewer, "a long password");
            page = await context.NewPageAsync();
            await page.GotoAsync(address + "/sign-in");
            await page.GetByLabel("Name").FillAsync("Ann");
            await page.GetByLabel("Password").FillAsync("a long password");
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await page.Locator("#live-badge[data-state=live]").WaitForAsync();
        }
        await page.Locator("#live-badge[data-state=away]").WaitForAsync();
        Assert.Equal("The server is away; trying again", await page.Locator("#live-badge").InnerTextAsync());
        // Every page says it, not only the one that is live.
        await page.Locator("#away", new() { HasText = "The server is away; trying again. What is shown stays." }).WaitForAsync();
        await using (var again = await RunningServer.Start(folder: folder, with: settings => settings with { Urls = address }))
        {
            await page.Locator("#live-badge[data-state=live]").WaitForAsync();
            await page.Locator("#away").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        }

        Directory.Delete(folder, recursive: true);
    }
}
