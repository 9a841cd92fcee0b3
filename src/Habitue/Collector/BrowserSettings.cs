using Habitue.Server;
using Microsoft.AspNetCore.Http;

namespace Habitue.Collector;

/// <summary>What Segment's browser SDK asks for when it starts, so that a page needs only this server's address and a write key.</summary>
internal static class BrowserSettings
{
    public static IResult Answer(string writeKey, HttpContext context, AccessKeys keys)
    {
        CrossOrigin.Allow(context);
        if (keys.Find(writeKey, KeyKind.Write) is null)
            return Results.Problem("The write key in the address is not known.", statusCode: StatusCodes.Status404NotFound, title: "No such write key");
        return Results.Json(new Dictionary<string, object>
        {
            ["integrations"] = new Dictionary<string, object>
            {
                ["Segment.io"] = new { apiKey = writeKey, apiHost = $"{context.Request.Host}/v1", protocol = context.Request.Scheme },
            },
            ["plan"] = new { track = new Dictionary<string, object>(), identify = new Dictionary<string, object>(), group = new Dictionary<string, object>() },
            ["analyticsNextEnabled"] = true,
        });
    }
}
