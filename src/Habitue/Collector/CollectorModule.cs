using Habitue.Lake.Log;
using Habitue.Live;
using Habitue.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Collector;

/// <summary>The collector: the addresses that clients of Segment, RudderStack and CloudEvents send to.</summary>
internal sealed class CollectorModule(CollectorSettings? limits = null) : LiveModule
{
    /// <summary>The calls by address; the short ones are those of the browser SDKs.</summary>
    private static readonly (string Path, CallType Type)[] Calls =
    [
        ("identify", CallType.Identify), ("track", CallType.Track), ("page", CallType.Page), ("screen", CallType.Screen), ("group", CallType.Group), ("alias", CallType.Alias),
        ("i", CallType.Identify), ("t", CallType.Track), ("p", CallType.Page), ("s", CallType.Screen), ("g", CallType.Group), ("a", CallType.Alias),
    ];

    public override void Services(IServiceCollection services, ServerSettings settings)
    {
        services.AddSingleton(limits ?? new CollectorSettings());
        services.AddSingleton<CollectorCounters>();
        services.AddSingleton<BotWatch>();
        services.AddSingleton<EventCollector>();
        services.AddSingleton(provider => new BodyBudget(provider.GetRequiredService<CollectorSettings>().MostBytesInFlight));
        services.AddSingleton(provider => new RejectedEvents(SqliteLog.Open(settings.Folder,
            settings.EventLog with { Partitions = 1, QueueBytes = 16 << 20, TailBytes = 4 << 20, Clock = provider.GetRequiredService<TimeProvider>() }, RejectedEvents.FileName)));
    }

    public override void Endpoints(WebApplication app)
    {
        EventCollector collector = app.Services.GetRequiredService<EventCollector>();
        foreach ((string path, CallType type) in Calls)
        {
            Post(app, $"/v1/{path}", new CallForm(type), collector, path.Length > 1 ? $"One {path} call." : null);
            Pixel(app, $"/v1/pixel/{path}", new CallForm(type) { IsPixel = true }, collector);
        }

        Post(app, "/v1/batch", CallForm.Batch, collector, "Up to 2,500 calls in one request.");
        Post(app, "/v1/b", CallForm.Batch, collector, null);
        Post(app, "/beacon/v1/batch", CallForm.Batch, collector, null);
        Post(app, "/v1/import", CallForm.Batch with { IsHistory = true }, collector, "A batch of history: times are taken as they are.");
        Post(app, "/v1/cloudevents", CallForm.Cloud, collector, "CloudEvents 1.0: binary, structured or batch.");
        // Browser SDKs report on themselves here; nobody reads it.
        app.MapPost("/v1/m", () => Results.Json(new { success = true })).ExcludeFromDescription();
        app.MapGet("/v1/projects/{writeKey}/settings", BrowserSettings.Answer).ExcludeFromDescription();
    }

    private static void Post(WebApplication app, string path, CallForm form, EventCollector collector, string? summary)
    {
        IEndpointConventionBuilder post = app.MapPost(path, context => collector.Handle(context, form));
        if (summary is null)
            post.WithMetadata(new ExcludeFromDescriptionAttribute());
        else
            post.WithMetadata(new TagsAttribute("Collector")).WithMetadata(new EndpointSummaryAttribute(summary));
        app.MapMethods(path, [HttpMethods.Options], Answers.Preflight).WithMetadata(new ExcludeFromDescriptionAttribute());
    }

    private static void Pixel(WebApplication app, string path, CallForm form, EventCollector collector) =>
        app.MapGet(path, context => collector.Handle(context, form)).WithMetadata(new ExcludeFromDescriptionAttribute());
}
