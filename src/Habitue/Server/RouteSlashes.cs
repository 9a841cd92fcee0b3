using Microsoft.AspNetCore.Http;

namespace Habitue.Server;

/// <summary>
/// An id may hold a slash. In an address it is written %2F, which routing leaves as it is, so that it does not part the address; who asks
/// for the id means the slash.
/// </summary>
internal static class RouteSlashes
{
    private const string Escaped = "%2F";

    public static Task Unescape(HttpContext call, RequestDelegate next)
    {
        var values = call.Request.RouteValues;
        if (values.Count > 0)
            foreach (var (name, value) in values.ToArray())
                if (value is string text && text.Contains(Escaped, StringComparison.OrdinalIgnoreCase)) values[name] = text.Replace(Escaped, "/", StringComparison.OrdinalIgnoreCase);
        return next(call);
    }
}
