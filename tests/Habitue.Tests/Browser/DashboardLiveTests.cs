using System.Globalization;
using System.Net.Http.Json;
using Habitue.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Tests.Browser;

/// <summary>What changes on the overview by itself, and when it does not.</summary>
[Collection(DashboardCollection.Name)]
public sealed class DashboardLiveTests(Chromium chromium, DashboardHome shop)
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_that_is_sent_changes_the_overview_within_two_seconds()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/");
        await page.Locator("#live-badge[data-state=live]").WaitForAsync();
        var before = int.Parse(await page.Locator("[data-live=orders_today]").InnerTextAsync(), CultureInfo.InvariantCulture);
        await Order("live-ann", "L1", 45.5);
        await page.WaitForFunctionAsync("before => document.querySelector('[data-live=orders_today]').textContent === String(before + 1)", before, new() { Timeout = 2_000 });
        await page.Locator("#live-feed li", new() { HasText = "ordered for 45.50" }).WaitForAsync(new() { Timeout = 2_000 });
        Assert.Equal("live-ann", await page.Locator("#live-feed li", new() { HasText = "ordered for 45.50" }).Locator("a").InnerTextAsync());
    }

    private async Task Order(string customer, string id, double total)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/track") { Content = JsonContent.Create(new { userId = customer, @event = "Order Completed", properties = new { order_id = id, total, products = new[] { new { product_id = "P1", quantity = 1, price = total } } } }) };
        message.Headers.Add("Authorization", "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(shop.Server.Services.GetRequiredService<AccessKeys>().Make(KeyKind.Write, "test") + ":")));
        using var answer = await shop.Server.Client.SendAsync(message, cancel);
        answer.EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task What_happens_is_followed_only_while_it_is_on_the_screen_and_is_told_once()
    {
        await using var context = await chromium.Online();
        var page = await shop.SignedIn(context);
        var watched = new Watched(page);
        await page.AddInitScriptAsync("window.streams = []; window.EventSource = class extends EventSource { constructor(address) { super(address); streams.push(this); } };");
        await page.GotoAsync(shop.Address + "/");
        await page.Locator("#live-badge[data-state=live]").WaitForAsync();
        await Order("live-bob", "L2", 77.25);
        var line = page.Locator("#live-feed li", new() { HasText = "ordered for 77.25" });
        await line.WaitForAsync();
        // Another choice makes the list anew, and what happened stands in it again.
        await page.Locator("#filter-period").SelectOptionAsync("90d");
        await page.Reaches("**/?period=90d*");
        await line.WaitForAsync();
        await Open(1);
        await page.EvaluateAsync("() => scrollTo(0, document.body.scrollHeight)");
        await page.Locator("#live-badge[data-state=still]").WaitForAsync();
        await Open(0);
        await page.EvaluateAsync("() => { document.querySelector('#live-feed li').remove(); scrollTo(0, 0); }");
        await line.WaitForAsync();
        Assert.Equal(1, await line.CountAsync());
        await Open(1);
        Assert.Empty(watched.Complaints);

        Task Open(int streams) => page.WaitForFunctionAsync("count => streams.filter(one => one.readyState !== EventSource.CLOSED).length === count", streams);
    }

    [Fact]
    public async Task What_asks_again_by_itself_does_so_only_on_the_screen()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/");
        // htmx asks with this event whether a request may be sent.
        Assert.Equal((bool[])[true, false, true, true], await page.EvaluateAsync<bool[]>("""
            () => {
                const part = document.createElement('div'), other = document.createElement('div');
                part.setAttribute('hx-trigger', 'every 5s');
                other.setAttribute('hx-trigger', 'load');
                document.body.prepend(part);
                document.body.append(other);
                const may = elt => document.body.dispatchEvent(new CustomEvent('htmx:beforeRequest', { bubbles: true, cancelable: true, detail: { elt } }));
                const all = [may(part)];
                part.style.cssText = other.style.cssText = 'position: absolute; top: 50000px';
                all.push(may(part), may(other));
                part.style.cssText = '';
                return [...all, may(part)];
            }
            """));
    }
}
