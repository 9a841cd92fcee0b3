using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Habitue.Server;

/// <summary>
/// An id may hold a slash. In an address it is written %2F, which routing leaves as it is, so that it does not part the address; who asks
/// for the id means the slash. An id that itself holds the letters %2F is written %252F, which routing reads as %2F too: only the
/// address as it was sent tells the two apart.
/// </summary>
internal static class RouteSlashes
{
    private const string Escaped = "%2F", EscapedTwice = "%252F";

    public static Task Unescape(HttpContext call, RequestDelegate next)
    {
        var values = call.Request.RouteValues;
        if (values.Count > 0)
            foreach (var (name, value) in values.ToArray())
                if (value is string text && text.Contains(Escaped, StringComparison.OrdinalIgnoreCase)) values[name] = Meant(text, call.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "");
        return next(call);
    }

    /// <summary>What a part of the address stands for.</summary>
    /// <param name="routed">The part as routing gives it.</param>
    /// <param name="target">The address as it was sent.</param>
    internal static string Meant(string routed, string target)
    {
        var path = target.Split('?')[0];
        return path.Split('/').FirstOrDefault(part => Routed(part) == routed) is { } sent ? Uri.UnescapeDataString(sent) : routed.Replace(Escaped, "/", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A part of an address as routing reads it: everything is unescaped but the slash.</summary>
    private static string Routed(string part) => Uri.UnescapeDataString(part.Replace("%2f", "%252f", StringComparison.Ordinal).Replace(Escaped, EscapedTwice, StringComparison.Ordinal));
}
