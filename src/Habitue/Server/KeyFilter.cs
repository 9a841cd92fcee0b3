using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Server;

/// <summary>Lets only those in who present a key: user name of Basic, token of Bearer, or the header X-API-Key.</summary>
internal static class KeyFilter
{
    public static TBuilder RequireKey<TBuilder>(this TBuilder endpoint, KeyKind kind) where TBuilder : IEndpointConventionBuilder =>
        endpoint.AddEndpointFilter((call, next) => Refusal(call.HttpContext, kind) is { } refusal ? ValueTask.FromResult<object?>(refusal) : next(call));

    /// <summary>The answer to a request without the key that it needs; null when it has one.</summary>
    public static IResult? Refusal(HttpContext context, KeyKind kind)
    {
        AccessKeys keys = context.RequestServices.GetRequiredService<AccessKeys>();
        AccessKey? key = keys.FromHeader(context.Request.Headers.Authorization, kind) ?? keys.Find(context.Request.Headers["X-API-Key"], kind);
        if (key is not null)
            return null;
        string word = kind == KeyKind.Read ? "read" : "write";
        context.Response.Headers.WWWAuthenticate = $"Basic realm=\"habitue {word} key\"";
        return Results.Problem($"This needs a {word} key: as the user name of Basic authentication, as a Bearer token, or in the header X-API-Key.", statusCode: StatusCodes.Status401Unauthorized, title: "No valid key");
    }
}
