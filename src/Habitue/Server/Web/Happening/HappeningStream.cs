using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Habitue.Live;
using Habitue.Server.Web.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Habitue.Server.Web.Happening;

/// <summary>
/// What the overview shows of this moment, twice a second: the figures that live state holds, and what happened since the last time. A watcher keeps nothing here but a number, so
/// many of them cost no memory.
/// </summary>
internal sealed class HappeningStream(LiveOverview overview, HappeningsOfLog happenings, TimeProvider clock, IHostApplicationLifetime life)
{
    public const int MostWatchers = 200;
    private const int MostAtOnce = 4, AtFirst = 12;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);
    private int watchers;

    public IResult Answer(HttpContext call, Person who)
    {
        if (Interlocked.Increment(ref watchers) > MostWatchers)
        {
            Interlocked.Decrement(ref watchers);
            return Results.Problem($"{MostWatchers} watch already.", statusCode: StatusCodes.Status503ServiceUnavailable, title: "Too many watchers");
        }
        // The answer outlives this method, so what ends it does too.
        var ends = CancellationTokenSource.CreateLinkedTokenSource(call.RequestAborted, life.ApplicationStopping);
        call.Response.RegisterForDispose(ends);
        call.Response.OnCompleted(() =>
        {
            Interlocked.Decrement(ref watchers);
            return Task.CompletedTask;
        });
        return TypedResults.ServerSentEvents(Items(who, ends.Token).UntilCancelled(ends.Token));
    }

    private async IAsyncEnumerable<SseItem<string>> Items(Person who, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Pace, clock);
        var (seen, most) = (0L, AtFirst);
        do
        {
            var figures = await overview.Get(cancel);
            yield return new SseItem<string>(LiveJson.Text(new
            {
                figures.Visitors, figures.EventsPerSecond, figures.OpenCarts, figures.OpenCartValue, figures.OrdersToday, figures.RevenueToday, figures.Lag,
                SecondsBehind = Math.Max(0, (clock.GetUtcNow().UtcDateTime - figures.At).TotalSeconds),
            }), "figures");
            var fresh = happenings.After(seen);
            if (fresh.Count > 0) seen = fresh[^1].Number;
            foreach (var one in fresh.TakeLast(most))
                yield return new SseItem<string>(LiveJson.Text(new { time = one.At.ToString("HH:mm:ss"), one.Words, customer = Masks.Id(one.Customer, who.Role) == one.Customer ? one.Customer : null, shown = Masks.Id(one.Customer, who.Role) }), "happened");
            most = MostAtOnce;
        }
        while (await timer.WaitForNextTickAsync(cancel));
    }
}
