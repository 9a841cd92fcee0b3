using System.Net;
using System.Text;
using System.Text.Json;
using Habitue.Decisions;
using Habitue.Decisions.Log;

namespace Habitue.Tests.Decisions;

public sealed class DecideEndpointTests
{
    // The deadline is far away: a busy machine must not make a fallback of what these tests look at.
    private const string File = """
        deadline_ms: 10000
        offers:
          tea: { purpose: none, content: { headline: "Tea <b>today</b>" }, reason: because it is cold }
          mug: { purpose: none, product: P1 }
          banner: { purpose: none }
        placements:
          hero: { offers: [mug, tea], fallback: banner }
          once: { offers: [tea], cap: 1 per 1d }
          try: { offers: [tea, mug], policy: { kind: bandit, explore: 0.5 } }
          list: { products: recommendations, count: 3 }
        """;

    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_placements_are_answered_at_once_and_logged()
    {
        await using var server = await DecidingServer.Start(File);

        var answer = await server.Decide(new { requestId = "r1", userId = "ann", placements = new[] { "hero", "list" } });

        Assert.Equal("r1", answer.GetProperty("requestId").GetString());
        var (hero, list) = (answer.GetProperty("decisions")[0], answer.GetProperty("decisions")[1]);
        Assert.Equal(("hero", "r1:hero", "rules", 1.0), (Text(hero, "placement"), Text(hero, "decisionId"), Text(hero, "policy"), hero.GetProperty("propensity").GetDouble()));
        Assert.Equal(["P1", "P2", "P4"], list.GetProperty("actions").EnumerateArray().Select(action => Text(action, "id")));
        Assert.Equal(("Mug", "because you bought Lamp"), (Text(list.GetProperty("actions")[0], "title"), Text(list.GetProperty("actions")[0], "reason")));
        Assert.Equal(8, list.GetProperty("actions")[0].GetProperty("content").GetProperty("price").GetDouble());
        await server.CaughtUp();
        Assert.Equal(2, server.Log.Texts().Count(text => text.Contains("\"event\":\"Decision Made\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_same_request_gets_the_same_decision_even_of_a_server_that_began_anew()
    {
        await using var server = await DecidingServer.Start(File);
        var asked = new { requestId = "r1", userId = "ann", placements = new[] { "once", "try" } };
        var first = await server.Decide(asked);
        var again = await server.Decide(asked);
        await server.CaughtUp();
        await server.Stop();
        await server.Start();
        var later = await server.Decide(asked);

        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.Equal(Actions(first), Actions(later));
        Assert.Equal(2, server.Log.Texts().Count);                  // found again, not made again
        Assert.Equal(FallbackReasons.Capped, Text((await server.Decide(new { requestId = "r2", userId = "ann", placement = "once" })).GetProperty("decisions")[0], "fallback"));
        using var other = await server.Client.PostAsync("/v1/decide", new StringContent("""{"requestId": "r1", "userId": "bob", "placement": "once"}"""), cancel);
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);

        static string Actions(JsonElement answer) => string.Join(" ", answer.GetProperty("decisions").EnumerateArray().Select(one => $"{Text(one, "decisionId")} {Text(one.GetProperty("actions")[0], "id")} {one.GetProperty("propensity")}"));
    }

    [Fact]
    public async Task A_product_that_is_sold_out_is_gone_with_its_event()
    {
        await using var server = await DecidingServer.Start(File);
        Assert.Equal("mug", First(await server.Decide(new { userId = "ann", placement = "hero" })));

        await server.Happens("shop", Event("shop", "Stock Changed", new { product_id = "P1", stock = 0 }));

        Assert.Equal("tea", First(await server.Decide(new { userId = "ann", placement = "hero" })));
        await server.Stop();
        await server.Start();
        Assert.Equal("tea", First(await server.Decide(new { userId = "ann", placement = "hero" }))); // it is still sold out tomorrow
    }

    [Fact]
    public async Task Outcomes_reach_the_bandit_and_the_warehouse_exactly_once()
    {
        await using var server = await DecidingServer.Start(File);
        for (var i = 0; i < 20; i++)
        {
            var decision = (await server.Decide(new { requestId = $"r{i}", anonymousId = $"v{i}", placement = "try" })).GetProperty("decisions")[0];
            if (i % 2 == 0) await server.Happens($"v{i}", Event($"v{i}", "Promotion Clicked", new { decision_id = Text(decision, "decisionId") }));
        }
        await server.CaughtUp();
        var learned = server.Service<BanditBook>().With("try", bandit => (bandit.Learned, bandit.Open));
        await server.Stop();
        await server.Start();
        await server.CaughtUp();
        server.Service<DecisionTables>().Write();

        Assert.Equal((10L, 10), learned);
        Assert.Equal(learned, server.Service<BanditBook>().With("try", bandit => (bandit.Learned, bandit.Open)));
        using var warehouse = server.Warehouse();
        Assert.Equal((20L, 20L), warehouse.Rows<(long, long)>("SELECT COUNT(*), COUNT(DISTINCT decision_id) FROM decisions")[0]);
        Assert.Equal((10L, 10L, 10.0), warehouse.Rows<(long, long, double)>("SELECT COUNT(*), COUNT(DISTINCT decision_id), SUM(reward) FROM decision_rewards")[0]);
        Assert.Equal(0, warehouse.Scalar<long>("SELECT COUNT(*) FROM decisions WHERE propensity IS NULL OR propensity <= 0 OR action IS NULL"));
    }

    [Fact]
    public async Task What_the_server_writes_of_experiments_makes_nobody_read_all_customers_anew()
    {
        await using var server = await DecidingServer.Start(File);
        var (loader, decider) = (server.Service<WorldLoader>(), server.Service<Decider>());
        loader.LoadTables(cancel);
        var before = decider.World.Customers;
        using var warehouse = server.Warehouse();
        warehouse.Execute("CREATE OR REPLACE TABLE experiment_results AS SELECT 1 AS a");
        loader.LoadTables(cancel);
        Assert.Same(before, decider.World.Customers);
        warehouse.Execute("CREATE TABLE a_table_of_a_run AS SELECT 1 AS a");
        loader.LoadTables(cancel);
        Assert.NotSame(before, decider.World.Customers);
    }

    [Fact]
    public async Task A_changed_file_is_taken_without_a_restart_and_a_wrong_one_is_refused()
    {
        await using var server = await DecidingServer.Start(File);
        var loader = server.Service<WorldLoader>();

        await System.IO.File.WriteAllTextAsync(server.CatalogueFile, File.Replace("offers: [mug, tea]", "offers: [mug, toa]"), cancel);
        loader.LoadFile();
        Assert.Equal("mug", First(await server.Decide(new { userId = "ann", placement = "hero" })));
        using var state = JsonDocument.Parse(await server.Client.GetStringAsync("/v1/decisions/catalogue", cancel));
        Assert.Equal("decisions.yaml, line 7: `toa` is no offer; did you mean tea?", state.RootElement.GetProperty("problems")[0].GetString());

        await System.IO.File.WriteAllTextAsync(server.CatalogueFile, File.Replace("offers: [mug, tea]", "offers: [tea, mug, banner]"), cancel);
        loader.LoadFile();
        Assert.Equal("tea", First(await server.Decide(new { userId = "ann", placement = "hero" })));
        Assert.Empty(loader.Problems);
    }

    [Fact]
    public async Task New_tables_of_the_warehouse_are_taken_without_a_restart()
    {
        await using var server = await DecidingServer.Start("deadline_ms: 10000\noffers: { a: { purpose: none, when: recency_days < 2 }, b: { purpose: none } }\nplacements: { p: { offers: [a, b] } }");
        Assert.Equal("b", First(await server.Decide(new { userId = "ann", placement = "p" })));
        using (var warehouse = server.Warehouse()) warehouse.Execute("CREATE OR REPLACE TABLE customer_features AS SELECT * REPLACE (1.0 AS recency_days) FROM customer_features");

        server.Service<WorldLoader>().LoadTables(cancel);

        Assert.Equal("a", First(await server.Decide(new { userId = "ann", placement = "p" })));
    }

    private static readonly (string Body, int Status, string Sentence)[] Wrong =
    [
        ("", 400, "not JSON"),
        ("[]", 400, "must be an object"),
        ("{\"placement\": \"hero\"}", 400, "userId or anonymousId is missing"),
        ("{\"userId\": \"ann\"}", 400, "placement or placements is missing"),
        ("{\"userId\": {}, \"placement\": \"hero\"}", 400, "The field userId must be a text"),
        ("{\"userId\": \"\", \"placement\": \"hero\"}", 400, "The field userId must have 1 to 256 letters"),
        ("{\"userId\": \"a\\u0000b\", \"placement\": \"hero\"}", 400, "The field userId holds control characters"),
        ("{\"userId\": \"\\ud800\", \"placement\": \"hero\"}", 400, "not valid Unicode"),
        ("{\"userId\": \"ann\", \"placements\": []}", 400, "a list of 1 to 50 names"),
        ("{\"userId\": \"ann\", \"placements\": [1]}", 400, "must hold names as texts"),
        ("{\"userId\": \"ann\", \"placements\": [\"hero\", \"hero\"]}", 400, "names a placement twice"),
        ("{\"userId\": \"ann\", \"placement\": \"hero\", \"context\": {\"a\": {}}}", 400, "The field context.a must be a text"),
        ("{\"userId\": \"ann\", \"placement\": \"hero\", \"consent\": {\"marketing\": \"yes\"}}", 400, "consent.marketing must be true or false"),
        ("{\"userId\": \"ann\", \"placement\": \"<script>\"}", 404, "There is no placement"),
        ("{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}}}}}}}}}", 400, "not JSON that can be read"),
    ];

    [Fact]
    public async Task What_cannot_be_answered_is_told_as_problem_json()
    {
        await using var server = await DecidingServer.Start(File);
        foreach (var (body, status, sentence) in Wrong)
        {
            using var answer = await server.Client.PostAsync("/v1/decide", new StringContent(body, Encoding.UTF8, "application/json"), cancel);

            Assert.Equal((status, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            var text = await answer.Content.ReadAsStringAsync(cancel);
            using var problem = JsonDocument.Parse(text);
            Assert.Contains(sentence, problem.RootElement.GetProperty("detail").GetString());
            Assert.DoesNotContain("<script>", text);
        }
    }

    [Fact]
    public async Task Odd_bytes_and_sizes_are_refused_and_never_break_the_server()
    {
        await using var server = await DecidingServer.Start(File);
        byte[][] bodies = [[0xFF, 0xFE, 0x7B], [.. "{\"userId\": \"a"u8, 0xC3, 0x28, .. "\", \"placement\": \"hero\"}"u8], new byte[70_000], [.. Enumerable.Repeat((byte)'[', 5_000)]];
        foreach (var body in bodies)
        {
            using var answer = await server.Client.PostAsync("/v1/decide", new ByteArrayContent(body), cancel);
            Assert.InRange((int)answer.StatusCode, 400, 413);
        }

        var many = $$"""{"userId": "ann", "placement": "hero", "context": { {{string.Join(",", Enumerable.Range(0, 101).Select(i => $"\"k{i}\": 1"))}} } }""";
        using var tooMany = await server.Client.PostAsync("/v1/decide", new StringContent(many), cancel);
        Assert.Contains("more than 100 entries", await tooMany.Content.ReadAsStringAsync(cancel));
        Assert.Equal("mug", First(await server.Decide(new { userId = "ann'; DROP TABLE customers; --", placement = "hero", context = new { page = "<script>", n = 1e300 } })));
    }

    [Fact]
    public async Task Content_of_a_placement_is_an_address_of_its_own()
    {
        await using var server = await DecidingServer.Start(File);

        var text = await server.Client.GetStringAsync("/v1/content/once?userId=bob&requestId=m1", cancel);

        using var content = JsonDocument.Parse(text);
        Assert.Equal("Tea <b>today</b>", content.RootElement.GetProperty("action").GetProperty("content").GetProperty("headline").GetString());
        Assert.DoesNotContain("<b>", text); // escaped, so that it does no harm in a page
        Assert.Equal(text, await server.Client.GetStringAsync("/v1/content/once?userId=bob&requestId=m1", cancel));
        using var none = await server.Client.GetAsync("/v1/content/once?userId=bob&requestId=m2", cancel);
        Assert.Equal(HttpStatusCode.NoContent, none.StatusCode);
        using var nobody = await server.Client.GetAsync("/v1/content/once", cancel);
        Assert.Equal(HttpStatusCode.BadRequest, nobody.StatusCode);
        using var unknown = await server.Client.GetAsync("/v1/content/nowhere?userId=x", cancel);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task A_customer_is_shown_whole_and_what_was_typed_does_no_harm()
    {
        await using var server = await DecidingServer.Start(File);
        await server.Decide(new { requestId = "r1", userId = "ann", placement = "hero" });

        var text = await server.Client.GetStringAsync("/v1/customers/ann", cancel);

        using var profile = JsonDocument.Parse(text);
        var root = profile.RootElement;
        Assert.Equal("gold", Text(root.GetProperty("customers")[0], "loyalty_tier"));
        Assert.Equal(3, root.GetProperty("customer_features")[0].GetProperty("recency_days").GetDouble());
        Assert.Equal("<script>alert(1)</script>", Text(root.GetProperty("events")[0], "search"));
        Assert.DoesNotContain("<script>", text);
        Assert.Equal("r1:hero", Text(root.GetProperty("decisions")[0], "decision_id"));
        foreach (var id in new[] { "nobody", new string('x', 10_000), "%00", "x'%20OR%20'1'='1", "..%2f..%2fetc" })
        {
            using var answer = await server.Client.GetAsync("/v1/customers/" + id, cancel);
            Assert.InRange((int)answer.StatusCode, 400, 499);
        }
    }

    [Fact]
    public async Task A_page_may_ask_what_to_show_and_only_a_server_may_read_customers()
    {
        await using var server = await DecidingServer.Start(File);
        async Task<HttpStatusCode> Status(string address, string? key)
        {
            using var request = new HttpRequestMessage(address == "/v1/decide" ? HttpMethod.Post : HttpMethod.Get, new Uri(server.Client.BaseAddress!, address));
            if (request.Method == HttpMethod.Post) request.Content = new StringContent("""{"userId": "ann", "placement": "hero"}""");
            if (key is not null) request.Headers.Add("X-API-Key", key);
            using var stranger = new HttpClient();
            using var answer = await stranger.SendAsync(request, cancel);
            return answer.StatusCode;
        }

        foreach (var address in new[] { "/v1/decide", "/v1/content/hero?userId=ann" })
        {
            Assert.Equal(HttpStatusCode.OK, await Status(address, server.WriteKey));
            Assert.Equal(HttpStatusCode.Unauthorized, await Status(address, null));
            Assert.Equal(HttpStatusCode.Unauthorized, await Status(address, "wk_guessed"));
        }
        foreach (var address in new[] { "/v1/customers/ann", "/v1/customers/ann/recommendations", "/v1/decisions/catalogue" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await Status(address, server.WriteKey));
            Assert.Equal(HttpStatusCode.Unauthorized, await Status(address, null));
        }
    }

    [Fact]
    public async Task Recommendations_leave_out_what_is_sold_out_and_fill_up_with_what_sells()
    {
        await using var server = await DecidingServer.Start(File);

        async Task<string> Ids(string address)
        {
            using var answer = JsonDocument.Parse(await server.Client.GetStringAsync(address, cancel));
            return string.Join(" ", answer.RootElement.GetProperty("recommendations").EnumerateArray().Select(one => Text(one, "id")));
        }
        Assert.Equal("P1 P2 P4", await Ids("/v1/customers/ann/recommendations"));
        Assert.Equal("P1", await Ids("/v1/customers/ann/recommendations?count=1"));
        Assert.Equal("P4 P1", await Ids("/v1/customers/nobody/recommendations"));
        Assert.Equal("P4 P1", await Ids("/v1/customers/bob/recommendations")); // refused: nothing of the profile is used
        Assert.Equal("P2 P4", await Ids("/v1/customers/ann/recommendations?product=P1"));
        using var wrong = await server.Client.GetAsync("/v1/customers/ann/recommendations?count=0", cancel);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    internal static object Event(string user, string name, object properties) => new
    {
        type = "track",
        @event = name,
        messageId = $"{name} {user} {JsonSerializer.Serialize(properties)}",
        userId = user,
        timestamp = DateTime.UnixEpoch.AddYears(60),
        receivedAt = DateTime.UnixEpoch.AddYears(60),
        properties,
    };

    private static string? First(JsonElement answer) => Text(answer.GetProperty("decisions")[0].GetProperty("actions")[0], "id");

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();
}
