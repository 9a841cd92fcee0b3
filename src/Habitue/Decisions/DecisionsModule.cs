using Habitue.Decisions.Customers;
using Habitue.Decisions.Log;
using Habitue.Decisions.Policies;
using Habitue.Decisions.Web;
using Habitue.Server;
using Habitue.Server.ApiPage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Habitue.Decisions;

/// <summary>
/// Decisions in the live server: <c>POST /v1/decide</c>, content by placement, a customer's recommendations and whole profile. What goes on live and
/// which variation a customer is in are asked of <see cref="LiveFactsOf"/> and <see cref="Assignments"/> when other rooms register them.
/// </summary>
internal sealed class DecisionsModule : LiveModule
{
    /// <summary>Where the bandits' chance comes from: any number does, as long as it stays.</summary>
    private const int BanditSeed = 20_261_127;

    private const string Example = """{"requestId":"page-4711","userId":"u1","placements":["home"],"context":{"page":"/"},"consent":{"marketing":true}}""";

    public override void Services(IServiceCollection services, ServerSettings settings)
    {
        services.AddSingleton(new BanditBook(BanditSeed));
        services.AddSingleton(provider => new DecisionMemory(provider.GetRequiredService<BanditBook>(), () => provider.GetRequiredService<Decider>().World));
        services.AddSingleton(provider => new Decider(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<DecisionMemory>().Shown, provider.GetRequiredService<DecisionMemory>().Consents, provider.GetRequiredService<BanditBook>(),
            provider.GetService<Assignments>() ?? new Assignments(), LiveOf(provider), problem =>
            {
                DecisionCounts.Failed();
                provider.GetRequiredService<ILogger<Decider>>().LogError(problem, "A decision broke and its fallback answered");
            }));
        services.AddSingleton(new DecisionSnapshots(settings.Folder));
        services.AddSingleton<Deciding>();
        services.AddSingleton<DecideEndpoint>();
        services.AddSingleton(provider => new CustomerEndpoint(provider.GetRequiredService<Decider>(), provider.GetRequiredService<DecisionMemory>(), LiveOf(provider), provider.GetRequiredService<LiveWarehouse>(), provider.GetRequiredService<TimeProvider>()));
        Hosted<DecisionWriter>(services);
        Hosted<DecisionTables>(services);
        services.AddSingleton<WorldLoader>();
        Hosted<DecisionFollower>(services);
        services.AddHostedService(provider => provider.GetRequiredService<WorldLoader>());
        services.AddSingleton(provider => new Dependency("decisions", _ => ValueTask.FromResult(provider.GetRequiredService<WorldLoader>().Trouble ?? provider.GetRequiredService<DecisionTables>().Trouble)));
    }

    public override void Endpoints(WebApplication app)
    {
        var pages = app.MapGroup("").ForPages(app, "/v1/decide", "/v1/content/{placement}").AddEndpointFilter((call, next) => Refusal(call.HttpContext) is { } refusal ? ValueTask.FromResult<object?>(refusal) : next(call)).WithTags("Decisions");
        pages.MapPost("/v1/decide", (HttpContext call, DecideEndpoint endpoint) => endpoint.Decide(call))
            .WithSummary("Decide what to show to a customer or visitor in one or many placements.").WithBody(Example);
        pages.MapGet("/v1/content/{placement}", (string placement, HttpContext call, DecideEndpoint endpoint) => endpoint.Content(placement, call))
            .WithSummary("The first action of a placement alone, with its content.").WithQuery("userId", "Whom it is for; or anonymousId.").WithQuery("anonymousId", "A visitor's id.").WithQuery("requestId", "The same id gets the same answer.");
        var read = app.MapGroup("").RequireKey(KeyKind.Read).WithTags("Decisions");
        read.MapGet("/v1/customers/{id}", (string id, CustomerEndpoint endpoint, CancellationToken cancel) => endpoint.Profile(id, cancel)).WithSummary("All that is known of a customer.");
        read.MapGet("/v1/customers/{id}/recommendations", (string id, HttpContext call, CustomerEndpoint endpoint) => endpoint.Recommendations(id, call.Request))
            .WithSummary("What could be shown to a customer now.").WithQuery("count", "How many; 10 unless told.").WithQuery("product", "What goes with this product.");
        read.MapGet("/v1/decisions/catalogue", (Decider decider, WorldLoader loader) => Results.Json(new
        {
            file = loader.FilePath,
            version = decider.World.Catalogue.Version,
            offers = decider.World.Catalogue.Offers.Count,
            placements = decider.World.Catalogue.Placements.Keys,
            problems = loader.Problems,
        })).WithSummary("Which file of decisions answers, and why a newer one was refused.");
    }

    /// <summary>A page has the write key, a server the read key: both may ask.</summary>
    private static IResult? Refusal(HttpContext call)
    {
        if (KeyFilter.Refusal(call, KeyKind.Write) is not { } refusal) return null;
        if (KeyFilter.Refusal(call, KeyKind.Read) is not null) return refusal;
        call.Response.Headers.WWWAuthenticate = default;
        return null;
    }

    private static LiveFactsOf LiveOf(IServiceProvider provider) => provider.GetService<LiveFactsOf>() ?? ((_, _) => LiveFacts.None);

    private static void Hosted<T>(IServiceCollection services) where T : class, IHostedService
    {
        services.AddSingleton<T>();
        services.AddHostedService(provider => provider.GetRequiredService<T>());
    }
}
