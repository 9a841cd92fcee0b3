using Habitue.Decisions.Customers;
using Habitue.Host;
using Habitue.Lake.Log;
using Habitue.Lake.Storage;
using Habitue.Live.Segments;
using Habitue.Profiles;
using Habitue.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Habitue.Live;

/// <summary>Live state in the server: follows the log, answers for one customer and for the shop, and streams what happens. Without a log there is nothing to follow, and nothing is added.</summary>
internal sealed class LiveStateModule : LiveModule
{
    /// <summary>Further behind than so many records, what is known live is not of now.</summary>
    private const long MostLag = 50_000;

    private bool hasLog;

    public override void Services(IServiceCollection services, ServerSettings settings)
    {
        hasLog = services.Any(service => service.ServiceType == typeof(IEventLog));
        if (!hasLog) return;
        services.AddSingleton(new LiveFolder(Path.Combine(settings.Folder, "live")));
        services.AddSingleton(new LiveDefinitionsFile(settings.Folder));
        services.AddSingleton<PublishedTables>();
        services.AddSingleton(provider => new Viewing { Published = provider.GetRequiredService<PublishedTables>().Of });
        services.AddSingleton(provider => new ProfileBook(new MergeLedger(provider.GetRequiredService<HomeDatabase>()), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new LiveCustomers(provider.GetRequiredService<IEventLog>().Partitions, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<Viewing>(), provider.GetRequiredService<ProfileBook>()));
        services.AddSingleton<MoveTellers>();
        services.AddSingleton<TriggerWriter>();
        services.AddSingleton<LiveFollower>();
        services.AddSingleton<LiveOverview>();
        services.AddSingleton<LiveFeed>();
        services.AddSingleton<LiveKnowledge>();
        services.AddSingleton<LiveFactsOf>(provider => LiveFactsOfCustomers.From(provider.GetRequiredService<LiveCustomers>()));
        services.AddHostedService(provider => provider.GetRequiredService<LiveKnowledge>());
        services.AddHostedService(provider => provider.GetRequiredService<LiveFollower>());
        services.AddSingleton(provider => new Dependency("live state", _ => ValueTask.FromResult(Problem(provider))));
    }

    public override void Endpoints(WebApplication app)
    {
        if (!hasLog) return;
        var read = app.MapGroup("").RequireKey(KeyKind.Read).WithTags("Live state");
        read.MapGet("/v1/live", async (LiveOverview overview, CancellationToken cancel) => LiveJson.Answer(await overview.Get(cancel))).WithSummary("The shop at this moment.");
        read.MapGet("/v1/live/stream", (HttpContext context, LiveFeed feed, IHostApplicationLifetime life) => Stream(context, feed, life)).WithSummary("The same once a second, and who enters and leaves live segments, as server-sent events.");
        read.MapGet("/v1/live/segments", (LiveDefinitionsFile file) => LiveJson.Answer(new
        {
            file = LiveFile.Name,
            problem = file.Problem,
            segments = file.Current.All.Select(one => new { one.Name, one.About, when = one.Text, one.Trigger, one.OnLeave }),
        })).WithSummary("The live segments that hold, and what is wrong with a newer file.");
        read.MapGet("/v1/customers/{id}/live", async (string id, LiveCustomers live, CancellationToken cancel) => LiveJson.Answer(await live.View(id, cancel))).WithSummary("What is known live of a customer or visitor.");
        read.MapGet("/v1/customers/{id}/merges", async (string id, ProfileBook profiles, CancellationToken cancel) => LiveJson.Answer(new { id, ids = profiles.Of(id)?.Ids ?? [id], merges = await profiles.Merges(id, cancel) })).WithSummary("Which ids were taken for one person, by which event.");
        read.MapPost("/v1/merges/{number:long}/undo", (long number, string? why, ProfileBook profiles, CancellationToken cancel) => Undo(number, why, profiles, cancel)).WithSummary("Undo a merge, with a reason for the ledger.");
    }

    private static string? Problem(IServiceProvider provider)
    {
        var follower = provider.GetRequiredService<LiveFollower>();
        if (follower.Failed is { } failed) return failed;
        if (!follower.CaughtUp.IsCompleted) return $"what was known before the start is read from the log; {follower.Lag:N0} records are left";
        return follower.Lag > MostLag ? $"live state is {follower.Lag:N0} records behind the log" : provider.GetRequiredService<TriggerWriter>().Problem;
    }

    private static IResult Stream(HttpContext context, LiveFeed feed, IHostApplicationLifetime life)
    {
        // The response outlives this method, so its token's source does too.
        var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
        context.Response.RegisterForDispose(ends);
        return feed.Watch(ends.Token) is { } items ? TypedResults.ServerSentEvents(items.UntilCancelled(ends.Token))
            : Results.Problem($"{LiveFeed.MostWatchers} watch already; look at /v1/live, or try again when one has gone.", statusCode: StatusCodes.Status503ServiceUnavailable, title: "Too many watchers");
    }

    private static async Task<IResult> Undo(long number, string? why, ProfileBook profiles, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(why) || why.Length > 200) return Results.Problem("Say why in the parameter `why`, in at most 200 letters: the ledger keeps it.", statusCode: StatusCodes.Status400BadRequest, title: "No reason given");
        try
        {
            await profiles.Undo(number, why, cancel);
            return Results.NoContent();
        }
        catch (UserMistakeException mistake)
        {
            return Results.Problem(mistake.Message, statusCode: StatusCodes.Status404NotFound, title: "No such merge");
        }
    }
}
