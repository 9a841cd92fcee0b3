using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Habitue.Decisions;
using Habitue.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Tests.Server;

/// <summary>A sold-out product is gone from what is decided within a second of its stock event: the whole server, over HTTP.</summary>
public sealed class SoldOutTests : IDisposable
{
    private const int Products = 15;
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(1), Patience = TimeSpan.FromSeconds(30);
    private readonly string folder = Directory.CreateTempSubdirectory("habitue-sold-out-").FullName;
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_sold_out_product_is_gone_within_a_second_of_its_event_and_back_when_there_is_some()
    {
        var offers = string.Concat(Enumerable.Range(0, Products).Select(i => $"  offer{i}: {{ purpose: none, product: P{i} }}\n"));
        var placements = string.Concat(Enumerable.Range(0, Products).Select(i => $"  place{i}: {{ offers: [offer{i}], fallback: other }}\n"));
        await File.WriteAllTextAsync(Path.Combine(folder, Catalogue.FileName), $"deadline_ms: 10000\noffers:\n{offers}  other: {{ purpose: none }}\nplacements:\n{placements}", cancel);
        await using var server = await RunningServer.Start(folder: folder);
        var key = server.Services.GetRequiredService<AccessKeys>().First!.Write;
        server.Client.DefaultRequestHeaders.Add("X-API-Key", key);

        List<TimeSpan> gone = [], back = [];
        for (var i = 0; i < Products; i++)
        {
            Assert.Equal($"offer{i}", await Decided(server, i));
            gone.Add(await Until(server, key, i, stock: 0, "other"));
            back.Add(await Until(server, key, i, stock: 5, $"offer{i}"));
        }

        TestContext.Current.SendDiagnosticMessage("Event acknowledged to product gone: median {0:0} ms, longest {1:0} ms.", Median(gone).TotalMilliseconds, gone.Max().TotalMilliseconds);
        // Of one that took longer a busy machine may be the cause; of most of them it is not.
        Assert.True(Median(gone) <= Promise, $"Gone after {string.Join(", ", gone.Select(one => $"{one.TotalMilliseconds:0}"))} ms.");
        Assert.True(Median(back) <= Promise, $"Back after {string.Join(", ", back.Select(one => $"{one.TotalMilliseconds:0}"))} ms.");
    }

    /// <summary>Tells the stock, and how long after the acknowledgement the decision is another.</summary>
    private async Task<TimeSpan> Until(RunningServer server, string key, int product, int stock, string decision)
    {
        using var answer = await server.Client.PostAsJsonAsync($"/v1/track?writeKey={key}", new { @event = "Stock Changed", userId = "shop", properties = new { product_id = $"P{product}", stock } }, cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var acknowledged = TimeProvider.System.GetTimestamp();
        while (await Decided(server, product) != decision)
            Assert.True(TimeProvider.System.GetElapsedTime(acknowledged) < Patience, $"After {Patience.TotalSeconds} s the decision is still not {decision}.");
        return TimeProvider.System.GetElapsedTime(acknowledged);
    }

    private async Task<string?> Decided(RunningServer server, int product)
    {
        using var answer = await server.Client.PostAsJsonAsync("/v1/decide", new { userId = "ann", placement = $"place{product}" }, cancel);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(cancel)).GetProperty("decisions")[0].GetProperty("actions")[0].GetProperty("id").GetString();
    }

    private static TimeSpan Median(IEnumerable<TimeSpan> times) => times.Order().ElementAt(Products / 2);
}
