using System.Text;
using Habitue.Live;
using Habitue.Server;
using Habitue.Tests.Browser;
using Habitue.Tests.Host;
using Habitue.Tests.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;

namespace Habitue.Tests.Collector;

/// <summary>A page of a shop with Segment's browser SDK, in a real browser; shop and collector are two sites.</summary>
public sealed class BrowserSdkTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly string Sdk = Path.Combine(TheProgram.Repository, "node_modules", "@segment", "analytics-next", "dist", "umd");

    /// <param name="delivery">How the SDK sends: each call at once, or gathered and sent when the visitor leaves the page.</param>
    [Theory]
    [InlineData("standard")]
    [InlineData("batching")]
    public async Task A_page_with_the_browser_sdk_sends_page_track_identify_and_alias(string delivery)
    {
        Assert.SkipUnless(Directory.Exists(Sdk), "@segment/analytics-next is not installed: ./test brings it.");
        await using CollectorServer collector = await CollectorServer.Start();
        await using RunningServer shop = await RunningServer.Start([new ShopModule(collector.Client.BaseAddress!.ToString().TrimEnd('/'), collector.WriteKey, delivery)]);
        IBrowserContext context = await chromium.Online();
        await using (context)
        {
            IPage page = await context.NewPageAsync();
            var complaints = new List<string>();
            page.PageError += (_, error) => complaints.Add(error);
            page.RequestFailed += (_, request) => complaints.Add($"{request.Method} {request.Url}: {request.Failure}");
            page.Response += (_, response) => { if (response.Status >= 400) complaints.Add($"{response.Status} {response.Url}"); };
            await page.GotoAsync($"{shop.Client.BaseAddress}cart?utm_source=letter&utm_campaign=spring");
            await page.EvaluateAsync("""
                async () => {
                  const step = (name, promise) => Promise.race([promise, new Promise((_, no) => setTimeout(() => no(new Error(name + ' was not sent')), 30000))]);
                  await step('page', analytics.page('Shop', 'Cart', { items: 2 }));
                  await step('track', analytics.track('Product Added', { product_id: 'p1', price: 9.5, quantity: 2 }));
                  await step('identify', analytics.identify('browser-user', { plan: 'pro' }));
                  await step('alias', analytics.alias('browser-user', 'browser-old'));
                }
                """);
            await page.GotoAsync("about:blank");
            await Until.True(() => collector.Totals.Sent >= 4, "all four were sent");
            Assert.Empty(complaints);
        }

        Dictionary<CallType, CustomerEvent> got = (await collector.Logged()).Select(e => CustomerEvent.Read(Encoding.UTF8.GetBytes(e.GetRawText()))).ToDictionary(e => e.Type);
        Assert.Equal((4L, 4L), (collector.Totals.Sent, collector.Totals.Accepted));
        CustomerEvent view = got[CallType.Page], added = got[CallType.Track];
        Assert.Equal(("Cart", "2"), (view.Name, view.Property("items")));
        Assert.Equal(("Product Added", "p1", 9.5, 2.0), (added.Name, added.Property("product_id"), added.Number("price"), added.Number("quantity")));
        Assert.Equal(("browser-user", "pro"), (got[CallType.Identify].UserId, got[CallType.Identify].Property("plan")));
        Assert.Equal(("browser-user", "browser-old"), (got[CallType.Alias].UserId, got[CallType.Alias].PreviousId));
        // One visitor, who is known by the same id on all calls.
        Assert.NotNull(view.AnonymousId);
        Assert.All([added, got[CallType.Identify]], e => Assert.Equal(view.AnonymousId, e.AnonymousId));
        Assert.All(got.Values, e => Assert.False(string.IsNullOrEmpty(e.MessageId)));
    }

    /// <summary>The shop's site: one page for every address, and the SDK's files.</summary>
    private sealed class ShopModule(string collector, string writeKey, string delivery) : LiveModule
    {
        public override void Endpoints(WebApplication app)
        {
            app.MapGet("/sdk/{file}", (string file) => Results.File(Path.Combine(Sdk, Path.GetFileName(file)), "text/javascript"));
            app.MapGet("/cart", () => Results.Content($$"""
                <!doctype html><html lang="en"><head><title>Cart</title><link rel="icon" href="data:,">
                <script src="/sdk/index.js"></script>
                <script>window.analytics = AnalyticsNext.AnalyticsBrowser.load({ writeKey: '{{writeKey}}', cdnURL: '{{collector}}' }, { integrations: { 'Segment.io': { deliveryStrategy: { strategy: '{{delivery}}' } } } });</script>
                </head><body>Two things</body></html>
                """, "text/html"));
        }
    }
}
