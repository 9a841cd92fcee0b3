using Habitue.Reports.Page;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Habitue.Server.Web;

/// <summary>A page within the shell, written as the reader's browser asks for: its languages say how numbers and days look.</summary>
internal sealed class PageResult(Type page) : IResult
{
    // As an asynchronous method it keeps what is chosen here to this request.
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        Locale.Of(httpContext.Request.Headers.AcceptLanguage.ToString()).Use();
        await new RazorComponentResult<Shell>(new { Page = page }) { PreventStreamingRendering = true }.ExecuteAsync(httpContext);
    }
}
