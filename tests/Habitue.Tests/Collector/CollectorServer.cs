using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Habitue.Collector;
using Habitue.Lake.Log;
using Habitue.Server;
using Habitue.Server.Telemetry;
using Habitue.Tests.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Tests.Collector;

/// <summary>A running collector and what the tests ask it: send something, and see what lies in the log.</summary>
internal sealed class CollectorServer : IAsyncDisposable
{
    private readonly RunningServer server;

    private CollectorServer(RunningServer server)
    {
        this.server = server;
        WriteKey = server.Services.GetRequiredService<AccessKeys>().First?.Write ?? "";
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(WriteKey + ":")));
    }

    public HttpClient Client => server.Client;
    public string Folder => server.Folder;
    public string WriteKey { get; }
    public IEventLog Log => server.Services.GetRequiredService<IEventLog>();
    public IEventLog Rejects => server.Services.GetRequiredService<RejectedEvents>().Log;
    public CollectorTotals Totals => server.Services.GetRequiredService<CollectorCounters>().Totals;

    public static async Task<CollectorServer> Start(TimeProvider? clock = null, CollectorSettings? limits = null, Func<ServerSettings, ServerSettings>? with = null) =>
        new(await RunningServer.Start([new TelemetryModule(), new LogModule(), new CollectorModule(limits)], clock, with: with));

    /// <summary>Posts JSON and answers with status and body.</summary>
    public async Task<(HttpStatusCode Status, string Body)> Post(string path, string json, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        change?.Invoke(request);
        using HttpResponseMessage answer = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Posts with <c>strict=1</c> and answers with the list.</summary>
    public async Task<JsonElement> Strict(string path, string json)
    {
        (HttpStatusCode status, string body) = await Post(path + "?strict=1", json);
        Assert.Equal(HttpStatusCode.OK, status);
        return JsonElement.Parse(body);
    }

    /// <summary>All events in the log.</summary>
    public Task<List<JsonElement>> Logged() => All(Log);

    /// <summary>All rejected events.</summary>
    public Task<List<JsonElement>> Rejected() => All(Rejects);

    private static async Task<List<JsonElement>> All(IEventLog log)
    {
        var all = new List<JsonElement>();
        for (int p = 0; p < log.Partitions; p++)
        {
            if (log.End(p) == log.Start(p))
                continue;
            await foreach (IReadOnlyList<LogRecord> some in log.ReadAsync(p, 0, TestContext.Current.CancellationToken))
            {
                all.AddRange(some.Select(r => JsonElement.Parse(r.Value.Span)));
                if (some[^1].Offset + 1 >= log.End(p))
                    break;
            }
        }

        return all;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
