using Microsoft.AspNetCore.Http;

namespace Habitue.Server.Web;

/// <summary>
/// What a page may do in the browser: run the program's own scripts and no others, ask the program and nobody else, be framed by nobody. Styles may stand in the page: charts set
/// them on what they draw.
/// </summary>
internal static class SecurityHeaders
{
    public const string Policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void Set(HttpResponse response)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        // What is shown belongs to who is signed in: no cache keeps it.
        headers.CacheControl = "no-store";
    }
}
