using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Habitue.Experiments.Assignment;
using Habitue.Server;
using Habitue.Server.ApiPage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Experiments.Serving;

/// <summary>
/// OpenFeature's remote evaluation protocol (OFREP), so that any OpenFeature SDK asks for variants: one flag, or all of them with an ETag. An experiment is a flag. Asking for one counts as an exposure; asking
/// for all does not, since nobody has seen them yet: track "Experiment Viewed" then.
/// </summary>
internal static class OfrepEndpoints
{
    public const int MostBytes = 64 << 10, LongestId = 500;

    private const string SecondsWithoutRoom = "5";

    private const string Example = """{"context":{"targetingKey":"u1","country":"FR"}}""";

    public static void Map(WebApplication app, RateLimit limit)
    {
        var keyed = app.MapGroup("").ForPages(app, "/ofrep/v1/evaluate/flags/{key}", "/ofrep/v1/evaluate/flags").AddEndpointFilter((call, next) => Keyed(call, next, limit)).WithTags("Experiments");
        keyed.MapPost("/ofrep/v1/evaluate/flags/{key}", One).WithSummary("The variant of one experiment for a customer (OpenFeature remote evaluation).").WithBody(Example);
        keyed.MapPost("/ofrep/v1/evaluate/flags", All).WithSummary("The variants of all experiments for a customer; answers 304 when nothing has changed (OpenFeature remote evaluation).").WithBody(Example);
    }

    /// <summary>
    /// A read key for servers or a write key for pages: the answer says nothing but what the asker is shown. Without one the protocol asks for 401, and
    /// for 429 of a client that asks too often: all pages share a key, so a client is a key and an address.
    /// </summary>
    private static ValueTask<object?> Keyed(EndpointFilterInvocationContext call, EndpointFilterDelegate next, RateLimit limit)
    {
        var http = call.HttpContext;
        if (KeyOf(http) is not { } key) return ValueTask.FromResult<object?>(KeyFilter.Refusal(http, KeyKind.Read));
        if (limit.MustWait($"{key.Kind} {key.Name} {http.Connection.RemoteIpAddress}") is not { } wait) return next(call);
        http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return ValueTask.FromResult<object?>(Answer(StatusCodes.Status429TooManyRequests, OfrepAnswers.Error((string?)http.Request.RouteValues["key"], "GENERAL", "This client asks more often than it may; ask again after the seconds in Retry-After.")));
    }

    private static AccessKey? KeyOf(HttpContext http)
    {
        var (keys, header, given) = (http.RequestServices.GetRequiredService<AccessKeys>(), http.Request.Headers.Authorization, http.Request.Headers["X-API-Key"]);
        return ((KeyKind[])[KeyKind.Write, KeyKind.Read]).Select(kind => keys.FromHeader(header, kind) ?? keys.Find(given, kind)).FirstOrDefault(key => key is not null);
    }

    private static async Task<IResult> One(string key, HttpContext http, LiveDefinitions definitions, Assigner assigner, ExposureBook book, TimeProvider clock)
    {
        var (attributes, mistake) = await Read(http, key);
        if (mistake is not null) return mistake;
        var set = definitions.Current;
        if (!set.Experiments.TryGetValue(key, out var experiment)) return Answer(StatusCodes.Status404NotFound, OfrepAnswers.Error(key, "FLAG_NOT_FOUND", "There is no experiment of this name."));
        var assigned = assigner.Of(set, experiment, attributes);
        if (assigned is { Variant: { } variant, Customer: { } customer } && assigned.Reason is AllocationReason.Split or AllocationReason.Sticky
            && !book.TryAdd(new Exposure(key, customer, variant, clock.GetUtcNow().UtcDateTime)))
        {
            http.Response.Headers.RetryAfter = SecondsWithoutRoom;
            return Answer(StatusCodes.Status503ServiceUnavailable, OfrepAnswers.Error(key, "GENERAL", "Who is shown what cannot be written down now; ask again after the seconds in Retry-After."));
        }
        return Answer(StatusCodes.Status200OK, OfrepAnswers.One(assigned));
    }

