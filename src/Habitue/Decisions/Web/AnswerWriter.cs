using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Habitue.Decisions.Web;

/// <summary>Writes decisions as the answer of a request. Whatever came from outside is escaped for HTML too.</summary>
internal static class AnswerWriter
{
    public static JsonWriterOptions Escaped { get; } = new() { Encoder = JavaScriptEncoder.Default };

    public static byte[] Write(DecideRequest request, IReadOnlyList<Decision> decisions, World world)
    {
        using var buffer = new MemoryStream(1024);
        using (var json = new Utf8JsonWriter(buffer, Escaped))
        {
            json.WriteStartObject();
            json.WriteString("requestId", request.Id);
            json.WriteStartArray("decisions");
            foreach (var decision in decisions) Write(json, decision, world);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    /// <summary>What is wrong with a request, as RFC 9457 asks; escaped like every answer.</summary>
    public static IResult Problem(string sentence, int status)
    {
        using var buffer = new MemoryStream(256);
        using (var json = new Utf8JsonWriter(buffer, Escaped))
        {
            json.WriteStartObject();
            json.WriteString("type", "about:blank");
            json.WriteString("title", ReasonPhrases.GetReasonPhrase(status));
            json.WriteNumber("status", status);
            json.WriteString("detail", sentence);
            json.WriteEndObject();
        }
        return Results.Text(buffer.ToArray(), "application/problem+json", status);
    }

    private static void Write(Utf8JsonWriter json, Decision decision, World world)
    {
        json.WriteStartObject();
        json.WriteString("placement", decision.Placement);
        json.WriteString("decisionId", decision.Id);
        json.WriteStartArray("actions");
        foreach (var action in decision.Actions) Write(json, action, decision.OfProducts, world);
        json.WriteEndArray();
        json.WriteString("reason", decision.Actions is [var first, ..] ? first.Reason : $"nothing is shown because {decision.FallbackReason}");
        json.WriteString("policy", decision.Policy);
        json.WriteString("model", decision.Model);
        json.WriteString("modelVersion", decision.ModelVersion);
        json.WriteNumber("propensity", decision.Propensity);
        json.WriteString("fallback", decision.FallbackReason);
        if (decision.Variation is { } variation) json.WriteString("variation", variation);
        if (decision.LeftOut.Count > 0)
        {
            json.WriteStartObject("leftOut");
            foreach (var (reason, count) in decision.LeftOut) json.WriteNumber(reason, count);
            json.WriteEndObject();
        }
        json.WriteString("catalogue", decision.Catalogue);
        json.WriteEndObject();
    }

    /// <summary>One thing that is shown, with its content.</summary>
    public static void Write(Utf8JsonWriter json, ShownAction action, bool isProduct, World world)
    {
        json.WriteStartObject();
        json.WriteString("id", action.Id);
        json.WriteString("kind", isProduct ? "product" : "offer");
        if (isProduct && world.Products.Find(action.Id) is >= 0 and var number)
        {
            var product = world.Products[number];
            json.WriteString("title", product.Title);
            json.WriteStartObject("content");
            json.WriteString("productId", product.Id);
            json.WriteString("category", product.Category);
            json.WriteNumber("price", product.Price);
            json.WriteEndObject();
        }
        else if (!isProduct && world.Catalogue.Offers.TryGetValue(action.Id, out var offer))
        {
            json.WriteString("title", offer.Title);
            json.WritePropertyName("content");
            json.WriteRawValue(offer.Content, skipInputValidation: true);
        }
        json.WriteString("reason", action.Reason);
        if (double.IsFinite(action.Score)) json.WriteNumber("score", action.Score);
        json.WriteEndObject();
    }
}
