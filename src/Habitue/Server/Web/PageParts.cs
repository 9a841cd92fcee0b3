using Habitue.Reports.Page;
using Habitue.Server.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Habitue.Server.Web;

/// <summary>A part of a page without the shell around it, written as the reader's browser asks for.</summary>
/// <param name="parameters">What the part is told, an object whose properties are its parameters; null for nothing.</param>
internal sealed class PartResult<T>(object? parameters = null) : IResult where T : IComponent
{
    // As an asynchronous method it keeps what is chosen here to this request.
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        Locale.Of(httpContext.Request.Headers.AcceptLanguage.ToString()).Use();
        await new RazorComponentResult<T>(parameters ?? new { }) { PreventStreamingRendering = true }.ExecuteAsync(httpContext);
    }
}

/// <summary>Parts of pages that are asked for on their own, because they change while the page is looked at.</summary>
internal static class PageParts
{
    /// <summary>A component at an address of its own, for whoever is signed in.</summary>
    public static void MapPart<T>(this WebApplication app, string path) where T : IComponent =>
        app.MapGet(path, IResult (HttpContext call, PageView view, SignedIn signedIn) =>
        {
            SecurityHeaders.Set(call.Response);
            if (signedIn.Of(call) is not { } who) return SignInEndpoints.Ask(call);
            (view.Http, view.Who) = (call, who);
            return new PartResult<T>();
        }).ExcludeFromDescription();
}
