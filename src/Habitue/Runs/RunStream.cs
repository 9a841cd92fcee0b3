using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Habitue.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Habitue.Runs;

/// <summary>Tells pages that something has changed in the run that works, at most twice a second; they ask for what it is.</summary>
internal sealed class RunStream(RunService runs, TimeProvider clock, IHostApplicationLifetime life)
{
    private const int MostWatchers = 200, TicksBetweenSigns = 20;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);
    private int watchers;

    public IResult Answer(HttpContext call)
    {
        if (Interlocked.Increment(ref watchers) > MostWatchers)
        {
            Interlocked.Decrement(ref watchers);
            return Results.Problem($"{MostWatchers} watch already.", statusCode: StatusCodes.Status503ServiceUnavailable, title: "Too many watchers");
        }
        var ends = CancellationTokenSource.CreateLinkedTokenSource(call.RequestAborted, life.ApplicationStopping);
        call.Response.RegisterForDispose(ends);
        call.Response.OnCompleted(() =>
        {
            Interlocked.Decrement(ref watchers);
            return Task.CompletedTask;
        });
        return TypedResults.ServerSentEvents(Items(ends.Token).UntilCancelled(ends.Token));
    }

    private async IAsyncEnumerable<SseItem<string>> Items([EnumeratorCancellation] CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Pace, clock);
        var (seen, ended, quiet) = (State(), runs.Ended, 0);
        // A page that was made before a run ended and heard nothing of it sees that it is behind.
        yield return new SseItem<string>($"{ended}", "here");
        while (await timer.WaitForNextTickAsync(cancel))
        {
            var now = State();
            if (runs.Ended != ended)
            {
                (ended, seen, quiet) = (runs.Ended, now, 0);
                yield return new SseItem<string>($"{ended}", "ended");
            }
            // A stage that works counts its seconds.
            else if (now != seen || (now.Works && quiet >= 1))
            {
                (seen, quiet) = (now, 0);
                yield return new SseItem<string>($"{now.Version}", "changed");
            }
            else if (++quiet % TicksBetweenSigns == 0) yield return new SseItem<string>($"{ended}", "here");
        }
    }

    private (bool Works, long Version) State() => runs.Current is { } run ? (true, run.Version) : (false, 0);
}
