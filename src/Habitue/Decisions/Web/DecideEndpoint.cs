using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Habitue.Decisions.Web;

/// <summary><c>POST /v1/decide</c>, and <c>GET /v1/content/{placement}</c> for e-mails and pages that can only fetch an address.</summary>
internal sealed class DecideEndpoint(Deciding deciding, TimeProvider clock)
{
    private const string Json = "application/json";

    public async Task<IResult> Decide(HttpContext call)
    {
        var started = clock.GetTimestamp();
        try
        {
            using var body = await RequestReader.Body(call.Request, call.RequestAborted);
            var request = RequestReader.Read(body.RootElement, NewId);
            return Results.Bytes(AnswerWriter.Write(request, deciding.For(request, started), deciding.World), Json);
        }
        catch (BadRequestException wrong)
        {
            return Refuse(wrong);
        }
    }

    /// <summary>The first action of a placement alone, with its content; nothing (204) when nothing is shown.</summary>
    public IResult Content(string placement, HttpContext call)
    {
        var started = clock.GetTimestamp();
        try
        {
            var decision = deciding.For(FromQuery(placement, call.Request.Query), started)[0];
            call.Response.Headers.CacheControl = "no-store";
            if (decision.Actions.Length == 0) return Results.NoContent();
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer, AnswerWriter.Escaped))
            {
                json.WriteStartObject();
                json.WriteString("decisionId", decision.Id);
                json.WritePropertyName("action");
                AnswerWriter.Write(json, decision.Actions[0], decision.OfProducts, deciding.World);
                json.WriteEndObject();
            }
            return Results.Bytes(buffer.ToArray(), Json);
        }
        catch (BadRequestException wrong)
        {
            return Refuse(wrong);
        }
    }

    internal static DecideRequest FromQuery(string placement, IQueryCollection query)
    {
        var (user, anonymous) = (One(query, "userId"), One(query, "anonymousId"));
        if (user is null && anonymous is null) throw new BadRequestException("The parameter userId or anonymousId is missing: it says for whom is decided.");
        var context = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in query.Where(one => one.Key is not ("userId" or "anonymousId" or "requestId")).Take(RequestReader.MostContext))
            context[name] = values.ToString() is { Length: <= RequestReader.LongestValue } text ? text : throw new BadRequestException($"A parameter has more than {RequestReader.LongestValue} letters.");
        return new DecideRequest(One(query, "requestId") ?? NewId(), user, anonymous, [placement], context, new Dictionary<string, bool>());
    }

    private static string? One(IQueryCollection query, string name)
    {
        if (!query.TryGetValue(name, out var values) || values.ToString() is not { Length: > 0 } text) return null;
        if (text.Length > RequestReader.LongestId) throw new BadRequestException($"The parameter {name} must have 1 to {RequestReader.LongestId} letters; it has {text.Length}.");
        return text.Any(char.IsControl) ? throw new BadRequestException($"The parameter {name} holds control characters.") : text;
    }

    private static IResult Refuse(BadRequestException wrong)
    {
        DecisionCounts.Refused(wrong.Status);
        return AnswerWriter.Problem(wrong.Message, wrong.Status);
    }

    private static string NewId() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
