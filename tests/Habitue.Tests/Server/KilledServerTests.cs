using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Habitue.Tests.Server;

/// <summary><c>habitue serve</c> is killed with live state in memory: after the next start every customer is told exactly as before.</summary>
public sealed class KilledServerTests : IDisposable
{
    private const string Decisions = "deadline_ms: 10000\noffers:\n  tea: { purpose: none }\n  mug: { purpose: none, product: P1 }\nplacements:\n  hero: { offers: [mug, tea], fallback: tea }\n";
    private static readonly string[] Customers = ["ann", "ann-phone", "ann-laptop", "bob", "cid", "shop"];
    private readonly string folder = Directory.CreateTempSubdirectory("habitue-killed-").FullName;
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;
    private readonly HttpClient client = new();
    private string write = "", read = "";

    public void Dispose()
    {
        client.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task After_a_kill_and_a_start_every_customer_is_told_as_before()
    {
        var home = Path.Combine(folder, "home");
        Dictionary<string, JsonElement> before;
        long began;
        using (var server = ServedProcess.Start(home))
        {
            (write, read, client.BaseAddress) = (server.WriteKey, server.ReadKey, new Uri(server.Address));
            await File.WriteAllTextAsync(Path.Combine(home, "decisions.yaml"), Decisions, cancel);
            await Until.True(async () => (await Told("/v1/decisions/catalogue")).GetProperty("offers").GetInt32() == 2, "the file of decisions is read");
            await Happen();
            await Until.True(async () => Count(await Profile("ann"), "events") >= 6 && Count(await Profile("bob"), "events") >= 4 && Count(await Profile("cid"), "events") >= 31, "the warehouse has all that happened");
            await Until.True(async () => (await Told("/v1/customers/ann/merges")).GetProperty("merges").GetArrayLength() == 2, "who is who is settled");
            (before, began) = await Settled();
            server.Kill();
        }

        Assert.Equal(3, before["/v1/customers/ann/live"].GetProperty("ids").GetArrayLength());
        Assert.Equal(30, before["/v1/customers/ann/live"].GetProperty("cart").GetProperty("value").GetDouble());
        Assert.Equal("gold", before["/v1/customers/ann"].GetProperty("live").GetProperty("traits").GetProperty("plan").GetString());
        Assert.Equal("r1:hero", before["/v1/customers/bob"].GetProperty("decisions")[0].GetProperty("decision_id").GetString());
        using var another = new HttpClient();
        using (var server = ServedProcess.Start(home))
        {
            another.BaseAddress = new Uri(server.Address);
            var difference = "nothing was asked";
            await Until.True(async () => (await another.GetAsync("/health/ready", cancel)).IsSuccessStatusCode, "the server is ready");
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(TimeSpan.FromMinutes(2));
            while (difference is not null && !limit.IsCancellationRequested)
            {
                difference = Difference(before, await All(another), began);
            }

            Assert.Null(difference);
            // What was decided is decided: the same request gets the same answer.
            using var again = await another.PostAsJsonAsync($"/v1/decide", new { userId = "bob", requestId = "r1", placement = "hero" }, cancel);
            Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
            another.DefaultRequestHeaders.Add("X-API-Key", write);
            using var decided = await another.PostAsJsonAsync($"/v1/decide", new { userId = "bob", requestId = "r1", placement = "hero" }, cancel);
            Assert.Contains("\"mug\"", await decided.Content.ReadAsStringAsync(cancel), StringComparison.Ordinal);
            Assert.Equal(0, server.Stop());
        }
    }

    /// <summary>Visits on two devices that become one customer, a cart, an order, consent, a decision, a sold-out product.</summary>
    private async Task Happen()
    {
        var now = TimeProvider.System.GetUtcNow();
        string At(double minutesAgo) => now.AddMinutes(-minutesAgo).ToString("O");
        await Send(
            new { type = "page", anonymousId = "ann-phone", messageId = "1", timestamp = At(100), context = new { page = new { path = "/" } } },
            Track("ann-phone", null, "2", At(99), "Product Viewed", new { product_id = "P1", price = 10 }),
            new { type = "identify", anonymousId = "ann-phone", userId = "ann", messageId = "3", timestamp = At(98), traits = new { plan = "gold" } },
            Track("ann-laptop", null, "4", At(20), "Product Viewed", new { product_id = "P2", price = 20 }),
            new { type = "alias", previousId = "ann-laptop", userId = "ann", messageId = "5", timestamp = At(19) },
            Track(null, "ann", "6", At(10), "Product Added", new { product_id = "P1", price = 10, quantity = 3 }),
            Track(null, "ann", "7", At(9), "Products Searched", new { query = "tea" }),
            Track(null, "ann", "8", At(8), "Product Viewed", new { product_id = "P3", price = 7 }),
            new { type = "page", userId = "ann", messageId = "9", timestamp = At(7), context = new { page = new { path = "/cart" }, consent = new { categoryPreferences = new { Marketing = false } } } },
            Track(null, "bob", "10", At(6), "Order Completed", new { order_id = "o1", total = 12.5, products = new[] { new { product_id = "P1", price = 12.5, quantity = 1 } } }),
            Track(null, "bob", "11", At(5), "Product Viewed", new { product_id = "P1", price = 10 }));
        await Send([.. Enumerable.Range(0, 31).Select(i => Track(null, "cid", $"c{i}", At(3 + (i / 100.0)), "Product Viewed", new { product_id = $"P{i}", price = i }))]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/decide") { Content = JsonContent.Create(new { userId = "bob", requestId = "r1", placement = "hero" }), Headers = { { "X-API-Key", write } } };
        using var decided = await client.SendAsync(request, cancel);
        Assert.Contains("\"mug\"", await decided.Content.ReadAsStringAsync(cancel), StringComparison.Ordinal);
        await Send(Track(null, "bob", "12", At(0.1), "Product Viewed", new { product_id = "P4", price = 1 }), Track(null, "shop", "13", At(0.1), "Stock Changed", new { product_id = "P1", stock = 0 }));
    }

    private static object Track(string? anonymous, string? user, string id, string at, string name, object properties) =>
        new { type = "track", @event = name, anonymousId = anonymous, userId = user, messageId = id, timestamp = at, properties };

    private async Task Send(params object[] events)
    {
        using var answer = await client.PostAsJsonAsync($"/v1/batch?writeKey={write}", new { batch = events }, cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>What everybody is told once it changes no more from one second to the next.</summary>
    private async Task<(Dictionary<string, JsonElement> Told, long At)> Settled()
    {
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var (told, at) = (await All(client), TimeProvider.System.GetTimestamp());
        while (true)
        {
            await pace.WaitForNextTickAsync(cancel);
            var (next, then) = (await All(client), TimeProvider.System.GetTimestamp());
            if (Difference(told, next, at) is null) return (next, then);
            (told, at) = (next, then);
        }
    }

    private static string? Difference(Dictionary<string, JsonElement> before, Dictionary<string, JsonElement> after, long began) =>
        before.Select(one => SameButForTime.Difference(one.Key, one.Value, after[one.Key], TimeProvider.System.GetElapsedTime(began))).FirstOrDefault(one => one is not null);

    private async Task<Dictionary<string, JsonElement>> All(HttpClient from)
    {
        var all = new Dictionary<string, JsonElement>();
        foreach (var customer in Customers)
            foreach (var address in new[] { $"/v1/customers/{customer}", $"/v1/customers/{customer}/live", $"/v1/customers/{customer}/merges", $"/v1/customers/{customer}/recommendations" })
                all[address] = await Told(address, from);
        return all;
    }

    private Task<JsonElement> Profile(string customer) => Told($"/v1/customers/{customer}");

    private async Task<JsonElement> Told(string address, HttpClient? from = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "X-API-Key", read } } };
        using var answer = await (from ?? client).SendAsync(request, cancel);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync(cancel));
    }

    private static int Count(JsonElement profile, string list) => profile.TryGetProperty(list, out var found) ? found.GetArrayLength() : 0;
}
