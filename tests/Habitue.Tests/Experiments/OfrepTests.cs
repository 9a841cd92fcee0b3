using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using System.Text.Json;
using Habitue.Experiments;
using Habitue.Experiments.Analysis;
using Habitue.Experiments.Assignment;
using Habitue.Experiments.Serving;
using Habitue.Server;
using Habitue.Tests.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Tests.Experiments;

public sealed class OfrepTests : IAsyncLifetime
{
    private const string File = """
        groups: { staff: [boss] }
        experiments:
          button:
            status: running
            variants: [ { name: red, weight: 0.5, value: red }, { name: blue, weight: 0.5, value: blue } ]
            condition: { id: { $notInGroup: staff } }
            assign: { tester: blue }
            goal: conversion
          banner:
            status: running
            variants: [ { name: off, value: false }, { name: on, value: true } ]
            goal: conversion
          later:
            status: draft
            variants: [ { name: off, value: 1 }, { name: on, value: 2 } ]
            goal: conversion
        """;

    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;
    private readonly string folder = Directory.CreateTempSubdirectory("habitue-ofrep-").FullName;
    private RunningServer server = null!;

    public async ValueTask InitializeAsync()
    {
        System.IO.File.WriteAllText(Path.Combine(folder, "experiments.yaml"), File);
        server = await RunningServer.Start([new HealthModule(), new ExperimentsModule()], folder: folder);
        server.Client.DefaultRequestHeaders.Add("X-API-Key", server.Services.GetRequiredService<AccessKeys>().Make(KeyKind.Write, "page"));
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task One_flag_is_answered_with_value_variant_and_reason()
    {
        var (status, answer) = await Post("button", """{"context": {"targetingKey": "u1"}}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(("button", "SPLIT"), (answer.GetProperty("key").GetString(), answer.GetProperty("reason").GetString()));
        Assert.Equal(answer.GetProperty("variant").GetString(), answer.GetProperty("value").GetString());
        // The draw of GrowthBook's hash: computed here by its definition.
        var place = BucketHash.Of("button", "u1", 2)!.Value;
        Assert.Equal(place < 0.5 ? "red" : "blue", answer.GetProperty("variant").GetString());
        Assert.True(answer.GetProperty("metadata").GetProperty("takesPart").GetBoolean());
    }

    [Theory]
    [InlineData("button", "tester", "blue", "STATIC", true)]
    [InlineData("button", "boss", "red", "DEFAULT", false)]
    [InlineData("later", "u1", "off", "DISABLED", false)]
    public async Task Whoever_does_not_take_part_gets_the_control(string key, string customer, string variant, string reason, bool takesPart)
    {
        var (_, answer) = await Post(key, "{\"context\": {\"targetingKey\": \"" + customer + "\"}}");

        Assert.Equal((variant, reason, takesPart), (answer.GetProperty("variant").GetString(), answer.GetProperty("reason").GetString(), answer.GetProperty("metadata").GetProperty("takesPart").GetBoolean()));
    }

    [Fact]
    public async Task All_flags_come_with_a_tag_and_are_not_sent_twice()
    {
        const string body = """{"context": {"targetingKey": "u1"}}""";
        using var first = await Send("/ofrep/v1/evaluate/flags", body);
        var tag = first.Headers.ETag!.ToString();

        using var again = await Send("/ofrep/v1/evaluate/flags", body, tag);
        using var other = await Send("/ofrep/v1/evaluate/flags", body, "\"something else\"");

        Assert.Equal(["banner", "button", "later"], JsonElement.Parse(await first.Content.ReadAsStringAsync(cancel)).GetProperty("flags").EnumerateArray().Select(flag => flag.GetProperty("key").GetString()).Order());
        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.OK), (again.StatusCode, other.StatusCode));
        Assert.Equal(tag, other.Headers.ETag!.ToString());
    }

    [Theory]
    [InlineData("""{"context": {}}""", 400, "TARGETING_KEY_MISSING")]
    [InlineData("""{}""", 400, "TARGETING_KEY_MISSING")]
    [InlineData("""[]""", 400, "TARGETING_KEY_MISSING")]
    [InlineData("""{"context": 3}""", 400, "INVALID_CONTEXT")]
    [InlineData("""{"context": {"targetingKey": 3}}""", 400, "INVALID_CONTEXT")]
    [InlineData("""{"context": {"targetingKey": ""}}""", 400, "INVALID_CONTEXT")]
    [InlineData("""{"context": """, 400, "PARSE_ERROR")]
    [InlineData("", 400, "PARSE_ERROR")]
    [InlineData("""{"context": {"targetingKey": "\ud800"}}""", 400, "PARSE_ERROR")]
    [InlineData("""{"context": {"targetingKey": "u", "\ud800": 1}}""", 400, "PARSE_ERROR")]
    [InlineData("""{"context": {"targetingKey": "u", "a": [{"b": "\udc00"}]}}""", 400, "PARSE_ERROR")]
    public async Task What_is_wrong_is_named_in_the_words_of_the_protocol(string body, int status, string code)
    {
        foreach (var address in (string[])["/ofrep/v1/evaluate/flags/button", "/ofrep/v1/evaluate/flags"])
        {
            using var answer = await Send(address, body);
            var found = JsonElement.Parse(await answer.Content.ReadAsStringAsync(cancel));
            Assert.Equal((status, code), ((int)answer.StatusCode, found.GetProperty("errorCode").GetString()));
            Assert.NotEmpty(found.GetProperty("errorDetails").GetString()!);
        }
    }

    [Fact]
    public async Task Hostile_input_is_never_a_500()
    {
        byte[][] bodies =
        [
            [0xff, 0xfe, 0x00], "{\"context\": {\"targetingKey\": \"a\0b\"}}"u8.ToArray(),
            Encoding.UTF8.GetBytes(new string('[', 100_000)), Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"context\":", 200)) + "1" + new string('}', 200)),
            Encoding.UTF8.GetBytes("{\"context\": {\"targetingKey\": \"" + new string('x', 10_000) + "\"}}"), Encoding.UTF8.GetBytes("{\"context\": {\"targetingKey\": \"u\", \"big\": \"" + new string('x', 100_000) + "\"}}"),
            """{"context": {"targetingKey": "u", "n": 1e999, "m": -0, "targetingkey": null}}"""u8.ToArray(), """{"context": {"targetingKey": "'; DROP TABLE experiment_assignments; --"}}"""u8.ToArray(),
            """{"context": {"targetingKey": "<script>alert(1)</script>", "id": {"$gt": ""}}}"""u8.ToArray(),
        ];

        foreach (var body in bodies)
        {
            using var answer = await server.Client.PostAsync("/ofrep/v1/evaluate/flags/button", new ByteArrayContent(body), cancel);
            Assert.Contains((int)answer.StatusCode, new[] { 200, 400 });
        }

        var (status, _) = await Post("button", """{"context": {"targetingKey": "after all that"}}""");
        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Fact]
    public async Task What_was_asked_is_counted()
    {
        var counted = new Dictionary<string, long>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, one) => { if (instrument.Name.StartsWith("habitue.experiments.", StringComparison.Ordinal)) one.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            lock (counted) counted[$"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}"] = counted.GetValueOrDefault($"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}") + value;
        });
        listener.Start();

        await Post("later", """{"context": {"targetingKey": "counted"}}""");
        await Post("counted-flag", """{"context": {"targetingKey": "counted"}}""");

        lock (counted) Assert.True(counted["habitue.experiments.evaluations later disabled"] >= 1 && counted["habitue.experiments.refused FLAG_NOT_FOUND"] >= 1);
    }

    [Fact]
    public async Task Without_a_key_nobody_is_answered()
    {
        using var stranger = new HttpClient { BaseAddress = server.Client.BaseAddress };
        foreach (var address in (string[])["/ofrep/v1/evaluate/flags/button", "/ofrep/v1/evaluate/flags"])
        {
            using var answer = await stranger.PostAsync(address, new StringContent("""{"context": {"targetingKey": "u1"}}"""), cancel);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        stranger.DefaultRequestHeaders.Authorization = new("Bearer", server.Services.GetRequiredService<AccessKeys>().Make(KeyKind.Read, "shop"));
        using var welcome = await stranger.PostAsync("/ofrep/v1/evaluate/flags/button", new StringContent("""{"context": {"targetingKey": "u1"}}"""), cancel);
        Assert.Equal((HttpStatusCode.OK, 0), (welcome.StatusCode, welcome.Headers.WwwAuthenticate.Count));
    }

    [Fact]
    public async Task Who_asks_too_often_is_answered_by_429_with_the_seconds_and_served_again_after_them()
    {
        const string body = """{"context": {"targetingKey": "u1"}}""";
        var clock = new FixedClock(new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));
        await using var strict = await RunningServer.Start([new HealthModule(), new ExperimentsModule(mostPerSecond: 5)], clock);
        var keys = strict.Services.GetRequiredService<AccessKeys>();
        async Task<HttpResponseMessage> Ask(string key, string address)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body), Headers = { { "X-API-Key", key } } };
            return await strict.Client.SendAsync(request, cancel);
        }

        var (page, shop) = (keys.Make(KeyKind.Write, "page"), keys.Make(KeyKind.Read, "shop"));
        for (var i = 0; i < 5; i++)
            using (var answer = await Ask(page, "/ofrep/v1/evaluate/flags")) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        foreach (var (address, key) in new[] { ("/ofrep/v1/evaluate/flags", null), ("/ofrep/v1/evaluate/flags/button", "button") })
        {
            using var late = await Ask(page, address);
            Assert.Equal(HttpStatusCode.TooManyRequests, late.StatusCode);
            Assert.Equal("1", Assert.Single(late.Headers.GetValues("Retry-After")));
            var told = JsonElement.Parse(await late.Content.ReadAsStringAsync(cancel));
            Assert.Equal(("GENERAL", key), (told.GetProperty("errorCode").GetString(), told.TryGetProperty("key", out var named) ? named.GetString() : null));
        }

        using (var other = await Ask(shop, "/ofrep/v1/evaluate/flags")) Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        clock.Now += TimeSpan.FromMilliseconds(400);   // two of five a second
        for (var i = 0; i < 3; i++)
            using (var answer = await Ask(page, "/ofrep/v1/evaluate/flags")) Assert.Equal(i < 2 ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests, answer.StatusCode);
    }

    [Fact]
    public async Task A_variant_that_could_not_be_counted_is_not_handed_out()
    {
        await using var full = await RunningServer.Start([new HealthModule(), new ExperimentsModule(mostExposures: 0)], folder: folder);
        full.Client.DefaultRequestHeaders.Add("X-API-Key", full.Services.GetRequiredService<AccessKeys>().Make(KeyKind.Write, "full"));
        async Task<HttpResponseMessage> Ask(string customer) => await full.Client.PostAsync("/ofrep/v1/evaluate/flags/button", new StringContent("{\"context\": {\"targetingKey\": \"" + customer + "\"}}"), cancel);

        using var refused = await Ask("u1");
        using var staff = await Ask("boss");   // takes no part, and is not counted

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (refused.StatusCode, refused.Headers.GetValues("Retry-After").Single()));
        Assert.Equal("GENERAL", JsonElement.Parse(await refused.Content.ReadAsStringAsync(cancel)).GetProperty("errorCode").GetString());
        Assert.Equal(HttpStatusCode.OK, staff.StatusCode);
    }

    [Fact]
    public void Exposures_that_wait_are_bounded_and_one_that_waits_may_come_again()
    {
        using var book = new ExposureBook(server.Services.GetRequiredService<LiveWarehouse>(), most: 2);
        bool Add(string customer) => book.TryAdd(new Exposure("button", customer, "red", DateTime.UnixEpoch));

        Assert.Equal([true, true, false, true], ((string[])["a", "b", "c", "a"]).Select(Add));
        Assert.Equal(2, book.Waiting);
        book.Flush();
        Assert.True(Add("c"));
    }

    [Fact]
    public async Task A_flag_that_is_not_there_is_404()
    {
        var (status, answer) = await Post("nowhere", """{"context": {"targetingKey": "u1"}}""");

        Assert.Equal((HttpStatusCode.NotFound, "FLAG_NOT_FOUND", "nowhere"), (status, answer.GetProperty("errorCode").GetString(), answer.GetProperty("key").GetString()));
    }

    [Fact]
    public async Task Asking_for_one_is_an_exposure_and_asking_for_all_is_none()
    {
        await Post("button", """{"context": {"targetingKey": "u1"}}""");
        await Post("button", """{"context": {"targetingKey": "u1"}}""");
        await Post("button", """{"context": {"targetingKey": "boss"}}""");
        using (await Send("/ofrep/v1/evaluate/flags", """{"context": {"targetingKey": "u2"}}"""))
        {
            server.Services.GetRequiredService<ExperimentWatch>().Judge(cancel);
        }

        using var warehouse = server.Warehouse();
        Assert.Equal(("button", "u1"), warehouse.Rows<(string, string)>("SELECT experiment, customer_id FROM experiment_exposures").Single());
        Assert.Equal(3, warehouse.Scalar<long>("SELECT COUNT(*) FROM experiment_verdicts"));
    }

    [Fact]
    public async Task A_harmful_test_is_stopped_by_its_guardrail()
    {
        System.IO.File.WriteAllText(Path.Combine(folder, "experiments.yaml"), """
            experiments:
              harm: { status: running, variants: [ { name: off }, { name: on } ], goal: revenue, guardrails: [conversion] }
            """);
        using (var warehouse = server.Warehouse())
        {
            ExperimentTables.MakeExposures(warehouse);
            warehouse.Execute("""
                CREATE TABLE orders (order_id VARCHAR, customer_id VARCHAR, ordered_at TIMESTAMP, revenue DECIMAL(18,4));
                INSERT INTO experiment_exposures SELECT 'harm', v || i, v, TIMESTAMP '2026-01-01' FROM (VALUES ('off'), ('on')) t(v), range(3000) r(i);
                INSERT INTO orders SELECT 'o', CASE WHEN i < 600 THEN 'off' ELSE 'on' END || (i % 600), TIMESTAMP '2026-01-02', 10 FROM range(1000) r(i)
                """);
        }

        var watch = server.Services.GetRequiredService<ExperimentWatch>();
        var definitions = new LiveDefinitions(folder, TimeProvider.System);
        using (var warehouse = server.Warehouse())
            ExperimentWatch.Judged(warehouse, definitions.Current, server.Services.GetRequiredService<AssignmentStore>(), server.Services.GetRequiredService<ExperimentStops>(), TimeProvider.System.GetUtcNow().UtcDateTime, cancel);

        Assert.NotNull(watch);
        Assert.Contains("on makes conversion worse", server.Services.GetRequiredService<ExperimentStops>().Reason("harm"), StringComparison.Ordinal);
        using var after = server.Warehouse();
        Assert.Equal(("stopped", "harmful"), after.Rows<(string, string)>("SELECT state, verdict FROM experiment_verdicts").Single());
    }

    [Fact]
    public async Task A_mistake_in_the_file_is_told_by_the_health_and_what_was_read_before_stays()
    {
        var clock = new FixedClock(new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));
        var definitions = new LiveDefinitions(folder, clock);
        Assert.Equal(3, definitions.Current.Experiments.Count);

        System.IO.File.WriteAllText(Path.Combine(folder, "experiments.yaml"), "experiments: { x: { goal: conversion } }");
        Assert.Null(definitions.Problem); // not looked at again within the second
        clock.Now += TimeSpan.FromSeconds(2);

        Assert.Equal(3, definitions.Current.Experiments.Count);
        Assert.Equal("experiments.yaml, line 1: experiments.x has no `variants:`.", definitions.Problem);
        System.IO.File.Delete(Path.Combine(folder, "experiments.yaml"));
        clock.Now += TimeSpan.FromSeconds(2);
        Assert.Empty(definitions.Current.Experiments);
        Assert.Null(definitions.Problem);
        using var ready = await server.Client.GetAsync("/health/ready", cancel);
        Assert.Contains("\"experiments\"", await ready.Content.ReadAsStringAsync(cancel), StringComparison.Ordinal);
    }

    private async Task<(HttpStatusCode, JsonElement)> Post(string key, string body)
    {
        using var answer = await Send($"/ofrep/v1/evaluate/flags/{key}", body);
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync(cancel)));
    }

    private async Task<HttpResponseMessage> Send(string address, string body, string? tag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (tag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return await server.Client.SendAsync(request, cancel);
    }
}
