using Habitue.Host;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Habitue.Server;

/// <summary>
/// Answers what a request of any room can run into without there being a bug: a body that came too slowly, broke off or was too large, and a
/// disk that is full. Whatever else is thrown is a bug, and is answered by 500.
/// </summary>
internal sealed class Troubles(ILogger<Troubles> logger) : IExceptionHandler
{
    private const string Seconds = "5";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is BadHttpRequestException bad)
        {
            await Results.Problem(bad.Message, statusCode: bad.StatusCode, title: "Bad request").ExecuteAsync(httpContext);
            return true;
        }

        // A form that has been read is no longer to blame: what goes wrong then is of the work that it asked for.
        if (exception is InvalidDataException or IOException && httpContext.Request.HasFormContentType && httpContext.Features.Get<IFormFeature>() is not { Form: not null } && !FullDisk.Is(exception))
        {
            await Results.Problem("The form cannot be read: it breaks off, or its parts are not told apart.", statusCode: StatusCodes.Status400BadRequest, title: "Bad request").ExecuteAsync(httpContext);
            return true;
        }

        if (!FullDisk.Is(exception)) return false;
        logger.LogWarning("The disk is full: a request was told to come again later.");
        httpContext.Response.Headers.RetryAfter = Seconds;
        await Results.Problem("The disk is full; the server goes on by itself when there is space.", statusCode: StatusCodes.Status503ServiceUnavailable, title: "Not available now").ExecuteAsync(httpContext);
        return true;
    }
}
