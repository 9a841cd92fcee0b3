using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Habitue.Server;

/// <summary>Lets pages of every origin call an address (CORS). Nothing there goes by cookies: who asks presents a key.</summary>
internal static class CrossOrigin
{
    /// <summary>The page may read the answer.</summary>
    public static void Allow(HttpContext context) => context.Response.Headers.AccessControlAllowOrigin = "*";

    /// <summary>Answers the question that a browser asks before it sends a key.</summary>
    public static Task Preflight(HttpContext context)
    {
        Allow(context);
        context.Response.Headers.AccessControlAllowMethods = "POST, GET, OPTIONS";
        context.Response.Headers.AccessControlAllowHeaders = context.Request.Headers.AccessControlRequestHeaders is { Count: > 0 } asked ? asked : "Authorization, Content-Type";
        context.Response.Headers.AccessControlMaxAge = "86400";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>All addresses of the group, also where they refuse; the page may read the headers that SDKs go by.</summary>
    /// <param name="group">Before any other filter is added.</param>
    /// <param name="app">Answers the browser's question for each of them.</param>
    /// <param name="paths">The addresses.</param>
    public static RouteGroupBuilder ForPages(this RouteGroupBuilder group, WebApplication app, params ReadOnlySpan<string> paths)
    {
        foreach (var path in paths) app.MapMethods(path, [HttpMethods.Options], Preflight);
        return group.AddEndpointFilter((call, next) =>
        {
            Allow(call.HttpContext);
            call.HttpContext.Response.Headers.AccessControlExposeHeaders = "ETag, Retry-After";
            return next(call);
        });
    }
}