    private static async Task<IResult> All(HttpContext http, LiveDefinitions definitions, Assigner assigner)
    {
        var (attributes, mistake) = await Read(http, key: null);
        if (mistake is not null) return mistake;
        var set = definitions.Current;
        var body = OfrepAnswers.All(set.Experiments.Values.Select(experiment => assigner.Of(set, experiment, attributes)));
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body))[..16]}\"";
        http.Response.Headers.ETag = tag;
        return http.Request.Headers.IfNoneMatch.Any(one => one is not null && (one == "*" || one.Split(',', StringSplitOptions.TrimEntries).Contains(tag)))
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Answer(StatusCodes.Status200OK, body);
    }

    /// <summary>The context as attributes, with the targeting key as the id; or the answer that says what is wrong with it.</summary>
    private static async Task<(JsonElement Attributes, IResult? Mistake)> Read(HttpContext http, string? key)
    {
        var body = new MemoryStream();
        var buffer = new byte[8_192];
        while (await http.Request.Body.ReadAsync(buffer, http.RequestAborted) is > 0 and var read)
        {
            body.Write(buffer.AsSpan(0, read));
            if (body.Length > MostBytes) return Wrong("INVALID_CONTEXT", $"The body is larger than {MostBytes >> 10} KB.");
        }

        JsonElement root;
        try
        {
            root = JsonElement.Parse(body.GetBuffer().AsSpan(0, (int)body.Length));
        }
        catch (JsonException mistake)
        {
            return Wrong("PARSE_ERROR", $"The body is no JSON: {mistake.Message}");
        }

        if (!IsWhole(root)) return Wrong("PARSE_ERROR", "The body holds half of a character: a surrogate without its other half.");
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("context", out var context)) return Wrong("TARGETING_KEY_MISSING", "The body must hold context.targetingKey, the customer's id.");
        if (context.ValueKind != JsonValueKind.Object) return Wrong("INVALID_CONTEXT", "context must be an object.");
        if (!context.TryGetProperty("targetingKey", out var id) || id.ValueKind is JsonValueKind.Null) return Wrong("TARGETING_KEY_MISSING", "context.targetingKey is missing, the customer's id.");
        if (id.ValueKind != JsonValueKind.String || id.GetString() is not { Length: > 0 and <= LongestId } text) return Wrong("INVALID_CONTEXT", $"context.targetingKey must be a text of 1 to {LongestId} characters.");
        return (Attributes(context, text), null);

        (JsonElement, IResult?) Wrong(string code, string details) => (default, Answer(StatusCodes.Status400BadRequest, OfrepAnswers.Error(key, code, details)));
    }

    /// <summary>JSON may escape half of a character; no text can be made of that.</summary>
    private static bool IsWhole(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.Object => element.EnumerateObject().All(one => one.Name is not null && IsWhole(one.Value)),
                JsonValueKind.Array => element.EnumerateArray().All(IsWhole),
                JsonValueKind.String => element.GetString() is not null,
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;   // the only way in which the framework tells it
        }
    }

    private static JsonElement Attributes(JsonElement context, string id)
    {
        using var written = new MemoryStream();
        using (var json = new Utf8JsonWriter(written))
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            foreach (var one in context.EnumerateObject())
                if (one.Name is not ("id" or "targetingKey")) one.WriteTo(json);
            json.WriteEndObject();
        }

        return JsonElement.Parse(written.GetBuffer().AsSpan(0, (int)written.Length));
    }

    private static Json Answer(int status, byte[] body) => new(status, body);

    private sealed class Json(int status, byte[] body) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = "application/json";
            httpContext.Response.ContentLength = body.Length;
            return httpContext.Response.Body.WriteAsync(body, 0, body.Length);
        }
    }
}
