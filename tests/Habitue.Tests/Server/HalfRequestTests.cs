using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Habitue.Tests.Server;

/// <summary>Requests that break off somewhere are forgotten, the next client is served, and it is never a 500.</summary>
[Collection<Served>]
public sealed class HalfRequestTests(Served served)
{
    private static readonly string[] Rooms = ["/v1/batch", "/v1/track", "/v1/decide", "/ofrep/v1/evaluate/flags", "/v1/cloudevents", "/sign-in"];
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Half_a_request_of_any_kind_is_forgotten_and_the_next_client_is_served(bool reset)
    {
        var before = await served.Counted();
        string[] halves =
        [
            "", "PO", "POST /v1/ba", "POST /v1/batch HTTP/1.1\r\nHo", Head("/v1/batch"),
            .. Rooms.Select(room => Head(room) + "Content-Length: 1000\r\n\r\n{\"batch\":[{\"type\":\"page\",\"anonymousId\":\"half\"}"),
            .. Rooms.Select(room => Head(room) + "Transfer-Encoding: chunked\r\n\r\n20\r\n{\"batch\":[{\"type\""),
        ];
        foreach (var half in halves)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(served.Client.BaseAddress!.Host, served.Client.BaseAddress.Port, cancel);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(half), cancel);
            if (reset) client.LingerState = new LingerOption(true, 0);
        }

        using var content = new StringContent($$"""{"anonymousId":"next","messageId":"after-half-{{reset}}"}""");
        using var answer = await served.Client.PostAsync($"/v1/page?writeKey={served.WriteKey}", content, cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        // Their connections have ended when only that of the client which asks is left.
        await Until.True(async () => Regex.IsMatch(await served.Metrics(), "^kestrel_active_connections{.*} 1$", RegexOptions.Multiline), "all connections have ended");
        var counted = (await served.Counted()).Since(before);
        Assert.Equal((1L, 0L, 0L), (counted.Accepted, counted.Duplicate, counted.Rejected));
        Assert.DoesNotContain(counted.Answered, one => one.Key is >= 500 and < 503);
    }

    private string Head(string room) =>
        $"POST {room}?writeKey={served.WriteKey} HTTP/1.1\r\nHost: habitue\r\nX-API-Key: {served.WriteKey}\r\nContent-Type: {(room == "/sign-in" ? "application/x-www-form-urlencoded" : "application/json")}\r\n";
}
