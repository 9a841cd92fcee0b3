using System.Diagnostics;
using System.Net;
using Habitue.Duck;
using Habitue.Tests.Host;

namespace Habitue.Tests.Collector;

/// <summary>
/// A server that is killed at any moment: what it acknowledged is in the warehouse, once. The bench does the same with a million
/// events.
/// </summary>
public sealed class CrashTests : IDisposable
{
    private const int Kills = 10, Requests = 120, Fresh = 80, Batch = 100;
    private readonly string folder = Directory.CreateTempSubdirectory("habitue-crash-").FullName;
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;
    private string key = "", address = "http://127.0.0.1:0";

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Every_acknowledged_event_is_in_the_warehouse_once_though_the_server_was_killed_ten_times()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGKILL.");
        string home = Path.Combine(folder, "home");
        Process server = Start(home);
        try
        {
            using var client = new HttpClient();
            var random = new Random(7);
            HashSet<int> ledger = [];
            int repeated = 0;
            for (int request = 0; request < Requests; request++)
            {
                int[] numbers = [.. Enumerable.Range(0, Batch).Select(i => i < Fresh ? request * Fresh + i : random.Next((request + 1) * Fresh))];
                bool kills = request % (Requests / Kills) == Requests / Kills / 2;
                while (true)
                {
                    Task<bool> answer = Acknowledged(client, numbers);
                    if (kills)
                    {
                        // At a moment of its own each time: before, while or after the events are written.
                        SpinWait.SpinUntil(() => false, random.Next(0, 25));
                        server.Kill();
                        await server.WaitForExitAsync(cancel);
                        server.Dispose();
                        kills = false;
                        server = Start(home);
                    }

                    if (await answer)
                        break;
                    repeated++;
                }

                ledger.UnionWith(numbers);
            }

            Assert.Equal(Requests * Fresh, ledger.Count);
            Stop(server);
            await server.WaitForExitAsync(cancel);
            // Whatever the last stop left in the log, the next start writes.
            server.Dispose();
            server = Start(home);
            Assert.True(await Acknowledged(client, [0]));
            Stop(server);
            await server.WaitForExitAsync(cancel);

            using DuckDatabase database = DuckDatabase.Open(Path.Combine(home, "warehouse.duckdb"));
            using DuckConnection warehouse = database.Connect();
            Assert.Equal((ledger.Count, ledger.Count), warehouse.Rows<(long, long)>("SELECT COUNT(*), COUNT(DISTINCT message_id) FROM events WHERE starts_with(message_id, 'crash-')")[0]);
            Assert.Equal(0, warehouse.Scalar<long>("SELECT COUNT(*) FROM quarantine"));
        }
        finally
        {
            if (!server.HasExited)
                server.Kill();
            server.Dispose();
        }
    }

    private async Task<bool> Acknowledged(HttpClient client, int[] numbers)
    {
        string events = string.Join(',', numbers.Select(n => $$"""{"type":"track","event":"Product Viewed","userId":"u{{n % 97}}","messageId":"crash-{{n}}","properties":{"n":{{n}}} }"""));
        try
        {
            using var content = new StringContent($$"""{"batch":[{{events}}]}""");
            using HttpResponseMessage answer = await client.PostAsync($"{address}/v1/batch?writeKey={key}", content, cancel);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private Process Start(string home)
    {
        Process server = TheProgram.Start(home, "serve", "--urls", address, "--log", "none");
        while (server.StandardOutput.ReadLine() is { } line)
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is ["Write", "key", var made, ..])
                key = made;
            if (words is ["Listening", var listening, ..])
            {
                address = listening;
                return server;
            }
        }

        throw new InvalidOperationException(server.StandardError.ReadToEnd());
    }

    private static void Stop(Process server) => TheProgram.Signal(server, "INT");
}
