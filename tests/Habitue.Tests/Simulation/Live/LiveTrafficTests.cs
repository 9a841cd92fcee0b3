using System.Collections.Concurrent;
using System.Text.Json;
using Habitue.Server;
using Habitue.Simulation;
using Habitue.Simulation.Live;
using Habitue.Tests.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Habitue.Tests.Simulation.Live;

public sealed class LiveTrafficTests
{
    private static readonly ShopPlan Small = new() { Customers = 60, Days = 40, HistoryDays = 0 };

    [Fact]
    public async Task Everything_that_the_ledger_says_has_arrived_once_and_is_a_whole_event()
    {
        var collector = new Collector();
        await using var server = await RunningServer.Start([collector]);
        var path = Path.Combine(server.Folder, "ledger.csv");
        using var ledger = await Play(server, path, run: 1);

        string[] lines = File.ReadAllLines(path);
        Assert.Equal("message_id,time,order_cents", lines[0]);
        Assert.Equal(ledger.Acknowledged, lines.Length - 1);
        Assert.Equal(lines[1..].Select(line => line.Split(',')[0]).Order(), collector.Events.Select(sent => sent.GetProperty("messageId").GetString()!).Order());
        Assert.Equal(400, ledger.Acknowledged);
        Assert.All(collector.Events, sent =>
        {
            Assert.True(sent.GetProperty("timestamp").TryGetDateTimeOffset(out _));
            Assert.Equal(36, sent.GetProperty("anonymousId").GetString()!.Length);
            Assert.Contains(sent.GetProperty("type").GetString(), (string[])["track", "page", "screen", "identify", "alias", "group"]);
        });
        var orders = collector.Events.Where(sent => sent.TryGetProperty("event", out var name) && name.GetString() == "Order Completed").ToList();
        Assert.Equal(ledger.Orders, orders.Count);
        Assert.Equal(ledger.OrderCents, (long)orders.Sum(order => order.GetProperty("properties").GetProperty("total").GetDecimal() * 100));
    }

    [Fact]
    public async Task What_a_busy_server_turns_away_is_sent_again_under_the_same_names()
    {
        var collector = new Collector { Refuses = 3 };
        await using var server = await RunningServer.Start([collector]);
        using var ledger = await Play(server, null, run: 2);
        Assert.Equal(3, ledger.Repeated);
        Assert.Equal(400, ledger.Acknowledged);
        Assert.Equal(ledger.Acknowledged, collector.Events.Select(sent => sent.GetProperty("messageId").GetString()).Distinct().Count());
        Assert.Equal(ledger.Acknowledged, collector.Events.Count);
    }

    [Fact]
    public async Task A_server_that_refuses_the_key_is_told_in_a_sentence()
    {
        await using var server = await RunningServer.Start([new Collector { Answer = StatusCodes.Status401Unauthorized }]);
        var refused = await Assert.ThrowsAsync<LiveTrafficException>(() => Play(server, null, run: 3));
        Assert.Contains("/v1/batch answered 401", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_runs_have_no_message_in_common()
    {
        var collector = new Collector();
        await using var server = await RunningServer.Start([collector]);
        using var one = await Play(server, null, run: 4);
        using var other = await Play(server, null, run: 5);
        Assert.Equal(one.Acknowledged + other.Acknowledged, collector.Events.Select(sent => sent.GetProperty("messageId").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task Visitors_are_moved_by_what_they_are_shown_as_it_was_planted()
    {
        string[] actions = [.. Enumerable.Range(0, 40).Select(number => $"offer-{number}").GroupBy(LiveReactions.EffectOf).OrderBy(group => group.Key).Select(group => group.First())];
        Assert.Equal([0, .03, .08, .15], actions.Select(LiveReactions.EffectOf));
        var collector = new Collector { Shows = actions[^1] };
        await using var server = await RunningServer.Start([collector]);
        using var ledger = await Play(server, null, run: 6, count: 4_000, placements: ["home"]);

        Assert.Equal(ledger.Decisions, collector.Asked);
        Assert.Equal([(actions[^1], ledger.Decisions, ledger.Moved)], ledger.Actions);
        Assert.Equal((0, 0), ledger.NotDecided);
        // Of those who are asked about, those who only look (51 of 100) are moved at 15 of 100: four standard errors either way.
        var (mean, n) = (.51 * .15, ledger.Decisions);
        Assert.InRange(ledger.Moved, (mean * n) - (4 * Math.Sqrt(mean * n)), (mean * n) + (4 * Math.Sqrt(mean * n)));
    }

    [Fact]
    public async Task A_server_that_does_not_decide_is_only_counted()
    {
        await using var server = await RunningServer.Start([new Collector()]);
        using var ledger = await Play(server, null, run: 7, placements: ["home"]);
        Assert.Equal(0, ledger.Decisions);
        Assert.True(ledger.NotDecided is { Count: > 0, Status: 404 }, $"{ledger.NotDecided}");
        Assert.True(ledger.Acknowledged > 0);
    }

    private static async Task<LiveLedger> Play(RunningServer server, string? path, ulong run, long count = 400, IReadOnlyList<string>? placements = null)
    {
        var ledger = new LiveLedger(path);
        var plan = new LivePlan(Small, server.Client.BaseAddress!, Rate: 2_000, run) { Count = count, Pace = 500, Ledger = path, Placements = placements ?? [] };
        await new LiveTraffic(plan, ledger, TimeProvider.System).Play(null, TestContext.Current.CancellationToken);
        ledger.Dispose();
        return ledger;
    }

    /// <summary>Takes batches as a collector does.</summary>
    private sealed class Collector : LiveModule
    {
        private int refused, asked;

        public ConcurrentQueue<JsonElement> Events { get; } = [];
        public int Refuses { get; init; }
        public int Answer { get; init; } = StatusCodes.Status200OK;

        public string? Shows { get; init; }
        public int Asked => asked;

        public override void Endpoints(WebApplication app)
        {
            if (Shows is { } action)
            {
                app.MapPost("/v1/decide", () =>
                {
                    Interlocked.Increment(ref asked);
                    return Results.Json(new { decisions = new[] { new { actions = new[] { new { id = action } } } } });
                });
            }
            app.MapPost("/v1/batch", (Delegate)Take);   // as a RequestDelegate its result would be ignored
        }

        private async Task<IResult> Take(HttpContext context)
        {
            if (Answer != StatusCodes.Status200OK) return Results.StatusCode(Answer);
            if (Interlocked.Increment(ref refused) <= Refuses)
            {
                context.Response.Headers.RetryAfter = "0";
                return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            }
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            foreach (var sent in body.RootElement.GetProperty("batch").EnumerateArray()) Events.Enqueue(sent.Clone());
            return Results.Ok();
        }
    }
}
