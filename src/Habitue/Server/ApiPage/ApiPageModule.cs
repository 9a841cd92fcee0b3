using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Server.ApiPage;

/// <summary>The description of the server's addresses (<c>/openapi/v1.json</c>, OpenAPI 3) and a page to read and try them (<c>/docs</c>).</summary>
internal sealed class ApiPageModule : LiveModule
{
    private static readonly (string Name, string Type)[] Parts = [("docs.css", "text/css"), ("docs.js", "text/javascript")];

    public override void Services(IServiceCollection services, ServerSettings settings) => services.AddOpenApi("v1", options =>
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Habitue";
            document.Info.Version = Host.Build.Version;
            document.Info.Description = "Collect what customers do, ask what is known about them, and decide what to show them.";
            document.Servers = [];   // the page is served by the very server it describes
            return Task.CompletedTask;
        }));

    public override void Endpoints(WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapGet("/docs", (HttpContext context) =>
        {
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'";
            return Results.Text(Read("docs.html"), "text/html; charset=utf-8");
        }).ExcludeFromDescription();
        foreach (var (name, type) in Parts)
        {
            var text = Read(name);
            app.MapGet("/" + name, () => Results.Text(text, type + "; charset=utf-8")).ExcludeFromDescription();
        }
    }

    private static string Read(string name)
    {
        using var stream = typeof(ApiPageModule).Assembly.GetManifestResourceStream("Server/ApiPage/" + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
