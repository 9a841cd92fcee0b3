using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Server;

/// <summary>Whether the process runs (<c>/health/live</c>) and whether it can do its work (<c>/health/ready</c>, each dependency by name).</summary>
internal sealed class HealthModule : LiveModule
{
    public override void Services(IServiceCollection services, ServerSettings settings) =>
        services.AddSingleton(provider => new Dependency("warehouse", _ =>
        {
            provider.GetRequiredService<LiveWarehouse>().Check();
            return ValueTask.FromResult<string?>(null);
        }));

    public override void Endpoints(WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Json(new { status = "live" })).WithTags("Operation").WithSummary("Whether the process runs.");
        app.MapGet("/health/ready", Ready).WithTags("Operation").WithSummary("Whether it can do its work: each thing that it depends on, by name.");
    }

    private static async Task<IResult> Ready(IEnumerable<Dependency> dependencies, CancellationToken cancel)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var dependency in dependencies) found[dependency.Name] = await ProblemOf(dependency, cancel) ?? "ready";
        var ready = found.Values.All(state => state == "ready");
        return Results.Json(new { status = ready ? "ready" : "not ready", dependencies = found }, statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<string?> ProblemOf(Dependency dependency, CancellationToken cancel)
    {
        try
        {
            return await dependency.Problem(cancel);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            return problem.Message;   // the answer to the question, not a failure of the asking
        }
    }
}
