using System.Net;
using Habitue.Profiles;
using Habitue.Server.Web.Access;
using Habitue.Tests.Server.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Habitue.Tests.Browser;

[Collection(DashboardCollection.Name)]
public sealed class DashboardCustomersTests(Chromium chromium, DashboardHome shop)
{
    private static readonly DateTime Noon = new(2025, 12, 30, 12, 0, 0, DateTimeKind.Utc);

    private async Task<IPage> Open(IBrowserContext context, string address, Role role)
    {
        var page = await shop.SignedIn(context, role);
        await page.GotoAsync(shop.Address + address);
        return page;
    }

    private async Task Joined(string visitor, string user)
    {
        var book = shop.Server.Services.GetRequiredService<ProfileBook>();
        book.Wish(new JoinWish(visitor, user, JoinKind.Identify, $"event of {visitor}", Noon, Noon));
        await book.Flush(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_merge_stands_with_its_evidence_and_an_admin_may_undo_it_with_a_reason()
    {
        var user = shop.Rows<string>("SELECT MAX(customer_id) FROM customer_segments")[0];
        await Joined("visitor-of-phone", user);
        using var marketer = await Visitor.As(shop.Server, Role.Marketer);
        var seen = await marketer.Text("/customers/" + user);
        Assert.Contains("event of visitor-of-phone", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("/customers/merges/undo", seen, StringComparison.Ordinal);
        using var refused = await marketer.Post("/customers/merges/undo", ("number", "1"), ("why", "no"), ("customer", user), (SignedIn.FormField, Visitor.KeyOf(seen)));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        await using var context = await chromium.Online();
        var page = await Open(context, "/customers/" + user, Role.Admin);
        var row = page.Locator("#merges tbody tr").Filter(new() { HasText = "visitor-of-phone" });
        Assert.Contains("signed in on the device", await row.InnerTextAsync(), StringComparison.Ordinal);
        await row.GetByLabel("Undo, because").FillAsync("two sisters");
        await row.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await page.Locator("p.done", new() { HasText = "of ids was undone: two sisters" }).WaitForAsync();
        Assert.Contains("two sisters (by Second admin)", await page.Locator("#merges tbody tr").Filter(new() { HasText = "visitor-of-phone" }).InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("This id stands alone now.", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal([user], shop.Server.Services.GetRequiredService<ProfileBook>().Of(user)?.Ids ?? [user]);

        // Undone twice, or without a reason, is told in a sentence.
        using var admin = await Visitor.As(shop.Server, Role.Admin);
        var number = (await shop.Server.Services.GetRequiredService<ProfileBook>().Merges(user, TestContext.Current.CancellationToken)).Single().Number;
        var key = Visitor.KeyOf(await admin.Text("/"));
        foreach (var (why, words) in ((string, string)[])[("again", "was undone before"), (" ", "Say why, in at most 200 letters")])
        {
            using var answer = await admin.Post("/customers/merges/undo", ("number", $"{number}"), ("why", why), ("customer", user), (SignedIn.FormField, key));
            Assert.Contains(words, WebUtility.HtmlDecode(await admin.Text(answer.Headers.Location!.OriginalString)), StringComparison.Ordinal);
        }
        Assert.Equal([$"Second admin: Join {number} of ids was undone: two sisters"], shop.Server.Services.GetRequiredService<Deeds>().Latest(200).Where(deed => deed.What.StartsWith("Join ", StringComparison.Ordinal)).Select(deed => $"{deed.Who}: {deed.What}"));
        Assert.DoesNotContain("Call us", await admin.Text($"/customers/{user}?problem=Call+us"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decisions_of_all_ids_of_a_person_stand_with_what_came_of_them()
    {
        var user = shop.Rows<string>("SELECT MIN(customer_id) FROM customer_segments WHERE customer_id > 'C000002'")[0];
        await Joined("visitor-of-laptop", user);
        using (var warehouse = shop.Server.Warehouse())
        {
            warehouse.Execute("INSERT INTO decisions (decision_id, customer_id, placement, decided_at, action, policy, propensity, fallback, variation, details) VALUES ('d1', $1, 'home-banner', TIMESTAMP '2025-12-30 10:00:00', 'winter <sale>', 'bandit', 0.25, NULL, 'b', '{}'), ('d2', 'visitor-of-laptop', 'cart', TIMESTAMP '2025-12-30 11:00:00', NULL, 'fallback', 1, 'nothing fits', NULL, '{}')", [user]);
            warehouse.Execute("INSERT INTO decision_rewards VALUES ('d1', 1.5, TIMESTAMP '2025-12-30 10:05:00'), ('d1', 2, TIMESTAMP '2025-12-30 10:06:00')");
        }

        await using var context = await chromium.Online();
        var page = await Open(context, "/customers/" + user, Role.Viewer);
        Assert.Equal(["30 Dec 2025, 11:00|cart|nothing: nothing fits|fallback||100.0%|–", "30 Dec 2025, 10:00|home-banner|winter <sale>|bandit|b|25.0%|3.5"],
            await page.Locator("#decisions tbody tr").EvaluateAllAsync<string[]>("rows => rows.map(row => [...row.cells].map(cell => cell.textContent.trim()).join('|'))"));
    }

    [Fact]
    public async Task Everything_that_happened_can_be_turned_through_and_every_segment_is_told()
    {
        await using var context = await chromium.Online();
        var id = shop.Rows<string>("SELECT customer_id FROM customer_segment_history JOIN (SELECT customer_id, COUNT(*) AS rows FROM events GROUP BY 1 HAVING COUNT(*) > 400) USING (customer_id) GROUP BY 1 ORDER BY COUNT(*) DESC, MAX(rows) DESC, 1 LIMIT 1")[0];
        var page = await Open(context, $"/customers/{id}?period=90d", Role.Viewer);
        await page.Locator("summary", new() { HasText = "Segments over time" }).ClickAsync();
        Assert.Equal(shop.Rows<string>($"SELECT segment FROM customer_segment_history WHERE customer_id = '{id}' ORDER BY as_of DESC"), await page.Locator("#segment-course a").AllInnerTextsAsync());
        var happened = new List<string>();
        Assert.Equal(0, await page.GetByRole(AriaRole.Link, new() { Name = "Newer" }).CountAsync());
        while (true)
        {
            happened.AddRange(await page.Locator("#timeline li time").EvaluateAllAsync<string[]>("times => times.map(time => time.dateTime)"));
            if (await page.GetByRole(AriaRole.Link, new() { Name = "Older" }).CountAsync() == 0) break;
            await page.GetByRole(AriaRole.Link, new() { Name = "Older" }).ClickAsync();
            await page.Reaches($"**period=90d&skip={happened.Count}#timeline");
        }

        var expected = shop.Rows<DateTime>($"""
            SELECT MIN(occurred_at) AS happened_at FROM events WHERE customer_id = '{id}' GROUP BY event, order_id, CASE WHEN order_id IS NULL THEN message_id END
            UNION ALL SELECT written_at FROM reviews WHERE customer_id = '{id}' AND written_at IS NOT NULL UNION ALL SELECT opened_at FROM tickets WHERE customer_id = '{id}' AND opened_at IS NOT NULL ORDER BY happened_at DESC
            """);
        Assert.True(expected.Count > 160, $"{expected.Count}");
        Assert.Equal(expected.Select(at => at.ToString("s")), happened);
        await page.GetByRole(AriaRole.Link, new() { Name = "Newer" }).ClickAsync();
        await page.Reaches("**#timeline");
        Assert.Equal(80, await page.Locator("#timeline li").CountAsync());
    }

    [Fact]
    public async Task Segments_before_and_now_and_consent_are_told_in_sentences()
    {
        using var viewer = await Visitor.As(shop.Server, Role.Viewer);
        // One who is new, one who moved and one who stayed.
        var moves = shop.Rows<(string, string?, string, double)>("""
            SELECT arg_min(m.customer_id, m.customer_id), arg_min(m.previous_segment, m.customer_id), arg_min(m.segment, m.customer_id), arg_min(s.chance, m.customer_id)
            FROM segment_moves m JOIN customer_segments s USING (customer_id) WHERE m.segment IS NOT NULL GROUP BY m.previous_segment IS NULL, m.previous_segment = m.segment
            """);
        Assert.Equal(3, moves.Count);
        foreach (var (id, from, to, chance) in moves)
        {
            var text = WebUtility.HtmlDecode(await viewer.Text("/customers/" + id));
            Assert.Contains(from is null ? "Had not bought yet on " : $"Was in “{from}” on ", text, StringComparison.Ordinal);
            Assert.Contains(from == to ? ", still is on" : $", is in “{to}” since", text, StringComparison.Ordinal);
            Assert.Contains($"How clearly: {chance * 100:0.0}%", text, StringComparison.Ordinal);
        }

        foreach (var (said, words) in ((string, string)[])[("FALSE", "Must not be addressed: said no."), ("TRUE", "May be addressed: said yes to marketing.")])
        {
            var id = shop.Rows<string>($"SELECT MIN(customer_id) FROM customers WHERE marketing_consent = {said} AND customer_id NOT IN (SELECT customer_id FROM events WHERE event = 'Unsubscribed' AND customer_id IS NOT NULL)")[0];
            Assert.Contains(words, await viewer.Text("/customers/" + id), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Customers_are_found_by_id_by_name_and_by_a_whole_address()
    {
        var (id, name, email) = shop.Rows<(string, string, string)>("SELECT customer_id, name, email FROM profiles WHERE name IS NOT NULL AND email IS NOT NULL ORDER BY customer_id LIMIT 1")[0];
        await using var context = await chromium.Online();
        var page = await Open(context, "/customers", Role.Marketer);
        foreach (var asked in (string[])[id, name.ToUpperInvariant(), email.ToUpperInvariant()])
        {
            await page.Locator("#q").FillAsync(asked);
            await page.Locator("#q").PressAsync("Enter");
            await page.WaitForFunctionAsync("asked => new URLSearchParams(location.search).get('q') === asked && document.querySelector('#q').value === asked && document.querySelector('#found')", asked);
            Assert.Contains(id, await page.Locator("#found tbody td:first-child").AllInnerTextsAsync());
        }

        // A part of an address finds nobody: nobody reads addresses letter by letter.
        await page.GotoAsync($"{shop.Address}/customers?q={Uri.EscapeDataString(email[..^2])}");
        Assert.Contains("Nobody is found", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_viewer_finds_a_customer_by_the_whole_address_also_where_only_its_hash_is_kept_and_never_sees_it()
    {
        var known = shop.Rows<(string Id, string Email)>("SELECT customer_id, MIN(email) FROM profiles WHERE email IS NOT NULL AND customer_id IN (SELECT customer_id FROM customers WHERE is_known) GROUP BY customer_id ORDER BY customer_id DESC LIMIT 3");
        // The hashes are those that coreutils' sha256sum and md5sum give for "mira.known@example.org".
        const string Sha256 = "118ebb5cf98b189b87b24c6eb89bb229b590394a64c5049a92baebc7f51f7cf4", Md5 = "407ab9d49072d411cf2244b0cd0fb43b";
        using (var warehouse = shop.Server.Warehouse())
        {
            warehouse.Execute("INSERT INTO profiles (customer_id, email) VALUES ($1, $2), ($3, $4)", [known[1].Id, Sha256.ToUpperInvariant(), known[2].Id, Md5]);
        }

        using var viewer = await Visitor.As(shop.Server, Role.Viewer);
        var seen = await viewer.Text($"/customers?q={Uri.EscapeDataString($" {known[0].Email.ToUpperInvariant()} ")}");
        Assert.Contains($"/customers/{known[0].Id}\"", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(known[0].Email, seen, StringComparison.Ordinal);
        Assert.DoesNotContain(known[0].Email, await viewer.Text("/customers/" + known[0].Id), StringComparison.Ordinal);

        var byHash = await viewer.Text("/customers?q=" + Uri.EscapeDataString("Mira.Known@example.org"));
        Assert.Contains($"/customers/{known[1].Id}\"", byHash, StringComparison.Ordinal);
        Assert.Contains($"/customers/{known[2].Id}\"", byHash, StringComparison.Ordinal);
        Assert.Contains("2 customers found", byHash, StringComparison.Ordinal);
        Assert.Contains($"/customers/{known[0].Id}\"", await viewer.Text("/customers?q=" + shop.Rows<string>($"SELECT sha256(lower('{known[0].Email}'))")[0]), StringComparison.Ordinal);
        Assert.Contains("Nobody is found", await viewer.Text("/customers?q=" + Sha256[..^1]), StringComparison.Ordinal);
    }
}
