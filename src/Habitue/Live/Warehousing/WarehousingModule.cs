using Habitue.Lake.Cleaning;
using Habitue.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Live.Warehousing;

/// <summary>Brings events into the warehouse, and shows what was set aside on the way there.</summary>
internal sealed class WarehousingModule : LiveModule
{
    private const int MostRows = 1_000;

    public override void Services(IServiceCollection services, ServerSettings settings)
    {
        services.AddSingleton<WarehouseMeasures>();
        services.AddSingleton<WarehouseTurn>();
        services.AddSingleton<WarehouseWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<WarehouseWriter>());
        services.AddSingleton(provider => new Dependency("warehouse writer", _ => ValueTask.FromResult(provider.GetRequiredService<WarehouseWriter>().Problem)));
    }

    public override void Endpoints(WebApplication app) =>
        app.MapGet("/v1/rejected", (LiveWarehouse warehouse, string? rule, int? limit) => Rejected(warehouse, rule, limit))
            .RequireKey(KeyKind.Read).WithTags("Collector").WithSummary("Events that were set aside, newest first: which rule, why, and what they said.");

    private static IResult Rejected(LiveWarehouse warehouse, string? rule, int? limit)
    {
        using var connection = warehouse.Connect();
        if (!connection.Has("quarantine"))
            return Results.Json(new { count = 0L, rules = Array.Empty<object>(), rejected = Array.Empty<object>() });
        var rules = connection.Rows<(string Rule, long Count)>("SELECT rule, COUNT(*) FROM quarantine GROUP BY rule ORDER BY rule");
        var rows = Quality.Rejected(connection, rule, Math.Clamp(limit ?? 100, 1, MostRows));
        return Results.Json(new
        {
            count = rules.Sum(r => r.Count),
            rules = rules.Select(r => new { rule = r.Rule, count = r.Count }),
            rejected = rows.Select(r => new { rule = r.Rule, reason = r.Reason, source = r.Address, row = r.Row, original = r.Original }),
        });
    }
}
