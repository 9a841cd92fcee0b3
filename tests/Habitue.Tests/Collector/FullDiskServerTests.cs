using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Habitue.Decisions.Log;
using Habitue.Duck;
using Habitue.Lake.Log;
using Habitue.Live;
using Habitue.Live.Warehousing;
using Habitue.Server;
using Habitue.Tests.Log;
using Habitue.Tests.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Tests.Collector;

/// <summary>The whole server on a disk that runs full and has space again: all rooms, log and warehouse on the same disk.</summary>
public sealed class FullDiskServerTests : IDisposable
{
    private const int EventsOfARequest = 10;
    private readonly SmallDisk disk = new(megabytes: 64);
    private readonly List<string> acknowledged = [];
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;
    private int requests;

    public void Dispose() => disk.Dispose();

    [Fact]
    public async Task A_full_disk_is_answered_by_503_loses_nothing_acknowledged_and_passes_by_itself()
    {
        Assert.SkipUnless(disk.IsMounted, SmallDisk.Needs);
        await using RunningServer server = await RunningServer.Start(clock: new HastyClock(), folder: disk.Folder);
        NewKeys keys = server.Services.GetRequiredService<AccessKeys>().First!;
        server.Client.DefaultRequestHeaders.Add("X-API-Key", keys.Read);
        string batch = $"/v1/batch?writeKey={keys.Write}";
        Assert.Equal(HttpStatusCode.OK, await Send(server.Client, batch));
        disk.Fill(leave: 3 << 20);

        HttpStatusCode last;
        while ((last = await Send(server.Client, batch)) == HttpStatusCode.OK) { }
        Assert.Equal(HttpStatusCode.ServiceUnavailable, last);
        disk.Fill(leave: 0);
        // A while of that: what rooms do once a minute comes several times meanwhile, and none of them may end for it.
        long began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(2.5))
        {
            last = await Send(server.Client, batch);
            Assert.True(last is HttpStatusCode.ServiceUnavailable or HttpStatusCode.OK, $"{last}");
            using HttpResponseMessage decided = await server.Client.PostAsJsonAsync("/v1/decide", new { userId = "u1", placement = "nowhere" }, cancel);
            Assert.Equal(HttpStatusCode.NotFound, decided.StatusCode);
        }

        using (HttpResponseMessage ready = await server.Client.GetAsync("/health/ready", cancel))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            Assert.Contains("the disk is full", await ready.Content.ReadAsStringAsync(cancel));
        }

        disk.Free();
        await Until.True(async () => await Send(server.Client, batch) == HttpStatusCode.OK, "events are taken again");
        await Until.True(async () => (await server.Client.GetAsync("/health/ready", cancel)).IsSuccessStatusCode, "the server is ready again");
        Assert.Equal(HttpStatusCode.OK, await Send(server.Client, batch));
        await Until.True(() => Stored(server).Length >= acknowledged.Count, "all that was acknowledged is in the warehouse");
        Assert.Equal(acknowledged.Order(StringComparer.Ordinal), Stored(server));
        // Whoever keeps a position beside a snapshot takes snapshots again.
        IEventLog log = server.Services.GetRequiredService<IEventLog>();
        string[] consumers = [LiveFollower.Consumer, DecisionFollower.Consumer, WarehouseWriter.Consumer];
        await Until.True(() => consumers.All(c => Enumerable.Range(0, log.Partitions).All(p => log.Position(c, p) == log.End(p))), "every room has kept what it knows");
    }

    [Fact]
    public async Task A_server_that_is_stopped_on_a_full_disk_ends_and_the_next_one_has_all_that_was_acknowledged()
    {
        Assert.SkipUnless(disk.IsMounted, SmallDisk.Needs);
        string home = Path.Combine(disk.Folder, "home");
        using var client = new HttpClient();
        using (var server = ServedProcess.Start(home))
        {
            client.BaseAddress = new Uri(server.Address);
            string batch = $"/v1/batch?writeKey={server.WriteKey}";
            await File.WriteAllTextAsync(Path.Combine(home, "experiments.yaml"), "experiments:\n  test: { status: running, variants: [ { name: off }, { name: on } ], goal: conversion }\n", cancel);
            Assert.Equal(HttpStatusCode.OK, await Send(client, batch));
            disk.Fill(leave: 3 << 20);
            while (await Send(client, batch) == HttpStatusCode.OK) { }
            disk.Fill(leave: 0);
            // Something to write down in every room: a variant and its exposure.
            using var asked = new HttpRequestMessage(HttpMethod.Post, "/ofrep/v1/evaluate/flags/test") { Content = new StringContent("""{"context":{"targetingKey":"u1"}}"""), Headers = { { "X-API-Key", server.WriteKey } } };
            using (HttpResponseMessage flag = await client.SendAsync(asked, cancel))
                Assert.True((int)flag.StatusCode is 200 or 404, $"{flag.StatusCode}");
            Assert.Equal(0, server.Stop());
        }

        disk.Free();
        // Stopped as soon as it is ready: it still brings over what the log holds.
        using (var again = ServedProcess.Start(home))
        {
            using var next = new HttpClient { BaseAddress = new Uri(again.Address) };
            await Until.True(async () => (await next.GetAsync("/health/ready", cancel)).IsSuccessStatusCode, "the server is ready again");
            Assert.Equal(0, again.Stop());
        }

        using DuckDatabase database = DuckDatabase.Open(Path.Combine(home, "warehouse.duckdb"));
        using DuckConnection warehouse = database.Connect();
        Assert.Equal(acknowledged.Order(StringComparer.Ordinal), Stored(warehouse));
    }

    /// <summary>Sends events with a text that cannot be packed, and writes down those that were acknowledged.</summary>
    private async Task<HttpStatusCode> Send(HttpClient client, string path)
    {
        int request = requests++;
        string[] ids = [.. Enumerable.Range(0, EventsOfARequest).Select(i => $"{request}-{i}")];
        string events = string.Join(',', ids.Select((id, i) => $$"""{"type":"track","event":"Product Viewed","userId":"u{{i}}","messageId":"{{id}}","properties":{"text":"{{Noise(10_000, (request * 100) + i)}}"} }"""));
        using var content = new StringContent($$"""{"batch":[{{events}}]}""");
        using HttpResponseMessage answer = await client.PostAsync(path, content, cancel);
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            acknowledged.AddRange(ids);
            return answer.StatusCode;
        }

        Assert.InRange(int.Parse(answer.Headers.GetValues("Retry-After").Single()), 1, 60);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("full", JsonElement.Parse(await answer.Content.ReadAsStringAsync(cancel)).GetProperty("detail").GetString());
        return answer.StatusCode;
    }

    private static string[] Stored(RunningServer server)
    {
        using DuckConnection warehouse = server.Warehouse();
        return Stored(warehouse);
    }

    private static string[] Stored(DuckConnection warehouse) =>
        [.. warehouse.Rows<string>("SELECT message_id FROM events WHERE event = 'Product Viewed'").Order(StringComparer.Ordinal)];

    private static string Noise(int length, int seed)
    {
        byte[] bytes = new byte[length / 2];
        new Random(seed).NextBytes(bytes);
        return Convert.ToHexString(bytes);
    }
}
