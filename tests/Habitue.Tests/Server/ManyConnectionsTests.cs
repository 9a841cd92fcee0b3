using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Habitue.Server;
using Habitue.Server.Telemetry;

namespace Habitue.Tests.Server;

/// <summary>Ten thousand connections at once: each is answered, and somebody who comes beside them too.</summary>
[Collection<Served>]
public sealed class ManyConnectionsTests(Served served) : IDisposable
{
    private const int Wanted = 10_000, AtOnce = 250, FilesForOthers = 3_000;
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;
    private readonly List<Socket> open = [];

    public void Dispose() => open.ForEach(socket => socket.Dispose());

    [Fact]
    public async Task Ten_thousand_open_connections_are_all_answered_and_hurt_nobody()
    {
        var many = Math.Min(Wanted, FilesAllowed() - FilesForOthers);
        Assert.True(many > 500, "This process may open too few files for a test of many connections: ulimit -n.");
        TestContext.Current.SendDiagnosticMessage("{0:N0} connections at once; the process may open {1:N0} files.", many, FilesAllowed());
        var at = served.Client.BaseAddress!;
        var before = await served.Counted();
        await InGroups(many, async _ =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            lock (open) open.Add(socket);
            await socket.ConnectAsync(at.Host, at.Port, cancel);
        });

        for (var i = 0; i < 20; i++)
        {
            using var content = new StringContent($$"""{"anonymousId":"beside","messageId":"beside-{{i}}"}""");
            using var answer = await served.Client.PostAsync($"/v1/page?writeKey={served.WriteKey}", content, cancel);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        var answered = 0;
        await InGroups(many, async i =>
        {
            var body = $$"""{"anonymousId":"a{{i}}","messageId":"m{{i}}"}""";
            await Send(open[i], $"POST /v1/page?writeKey={served.WriteKey} HTTP/1.1\r\nHost: habitue\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            if ((await Received(open[i])).StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal)) Interlocked.Increment(ref answered);
        });
        Assert.Equal(many, answered);
        Assert.Equal(many + 20, (await served.Counted()).Since(before).Accepted);
    }

    [Fact]
    public async Task Who_comes_beyond_the_most_connections_is_dropped_at_once_and_served_when_others_have_gone()
    {
        await using var server = await RunningServer.Start([new HealthModule(), new TelemetryModule()], with: settings => settings with { Web = settings.Web with { MostConnections = 20 } });
        var at = server.Client.BaseAddress!;
        var answers = new List<string>();
        for (var i = 0; i < 30; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            open.Add(socket);
            await socket.ConnectAsync(at.Host, at.Port, cancel);
            answers.Add(await Ask(socket));
        }

        Assert.Equal([.. Enumerable.Repeat("HTTP/1.1 200", 20), .. Enumerable.Repeat("", 10)], answers);
        open.ForEach(socket => socket.Dispose());
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        // The server hears a moment later that they have gone.
        while (true)
        {
            try
            {
                Assert.Equal("""{"status":"live"}""", await server.Client.GetStringAsync("/health/live", limit.Token));
                break;
            }
            catch (HttpRequestException)
            {
                limit.Token.ThrowIfCancellationRequested();
            }
        }

        Assert.Matches("kestrel_rejected_connections_total{.*} [1-9]", await server.Client.GetStringAsync("/metrics", cancel));
    }

    [Fact]
    public void A_server_that_may_open_few_files_takes_fewer_connections()
    {
        var limits = new WebLimits { MostConnections = 20_000 };
        Assert.Equal((20_000, 20_000, 768, 1), (limits.Connections(null), limits.Connections(1_048_576), limits.Connections(1_024), limits.Connections(3)));
    }

    private async Task<string> Ask(Socket socket)
    {
        try
        {
            await Send(socket, "GET /health/live HTTP/1.1\r\nHost: habitue\r\n\r\n");
            var answer = await Received(socket);
            return answer[..Math.Min(answer.Length, 12)];
        }
        catch (SocketException dropped) when (dropped.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            return "";
        }
    }

    private async Task Send(Socket socket, string request) => await socket.SendAsync(Encoding.ASCII.GetBytes(request), cancel);

    private async Task<string> Received(Socket socket)
    {
        var buffer = new byte[2_048];
        return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, cancel));
    }

    private static async Task InGroups(int count, Func<int, Task> each)
    {
        foreach (var group in Enumerable.Range(0, count).Chunk(AtOnce)) await Task.WhenAll(group.Select(each));
    }

    private static int FilesAllowed()
    {
        if (!File.Exists("/proc/self/limits")) return Wanted;
        var words = File.ReadAllLines("/proc/self/limits").First(line => line.StartsWith("Max open files", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return int.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : int.MaxValue;
    }
}
