using Habitue.Lake.Log;
using Habitue.Live;
using Habitue.Server;
using Habitue.Server.ApiPage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Collector;

/// <summary>The collector: the addresses that clients of Segment, RudderStack and CloudEvents send to.</summary>
internal sealed class CollectorModule(CollectorSettings? limits = null) : LiveModule
{
    /// <summary>The calls with an example each. Browser SDKs also send to their first letters.</summary>
    private static readonly (string Path, CallType Type, string Example)[] Calls =
    [
        ("identify", CallType.Identify, """{"userId":"u1","anonymousId":"a1","traits":{"plan":"gold"}}"""),
        ("track", CallType.Track, """{"userId":"u1","event":"Product Viewed","properties":{"product_id":"p1","price":9.5}}"""),
        ("page", CallType.Page, """{"anonymousId":"a1","name":"Home","context":{"page":{"path":"/"}}}"""),
        ("screen", CallType.Screen, """{"anonymousId":"a1","name":"Cart"}"""),
        ("group", CallType.Group, """{"userId":"u1","groupId":"g1","traits":{"name":"A club"}}"""),
        ("alias", CallType.Alias, """{"previousId":"a1","userId":"u1"}"""),
    ];

    private const string Batch = """{"batch":[{"type":"track","userId":"u1","event":"Product Viewed","timestamp":"2026-01-31T12:00:00.000Z"},{"type":"page","anonymousId":"a1"}]}""";
    private const string Cloud = """{"specversion":"1.0","id":"c1","source":"/shop","type":"shop.track.order_completed","subject":"u1","data":{"order_id":"o1","total":9.5}}""";

    public override void Services(IServiceCollection services, ServerSettings settings)
    {
        services.AddSingleton(limits ?? new CollectorSettings());
        services.AddSingleton<CollectorCounters>();
        services.AddSingleton<BotWatch>();
        services.AddSingleton<EventCollector>();
        services.AddSingleton(provider => new BodyBudget(provider.GetRequiredService<CollectorSettings>().MostBytesInFlight));
        services.AddSingleton(provider => new RejectedEvents(SqliteLog.Open(settings.Folder,
            settings.EventLog with { Partitions = 1, QueueBytes = 16 << 20, TailBytes = 4 << 20, Clock = provider.GetRequiredService<TimeProvider>() }, RejectedEvents.FileName)));
        services.AddSingleton(provider => new Dependency("rejected events", _ => ValueTask.FromResult(provider.GetRequiredService<RejectedEvents>().Log.Problem)));
    }

    public override void Endpoints(WebApplication app)
    {
        EventCollector collector = app.Services.GetRequiredService<EventCollector>();
        foreach ((string path, CallType type, string example) in Calls)
        {
            Post(app, $"/v1/{path}", new CallForm(type), collector, $"One {path} call.").WithBody(example);
            Post(app, $"/v1/{path[0]}", new CallForm(type), collector);
            Pixel(app, $"/v1/pixel/{path}", new CallForm(type) { IsPixel = true }, collector, $"One {path} call in the address, answered by a picture of one pixel.")
                .WithQuery("data", "The call's JSON in Base64.", isRequired: true);
            Pixel(app, $"/v1/pixel/{path[0]}", new CallForm(type) { IsPixel = true }, collector);
        }

        Post(app, "/v1/batch", CallForm.Batch, collector, "Up to 2,500 calls in one request.").WithBody(Batch);
        Post(app, "/v1/b", CallForm.Batch, collector);
        Post(app, "/beacon/v1/batch", CallForm.Batch, collector);
        Post(app, "/v1/import", CallForm.Batch with { IsHistory = true }, collector, "A batch of history: times are taken as they are.").WithBody(Batch);
        Post(app, "/v1/cloudevents", CallForm.Cloud, collector, "CloudEvents 1.0: binary, structured or batch.").WithBody(Cloud, "application/cloudevents+json");
        // Browser SDKs report on themselves here; nobody reads it.
        app.MapPost("/v1/m", () => Results.Json(new { success = true })).ExcludeFromDescription();
        app.MapGet("/v1/projects/{writeKey}/settings", BrowserSettings.Answer).ExcludeFromDescription();
    }

    private static IEndpointConventionBuilder Post(WebApplication app, string path, CallForm form, EventCollector collector, string? summary = null)
    {
        app.MapMethods(path, [HttpMethods.Options], CrossOrigin.Preflight);
        RequestDelegate handle = context => collector.Handle(context, form);
        return Described(app.MapPost(path, handle), handle, summary);
    }

    private static IEndpointConventionBuilder Pixel(WebApplication app, string path, CallForm form, EventCollector collector, string? summary = null)
    {
        RequestDelegate handle = context => collector.Handle(context, form);
        return Described(app.MapGet(path, handle), handle, summary);
    }

    /// <summary>An address whose handler takes the whole request stands in the description only when it names its method.</summary>
    private static IEndpointConventionBuilder Described(IEndpointConventionBuilder endpoint, RequestDelegate handle, string? summary) =>
        summary is null ? endpoint : endpoint.WithMetadata(handle.Method, new TagsAttribute("Collector"), new EndpointSummaryAttribute(summary));
}
