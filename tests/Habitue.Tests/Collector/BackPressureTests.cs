using System.Net;
using System.Text.Json;
using Habitue.Lake.Log;
using Habitue.Lake.Storage;
using Microsoft.Data.Sqlite;

namespace Habitue.Tests.Collector;

/// <summary>What waits to be written is bounded: who comes beyond is told when to come again, and is taken then.</summary>
public sealed class BackPressureTests
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task More_than_the_queue_takes_is_answered_by_429_with_the_seconds_and_taken_later()
    {
        await using CollectorServer server = await CollectorServer.Start(with: settings => settings with { EventLog = settings.EventLog with { QueueBytes = 1 } });
        Dictionary<int, HttpStatusCode> answers = [];
        using (SqliteConnection other = new HomeDatabase(server.Folder, SqliteLog.FileName).Open())
        {
            // Somebody else holds the file: one request waits for it, and the queue has no room for a second.
            Run(other, "BEGIN IMMEDIATE");
            List<Task<(int Number, HttpResponseMessage Answer)>> sent = [.. Enumerable.Range(0, 8).Select(n => Send(server, n))];
            while (sent.Count > 1)
            {
                Task<(int Number, HttpResponseMessage Answer)> done = await Task.WhenAny(sent);
                sent.Remove(done);
                (int number, HttpResponseMessage answer) = await done;
                using (answer)
                {
                    answers[number] = answer.StatusCode;
                    Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
                    Assert.Equal(Assert.Single(answer.Headers.GetValues("Retry-After")), Assert.Single(answer.Headers.GetValues("X-RateLimit-Reset")));
                    Assert.InRange(int.Parse(answer.Headers.GetValues("Retry-After").Single()), 1, 60);
                    Assert.Contains("queue", JsonElement.Parse(await answer.Content.ReadAsStringAsync(cancel)).GetProperty("detail").GetString());
                }
            }

            Assert.Equal(Enumerable.Repeat(HttpStatusCode.TooManyRequests, 7), answers.Values);
            Run(other, "ROLLBACK");
            (int last, HttpResponseMessage taken) = await sent[0];
            using (taken)
                Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
            answers[last] = HttpStatusCode.OK;
        }

        // As the SDKs do: all of them again. What was taken is a duplicate, what was not is new.
        for (int n = 0; n < answers.Count; n++)
        {
            (_, HttpResponseMessage again) = await Send(server, n);
            using (again)
                Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        }

        Assert.Equal((9, 8, 1, 0), (server.Totals.Sent, server.Totals.Accepted, server.Totals.Duplicate, server.Totals.Rejected));
        Assert.Equal(Enumerable.Range(0, 8).Select(n => $"m{n}"), (await server.Logged()).Select(e => e.GetProperty("messageId").GetString()).Order());
        Assert.Contains("habitue_collector_refused_requests_total{reason=\"log-full\"} 7", await server.Client.GetStringAsync("/metrics", cancel));
    }

    private async Task<(int Number, HttpResponseMessage Answer)> Send(CollectorServer server, int number)
    {
        using var content = new StringContent($$"""{"anonymousId":"a","messageId":"m{{number}}"}""");
        return (number, await server.Client.PostAsync("/v1/page", content, cancel));
    }

    private static void Run(SqliteConnection on, string sql)
    {
        using SqliteCommand command = on.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
