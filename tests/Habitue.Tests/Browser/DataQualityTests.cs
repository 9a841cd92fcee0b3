using System.Net;
using Habitue.DataQuality;
using Habitue.Host;
using Habitue.Lake.Loading;
using Habitue.Live.Warehousing;
using Habitue.Server;
using Habitue.Server.Web.Access;
using Habitue.Tests.Server.Web;
using Microsoft.Playwright;

namespace Habitue.Tests.Browser;

[Collection(WorkPages.Name)]
public sealed class DataQualityTests(Chromium chromium, WorkHome shop)
{

    [Fact]
    public async Task Sources_rules_steps_and_fields_are_those_of_the_tables()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/quality?days=all");
        Assert.Equal(shop.Rows<long>("SELECT CAST(SUM(rows) AS BIGINT) FROM sources WHERE address NOT LIKE '%#replayed-%'")[0].ToString("N0"), await page.Figure("rows"));
        Assert.Equal(shop.Rows<long>("SELECT COUNT(*) FROM quarantine")[0].ToString("N0"), await page.Figure("set-aside"));
        var layouts = shop.Rows<(string, string)>("SELECT CASE WHEN address = 'collector' THEN 'Collector' ELSE layout END, entity FROM sources WHERE address NOT LIKE '%#replayed-%' GROUP BY 1, 2 ORDER BY CAST(SUM(rows) AS BIGINT) DESC, 1, 2");
        Assert.Equal(layouts.Select(one => one.Item1), await page.Cells("#freshness", 1));
        Assert.Equal(shop.Rows<long>("SELECT COUNT(*) FROM quarantine GROUP BY rule, entity ORDER BY COUNT(*) DESC, rule, entity").Select(rows => $"{rows}"), await page.Cells("#rules", 4));
        Assert.Equal(shop.Rows<long>("SELECT found FROM quality_log ORDER BY step").Select(found => $"{found}"), await page.Cells("#steps", 5));
        var (known, lines) = shop.Rows<(long, long)>("SELECT COUNT(*) FILTER (WHERE is_known), COUNT(*) FROM events WHERE event = 'Order Completed'")[0];
        Assert.Equal($"{known}", (await page.Cells("#completeness", 2))[1]);
        Assert.Equal($"{lines - known}", (await page.Cells("#completeness", 4))[1]);
        Assert.Equal(shop.Rows<string>("SELECT verdict FROM feature_drift ORDER BY psi DESC"), await page.Locator("#drift tbody tr > :nth-child(6)").AllTextContentsAsync());
    }

    [Fact]
    public async Task Volume_is_the_events_of_each_step_and_the_range_stands_in_the_address()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/quality");
        await page.Locator("select[name=days]").SelectOptionAsync("all");
        await page.Reaches("**/quality?days=all");
        await page.WaitForFunctionAsync("() => document.querySelector('#volume figcaption').textContent.includes('30 days') || document.querySelector('#volume figcaption').textContent.includes('week')");
        var heads = await page.Locator("#volume thead th").AllTextContentsAsync();
        var place = heads.ToList().IndexOf("Segment events") + 1;
        var values = (await page.Cells("#volume", place)).Select(long.Parse).Sum();
        Assert.Equal(shop.Rows<long>("SELECT COUNT(*) FROM events WHERE source IN (SELECT source FROM sources WHERE layout = 'Segment events' AND address NOT LIKE 'collector%') AND occurred_at < now()::TIMESTAMP")[0], values);
    }

    [Fact]
    public async Task A_rejected_call_is_seen_repaired_tried_and_loaded_again()
    {
        await shop.Send(new { type = "track", userId = "repair-me", @event = "Order Completed", timestamp = "last tuesday", messageId = "repair-1", properties = new { order_id = "repair-1", total = 20, products = new[] { new { product_id = "P1", price = 20, quantity = 1 } } } });
        await shop.Holds("SELECT COUNT(*) FROM quarantine WHERE message_id = 'repair-1'", 1);
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/quality");
        Assert.NotEqual("0", await page.Figure("collector-rejected"));
        await page.Locator("#rules").GetByRole(AriaRole.Link, new() { Name = "unparsable-time" }).ClickAsync();
        Assert.Contains("last tuesday", await page.Locator("#examples").InnerTextAsync(), StringComparison.Ordinal);
        await page.Locator("input[name=column1]").FillAsync("timestamp");
        await page.Locator("input[name=with1]").FillAsync("2026-01-02T10:00:00Z");
        await page.GetByRole(AriaRole.Button, new() { Name = "Try it" }).ClickAsync();
        await page.Locator("#trial", new() { HasText = "1 of 1 row would be accepted" }).WaitForAsync();
        Assert.Contains("column1=timestamp", page.Url, StringComparison.Ordinal);
        Assert.Equal("2026-01-02T10:00:00Z", await page.Locator("#examples mark").InnerTextAsync());
        Assert.Equal(1, shop.Rows<long>("SELECT COUNT(*) FROM quarantine WHERE message_id = 'repair-1'")[0]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Load 1 row again" }).ClickAsync();
        await page.Locator("p.done", new() { HasText = "unparsable-time: 1 row read, 1 accepted, 0 set aside again." }).WaitForAsync();
        Assert.Equal(0, shop.Rows<long>("SELECT COUNT(*) FROM quarantine WHERE message_id = 'repair-1'")[0]);
        Assert.Equal(new DateTime(2026, 1, 2, 10, 0, 0), shop.Rows<DateTime>("SELECT occurred_at FROM events WHERE order_id = 'repair-1'")[0]);
        Assert.Contains(shop.Service<Deeds>().Latest(50), deed => deed.Who == "An Analyst" && deed.What.Contains("timestamp set to “2026-01-02T10:00:00Z”", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_trial_says_what_would_be_set_aside_again_and_a_wrong_step_is_told()
    {
        await using var context = await chromium.Online(scripts: false);
        var page = await shop.Open(context, "/quality?rule=impossible-time&column1=nothing&do1=set&with1=x&by1=");
        var rows = shop.Rows<long>("SELECT COUNT(*) FROM quarantine WHERE rule = 'impossible-time'")[0];
        Assert.StartsWith($"0 of {rows} rows would be accepted; set aside again: {rows} by impossible-time.", await page.Locator("#trial").InnerTextAsync(), StringComparison.Ordinal);
        await page.GotoAsync(shop.Address + "/quality?rule=impossible-time&column1=type&do1=shorten&with1=few");
        Assert.Equal("Step 1: say to how many letters, from 1 to 100,000.", await page.Locator("#rejected p.problem").InnerTextAsync());
    }

    [Fact]
    public async Task What_is_personal_in_a_rejected_row_is_hidden_from_some()
    {
        var mail = shop.Rows<string>("SELECT email FROM profiles WHERE email IS NOT NULL LIMIT 1")[0];
        await shop.Send(new { type = "identity", userId = "secret-1", messageId = "secret-1", traits = new { email = mail, name = "Jane Doe" } });
        await shop.Holds("SELECT COUNT(*) FROM quarantine WHERE message_id = 'secret-1'", 1);
        using var analyst = await Visitor.As(shop.Server, Role.Analyst);
        var hidden = await analyst.Text("/quality?rule=unknown-type");
        Assert.Contains("secret-1", hidden, StringComparison.Ordinal);
        Assert.DoesNotContain("Jane Doe", hidden, StringComparison.Ordinal);
        Assert.DoesNotContain(mail, hidden, StringComparison.Ordinal);
        // No repair brings it out either: a viewer's is not even tried, an analyst's works on what is shown.
        using var viewer = await Visitor.As(shop.Server, Role.Viewer);
        const string steal = "/quality?rule=unknown-type&column1=foo&do1=take&with1=", set = "/quality?rule=unknown-type&column1=foo&do1=set&with1=x";
        foreach (var (who, address) in ((Visitor, string)[])[(viewer, steal + "traits.email"), (viewer, steal + "traits"), (analyst, steal + "traits.email"), (analyst, steal + "traits"), (viewer, set), (analyst, set)])
        {
            var page = await who.Text(address);
            Assert.DoesNotContain(mail, page, StringComparison.Ordinal);
            Assert.DoesNotContain("Jane Doe", page, StringComparison.Ordinal);
            Assert.Equal(who == analyst && address == set, page.Contains("<th scope=\"col\">Repaired</th>", StringComparison.Ordinal));
        }
        using (var stolen = await analyst.Post("/quality/repair", (SignedIn.FormField, Visitor.KeyOf(await analyst.Text("/quality"))), ("rule", "unknown-type"), ("column1", "foo"), ("do1", "take"), ("with1", "traits.email"), ("back", "/quality")))
            Assert.Contains("only whoever may see persons takes values from there", await analyst.Text(stolen.Headers.Location!.OriginalString), StringComparison.Ordinal);
        Assert.Equal(1, shop.Rows<long>("SELECT COUNT(*) FROM quarantine WHERE message_id = 'secret-1'")[0]);
        using (var refused = await analyst.Get("/quality/rejected.jsonl")) Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var marketer = await Visitor.As(shop.Server, Role.Marketer);
        Assert.Contains("Jane Doe", WebUtility.HtmlDecode(await marketer.Text("/quality?rule=unknown-type")), StringComparison.Ordinal);
        var saved = await marketer.Text("/quality/rejected.jsonl?rule=unknown-type");
        Assert.Contains("\"_rule\":\"unknown-type\"", saved, StringComparison.Ordinal);
        Assert.Contains(shop.Service<Looks>().Latest(100), look => look.Who == "Marketer" && look.Customer == "(rows set aside)");
    }

    [Fact]
    public async Task Only_who_works_on_data_may_load_rows_again_and_only_from_a_form_of_ours()
    {
        using var marketer = await Visitor.As(shop.Server, Role.Marketer);
        var own = Visitor.KeyOf(await marketer.Text("/quality"));
        using (var refused = await marketer.Post("/quality/repair", (SignedIn.FormField, own), ("rule", "negative-price"))) Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var analyst = await Visitor.As(shop.Server, Role.Analyst);
        using (var foreign = await analyst.Post("/quality/repair", (SignedIn.FormField, own), ("rule", "negative-price"))) Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
        using var nothing = await analyst.Post("/quality/repair", (SignedIn.FormField, Visitor.KeyOf(await analyst.Text("/quality"))), ("rule", "no-such-rule"), ("back", "/quality"));
        Assert.Equal(HttpStatusCode.SeeOther, nothing.StatusCode);
        Assert.Contains("somebody may have repaired them already", await analyst.Text(nothing.Headers.Location!.OriginalString), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_saved_is_repaired_and_loaded()
    {
        await shop.Send(new { type = "track", @event = "Order Completed", timestamp = "2026-01-02T10:00:00Z", messageId = "nobody-1", properties = new { order_id = "nobody-1", total = 5 } });
        await shop.Holds("SELECT COUNT(*) FROM quarantine WHERE message_id = 'nobody-1'", 1);
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/quality?rule=missing-id", Role.Admin);
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Save these rows as a file" }).ClickAsync());
        Assert.Equal("rejected-missing-id.jsonl", download.SuggestedFilename);
        using var text = new StreamReader(await download.CreateReadStreamAsync());
        var saved = (await text.ReadToEndAsync()).TrimEnd();
        Assert.Single(saved.Split('\n'));

        await Load("no json");
        Assert.Contains("line 1 is no JSON object", await page.Locator("p.problem").InnerTextAsync(), StringComparison.Ordinal);
        await Load("{\"userId\":\"found-1\"," + saved[1..]);
        await page.Locator("p.done", new() { HasText = "1 row read, 1 accepted, 0 set aside again." }).WaitForAsync();
        Assert.Equal("found-1", shop.Rows<string>("SELECT customer_id FROM events WHERE order_id = 'nobody-1'")[0]);

        async Task Load(string rows)
        {
            await page.Locator("details.more summary").ClickAsync();
            await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "repaired.jsonl", MimeType = "application/x-ndjson", Buffer = System.Text.Encoding.UTF8.GetBytes(rows) });
            await page.GetByRole(AriaRole.Button, new() { Name = "Load", Exact = true }).ClickAsync();
        }
    }

    [Fact]
    public async Task Of_two_who_load_the_same_rows_again_one_is_told_that_there_are_none()
    {
        await shop.Send([.. Enumerable.Range(1, 5).Select(object (i) => new { type = "track", userId = "both", @event = "Product Viewed", timestamp = "last tuesday", messageId = $"both-{i}", properties = new { product_id = $"P{i}" } })]);
        await shop.Holds("SELECT COUNT(*) FROM quarantine WHERE message_id LIKE 'both-%'", 5);
        var turn = shop.Service<WarehouseTurn>();
        var rows = new RejectedRows(shop.Service<LiveWarehouse>(), turn, shop.Service<ServerSettings>(), TimeProvider.System) { AtOnce = 2 };
        var repair = new Repair("unparsable-time", [new RepairStep("timestamp", RepairKind.Set, "2026-01-02T10:00:00Z", "")], SeesPersons: true);
        var cancel = TestContext.Current.CancellationToken;
        Task<LoadReport>[] both;
        using (await turn.Take(cancel)) both = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() => rows.Replayed(repair, cancel), cancel))];
        var told = await Task.WhenAll(both.Select(async one =>
        {
            try
            {
                var load = await one;
                return $"{load.Rows} {load.Kept} {load.Rejected}";
            }
            catch (UserMistakeException none)
            {
                return none.Message;
            }
        }));
        Assert.Equal(["5 5 0", "There are no rows that could be loaded again; somebody may have repaired them already."], told.Order(StringComparer.Ordinal));
        Assert.Equal(5, shop.Rows<long>("SELECT COUNT(*) FROM events WHERE message_id LIKE 'both-%'")[0]);
        Assert.Equal(0, shop.Rows<long>("SELECT COUNT(*) FROM quarantine WHERE message_id LIKE 'both-%'")[0]);
    }

    [Fact]
    public async Task A_file_larger_than_a_usual_form_is_taken_up_to_the_limit_that_is_told()
    {
        using var analyst = await Visitor.As(shop.Server, Role.Analyst);
        var key = Visitor.KeyOf(await analyst.Text("/quality"));
        foreach (var (bytes, words) in ((int, string)[])[(6 << 20, "line 1 is no JSON object"), (DataQualityModule.LargestFile + 1, DataQualityModule.TooLarge)])
        {
            using var form = new MultipartFormDataContent { { new StringContent(key), SignedIn.FormField }, { new StringContent("/quality"), "back" }, { new ByteArrayContent(Enumerable.Repeat((byte)'x', bytes).ToArray()), "file", "rows.jsonl" } };
            using var answer = await analyst.Http.PostAsync("/quality/replay", form, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            Assert.Contains(words, WebUtility.HtmlDecode(await analyst.Text(answer.Headers.Location!.OriginalString)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_told_before_it_is_sent()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/quality");
        var file = page.Locator("input[type=file]");
        await file.EvaluateAsync("input => { input.dataset.most = 3; }");
        foreach (var (text, words) in ((string, string)[])[("four", DataQualityModule.TooLarge), ("one", "")])
        {
            await file.SetInputFilesAsync(new FilePayload { Name = "rows.jsonl", MimeType = "application/x-ndjson", Buffer = System.Text.Encoding.UTF8.GetBytes(text) });
            Assert.Equal(words, await file.EvaluateAsync<string>("input => input.validationMessage"));
        }
    }

    [Fact]
    public async Task What_waits_while_somebody_else_loads_is_shown_live_and_comes_in_afterwards()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/quality", Role.Viewer);
        using (await shop.Service<WarehouseTurn>().Take(TestContext.Current.CancellationToken))
        {
            await shop.Send(new { type = "track", userId = "waits", @event = "Product Viewed", messageId = "waits-1", properties = new { product_id = "P1" } });
            await page.WaitForFunctionAsync("() => document.querySelector('[data-figure=collector-waiting]').textContent === '1'");
            Assert.Equal(0, shop.Rows<long>("SELECT COUNT(*) FROM events WHERE message_id = 'waits-1'")[0]);
            using var analyst = await Visitor.As(shop.Server, Role.Analyst);
            using var later = await analyst.Post("/quality/repair", (SignedIn.FormField, Visitor.KeyOf(await analyst.Text("/quality"))), ("rule", "exact-duplicate"), ("back", "/quality"));
            Assert.Contains("rows can be loaded again when it has ended", await analyst.Text(later.Headers.Location!.OriginalString), StringComparison.Ordinal);
        }
        await page.WaitForFunctionAsync("() => document.querySelector('[data-figure=collector-waiting]').textContent === '0'");
        await shop.Holds("SELECT COUNT(*) FROM events WHERE message_id = 'waits-1'", 1);
    }
}
