using Habitue.Server.Web.Access;
using Habitue.Server.Web.Parts;
using Habitue.Tests.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Habitue.Tests.Browser;

public sealed class TourTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static Task<RunningServer> Demo() => RunningServer.Start(with: settings => settings with { ShowsTour = true });

    private static async Task<IPage> Open(IBrowserContext context, RunningServer server)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{server.Client.BaseAddress}sign-in?pass={server.Services.GetRequiredService<GuestPass>().Make()}");
        return page;
    }

    private static Task<string> Question(IPage page) => page.Locator("#tour-title").InnerTextAsync();

    [Fact]
    public async Task On_a_first_visit_it_tells_six_questions_each_on_its_page_and_needs_no_mouse()
    {
        await using var server = await Demo();
        await using var context = await chromium.Online(390);
        var page = await Open(context, server);
        var watched = new Watched(page);
        Assert.Equal(6, TourSteps.All.Count);
        foreach (var step in TourSteps.All)
        {
            await page.GetByRole(AriaRole.Dialog, new() { Name = step.Question }).WaitForAsync();
            Assert.Equal("tour", await page.EvaluateAsync<string>("() => document.activeElement.id"));
            Assert.Equal(step.Address, new Uri(page.Url).AbsolutePath);
            Assert.Equal(390, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
            // From the card the tabulator key leads to its buttons: Back, except at first, and then Next.
            await page.Keyboard.PressAsync("Tab");
            if (step != TourSteps.All[0]) await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.PressAsync("Enter");
        }
        await page.Locator("#tour").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        Assert.Empty(watched.Complaints);
        await page.GotoAsync(server.Client.BaseAddress!.ToString());
        Assert.True(await page.Locator("#tour").IsHiddenAsync());
    }

    [Fact]
    public async Task Whoever_ends_it_sees_it_again_only_when_they_ask()
    {
        await using var server = await Demo();
        await using var context = await chromium.Online();
        var page = await Open(context, server);
        await page.Locator("#tour").WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        Assert.True(await page.Locator("#tour").IsHiddenAsync());
        await page.ReloadAsync();
        Assert.True(await page.Locator("#tour").IsHiddenAsync());
        await page.GotoAsync(server.Client.BaseAddress + "sales");
        await page.GetByRole(AriaRole.Button, new() { Name = "Tour", Exact = true }).ClickAsync();
        await page.Reaches(server.Client.BaseAddress!.ToString());
        Assert.Equal(TourSteps.All[0].Question, await Question(page));
    }

    [Fact]
    public async Task Whoever_goes_their_own_way_is_told_about_the_page_they_chose()
    {
        await using var server = await Demo();
        await using var context = await chromium.Online();
        var page = await Open(context, server);
        await page.Locator("#pages").GetByRole(AriaRole.Link, new() { Name = "Segments" }).ClickAsync();
        Assert.Equal(TourSteps.All[2].Question, await Question(page));
    }

    [Fact]
    public async Task A_server_that_is_no_demo_does_not_begin_it_by_itself()
    {
        await using var server = await RunningServer.Start();
        await using var context = await chromium.Online();
        var page = await Open(context, server);
        await page.GetByRole(AriaRole.Button, new() { Name = "Tour", Exact = true }).WaitForAsync();
        Assert.True(await page.Locator("#tour").IsHiddenAsync());
    }
}
