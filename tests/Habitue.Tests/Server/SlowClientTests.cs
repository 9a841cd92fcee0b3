using System.Net;
using System.Net.Sockets;
using System.Text;
using Habitue.Collector;
using Habitue.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Tests.Server;

/// <summary>Clients that send a byte a second are told that it took too long, and the others are served.</summary>
public sealed class SlowClientTests(SlowClientTests.Impatient impatient) : IClassFixture<SlowClientTests.Impatient>
{
    private static readonly string[] Rooms = ["/v1/batch", "/v1/track", "/v1/decide", "/ofrep/v1/evaluate/flags", "/v1/cloudevents", "/sign-in"];
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;
    private readonly RunningServer server = impatient.Server;
    private readonly string key = impatient.Key;
    private readonly CollectorTotals before = impatient.Totals;
    private readonly long refusedBefore = impatient.Refused;

    [Fact]
    public async Task Who_sends_a_byte_a_second_is_told_that_it_took_too_long_and_the_others_are_served()
    {
        Task<string>[] slow =
        [
            .. Rooms.Select(room => ByteByByte(Head(room) + "Content-Length: 1000\r\n\r\n{", "\"batch\":[          ")),
            ByteByByte(Head("/v1/batch") + "Transfer-Encoding: chunked\r\n\r\n", "1\r\n{\r\n1\r\n \r\n1\r\n \r\n"),
            ByteByByte("", "POST /v1/batch HTTP/1.1\r\n"),
            ByteByByte("POST /v1/batch HTTP/1.1\r\n", "Host: habitue\r\n"),
        ];
        var others = 0;
        while (!Array.TrueForAll(slow, one => one.IsCompleted))
        {
            Assert.Equal(HttpStatusCode.OK, await Other(others++));
        }

        var answers = await Task.WhenAll(slow);
        Assert.All(answers, answer => Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal));
        // The events of the others and nothing of the slow ones.
        Assert.Equal((others, others), (impatient.Totals.Sent - before.Sent, impatient.Totals.Accepted - before.Accepted));
        // Four of them are the collector's.
        Assert.Equal(4, impatient.Refused - refusedBefore);
    }

    private string Head(string room) => $"POST {room}?writeKey={key} HTTP/1.1\r\nHost: habitue\r\nX-API-Key: {key}\r\nContent-Type: {(room == "/sign-in" ? "application/x-www-form-urlencoded" : "application/json")}\r\n";

    /// <summary>Sends a byte a second until it is answered or dropped.</summary>
    private async Task<string> ByteByByte(string atOnce, string slowly)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Client.BaseAddress!.Host, server.Client.BaseAddress.Port, cancel);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(atOnce), cancel);
        var answer = new StreamReader(stream, Encoding.ASCII).ReadLineAsync(cancel).AsTask();
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1));
        foreach (var letter in slowly)
        {
            if (answer.IsCompleted) break;
            await stream.WriteAsync(new byte[] { (byte)letter }, cancel);
            await Task.WhenAny(answer, pace.WaitForNextTickAsync(cancel).AsTask());
        }

        return await answer.WaitAsync(TimeSpan.FromMinutes(1), cancel) ?? "";
    }

    private async Task<HttpStatusCode> Other(int number)
    {
        using var content = new StringContent($$"""{"anonymousId":"other","messageId":"other-{{before.Sent}}-{{number}}"}""");
        using var answer = await server.Client.PostAsync($"/v1/page?writeKey={key}", content, cancel);
        return answer.StatusCode;
    }

    /// <summary>The whole server, which waits for nobody longer than a second or two.</summary>
    public sealed class Impatient : IAsyncLifetime
    {
        internal RunningServer Server { get; private set; } = null!;
        internal string Key { get; private set; } = "";
        internal long Refused => Server.Services.GetRequiredService<CollectorCounters>().Refused;
        internal CollectorTotals Totals => Server.Services.GetRequiredService<CollectorCounters>().Totals;

        public async ValueTask InitializeAsync()
        {
            Server = await RunningServer.Start(with: settings => settings with { Web = settings.Web with { Patience = TimeSpan.FromSeconds(1.5), HeadersWithin = TimeSpan.FromSeconds(2) } });
            Key = Server.Services.GetRequiredService<AccessKeys>().First!.Write;
        }

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
