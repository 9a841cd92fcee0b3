using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Habitue.Live;
using Habitue.Server;
using Habitue.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Tests.Server;

/// <summary>The whole server on a home that a whole run has made: every room reads the tables as they are.</summary>
public sealed class ServedHomeTests : IDisposable
{
    private const string Decisions = """
        offers:
          free-shipping: { title: Free shipping, purpose: none }
        placements:
          home: { offers: [free-shipping], fallback: free-shipping }
        """;

    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;
    private readonly string folder = Directory.CreateTempSubdirectory("habitue-served-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Every_room_works_on_the_tables_of_a_run()
    {
        Assert.Equal(0, TheProgram.Run(folder, "demo", "--customers", "500", "--no-report", "--home", folder).Code);
        File.WriteAllText(Path.Combine(folder, "decisions.yaml"), Decisions);
        await using var server = await RunningServer.Start(folder: folder);
        var keys = server.Services.GetRequiredService<AccessKeys>();
        server.Client.DefaultRequestHeaders.Add("X-API-Key", keys.First!.Read);
        await server.Services.GetRequiredService<LiveFollower>().CaughtUp.WaitAsync(cancel);

        using (var warehouse = server.Warehouse())
        {
            var (id, segment) = warehouse.Rows<(string, string)>("SELECT customer_id, cluster_name FROM customer_segments WHERE customer_id IN (SELECT customer_id FROM recommendations) ORDER BY customer_id LIMIT 1")[0];
            var profile = await Read($"/v1/customers/{id}");
            Assert.Equal(id, profile.GetProperty("customer_id").GetString());
            Assert.Contains(segment, profile.GetRawText(), StringComparison.Ordinal);
            var known = await Read($"/v1/customers/{id}/live");
            Assert.Contains(segment, known.GetRawText(), StringComparison.Ordinal);
            Assert.NotEqual(0, (await Read($"/v1/customers/{id}/recommendations")).GetProperty("recommendations").GetArrayLength());
            await Decided(server, keys, id);
        }
        Assert.Equal("ready", (await Read("/health/ready")).GetProperty("status").GetString());

        async Task<JsonElement> Read(string address)
        {
            using var answer = await server.Client.GetAsync(address, cancel);
            var text = await answer.Content.ReadAsStringAsync(cancel);
            Assert.True(answer.IsSuccessStatusCode, $"{address}: {(int)answer.StatusCode} {text}");
            return JsonElement.Parse(text);
        }
    }

    /// <summary>A decision for the customer, an order sent by them, and both in the warehouse a moment later.</summary>
    private async Task Decided(RunningServer server, AccessKeys keys, string id)
    {
        using var sender = new HttpClient { BaseAddress = server.Client.BaseAddress };
        sender.DefaultRequestHeaders.Add("X-API-Key", keys.First!.Write);
        using var decided = await sender.PostAsJsonAsync("/v1/decide", new { userId = id, requestId = "r1", placements = new[] { "home" } }, cancel);
        var answer = await decided.Content.ReadAsStringAsync(cancel);
        Assert.Equal(HttpStatusCode.OK, decided.StatusCode);
        Assert.Contains("free-shipping", answer, StringComparison.Ordinal);

        using var warehouse = server.Warehouse();
        var before = warehouse.Scalar<long>("SELECT COUNT(*) FROM events");
        using var sent = await sender.PostAsJsonAsync($"/v1/track?writeKey={keys.First!.Write}", new { @event = "Order Completed", userId = id, messageId = "live-1", properties = new { order_id = "live-1", total = 12.5, products = new[] { new { product_id = "20001", price = 12.5, quantity = 1 } } } }, cancel);
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        await Until.True(() => warehouse.Scalar<long>("SELECT COUNT(*) FROM events WHERE message_id = 'live-1'") == 1, "the warehouse has what was sent");
        Assert.True(warehouse.Scalar<long>("SELECT COUNT(*) FROM events") > before);
    }
}
