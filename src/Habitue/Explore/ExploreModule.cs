using Habitue.Server;
using Habitue.Server.Web;
using Habitue.Server.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Explore;

/// <summary>Questions in SQL: the page's answers and files, what is kept, and kept questions as files for other programs.</summary>
internal sealed class ExploreModule : LiveModule
{
    public override void Services(IServiceCollection services, ServerSettings settings)
    {
        services.AddSingleton<Explorer>();
        services.AddSingleton<SavedQueries>();
    }

    public override void Endpoints(WebApplication app)
    {
        app.MapPost("/explore/answer", (HttpContext call, SignedIn signedIn, PageView view, Explorer explorer) => Acts.Do(call, signedIn, _ => true, act => ExploreEndpoints.Answer(act, view, explorer))).ExcludeFromDescription();
        foreach (var form in (string[])["csv", "parquet"])
            app.MapPost($"/explore/file.{form}", (HttpContext call, SignedIn signedIn, Explorer explorer) => Acts.Do(call, signedIn, _ => true, act => ExploreEndpoints.File(act, form, explorer))).ExcludeFromDescription();
        app.MapAct("/explore/save", Rights.MayKeepQueries, act => Task.FromResult(ExploreEndpoints.Save(act)), back: ExploreEndpoints.Draft);
        app.MapAct("/explore/remove", Rights.MayKeepQueries, act => Task.FromResult(ExploreEndpoints.Remove(act)), back: ExploreEndpoints.Draft);

        var read = app.MapGroup("").RequireKey(KeyKind.Read).WithTags("Queries");
        read.MapGet("/v1/queries", (SavedQueries saved) => Results.Json(new { queries = saved.All().Select(one => new { name = one.Name, csv = CsvAddress(one.Name) }) }))
            .WithSummary("The questions that are kept on the page Explore.");
        read.MapGet("/v1/queries/{name}.csv", (string name, SavedQueries saved, Explorer explorer, HttpContext call) => ExploreEndpoints.Kept(name, "csv", saved, explorer, call)).WithSummary("What a kept question answers now, as CSV.");
        read.MapGet("/v1/queries/{name}.parquet", (string name, SavedQueries saved, Explorer explorer, HttpContext call) => ExploreEndpoints.Kept(name, "parquet", saved, explorer, call)).WithSummary("What a kept question answers now, as Parquet.");
    }

    /// <summary>Where other programs read what a kept question answers.</summary>
    public static string CsvAddress(string name) => $"/v1/queries/{Uri.EscapeDataString(name)}.csv";
}
