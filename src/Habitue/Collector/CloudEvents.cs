using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Habitue.Collector;

/// <summary>
/// CloudEvents 1.0 as calls of the convention: id is the message id, the subject is the user, time is the time, and the last words
/// of the type are the call and the event (<c>shop.track.order_completed</c>). Data are the properties, or the traits.
/// </summary>
internal static class CloudEvents
{
    private static readonly string[] Calls = ["identify", "track", "page", "screen", "group", "alias"];

    /// <summary>The body of a batch.</summary>
    /// <exception cref="JsonException">It is no CloudEvent; the message says what is missing.</exception>
    public static byte[] ToBatch(IHeaderDictionary headers, string? contentType, ReadOnlySpan<byte> body)
    {
        string kind = (contentType ?? "").Split(';')[0].Trim().ToLowerInvariant();
        IEnumerable<JsonNode?> events = kind switch
        {
            "application/cloudevents-batch+json" => JsonNode.Parse(body) as JsonArray ?? throw new JsonException("A batch of CloudEvents is an array."),
            "application/cloudevents+json" => [JsonNode.Parse(body)],
            _ => [Binary(headers, body)],
        };
        var batch = new JsonArray([.. events.Select(e => e is JsonObject one ? (JsonNode)Call(one) : JsonValue.Create("no object"))]);
        return Encoding.UTF8.GetBytes(new JsonObject { ["batch"] = batch }.ToJsonString());
    }

    /// <summary>The attributes are headers, the body is the data.</summary>
    private static JsonObject Binary(IHeaderDictionary headers, ReadOnlySpan<byte> body)
    {
        var one = new JsonObject();
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues value) in headers)
            if (name.StartsWith("ce-", StringComparison.OrdinalIgnoreCase))
                one[name[3..].ToLowerInvariant()] = Uri.UnescapeDataString(value.ToString());
        if (one.Count == 0)
            throw new JsonException("This is no CloudEvent: there are no ce- headers, and the content type is not application/cloudevents+json.");
        one["data"] = body.IsEmpty ? null : JsonNode.Parse(body);
        return one;
    }

    private static JsonObject Call(JsonObject one)
    {
        foreach (string attribute in (ReadOnlySpan<string>)["specversion", "id", "source", "type"])
            if (Text(one, attribute) is null)
                throw new JsonException($"The CloudEvent lacks the attribute {attribute}.");
        string[] words = Text(one, "type")!.Split('.');
        int at = Array.FindIndex(words, w => Calls.Contains(w));
        string call = at < 0 ? "track" : words[at];
        string name = Title(at < 0 ? words[^1] : string.Join(' ', words[(at + 1)..]));
        var made = new JsonObject
        {
            ["type"] = call, ["messageId"] = Text(one, "id"), ["userId"] = Text(one, "userid") ?? Text(one, "subject"),
            ["context"] = new JsonObject { ["cloudevent"] = new JsonObject { ["source"] = Text(one, "source"), ["type"] = Text(one, "type") } },
        };
        foreach ((string attribute, string member) in (ReadOnlySpan<(string, string)>)[("anonymousid", "anonymousId"), ("time", "timestamp"), ("groupid", "groupId"), ("previousid", "previousId")])
            if (Text(one, attribute) is { } value)
                made[member] = value;
        if (name.Length > 0)
            made[call == "track" ? "event" : "name"] = name;
        if (Data(one) is JsonObject data)
            made[call is "identify" or "group" ? "traits" : "properties"] = data.DeepClone();
        return made;
    }

    /// <summary>The data, which a producer of bytes writes in Base64.</summary>
    private static JsonNode? Data(JsonObject one)
    {
        if (Text(one, "data_base64") is not { } packed)
            return one["data"];
        byte[] bytes = new byte[packed.Length];
        return Convert.TryFromBase64String(packed, bytes, out int length) ? JsonNode.Parse(bytes.AsSpan(0, length)) : throw new JsonException("The data_base64 of the CloudEvent is no Base64.");
    }

    private static string? Text(JsonObject one, string attribute) => one[attribute] is JsonValue value ? value.ToString() : null;

    /// <summary>order_completed becomes Order Completed.</summary>
    private static string Title(string name) =>
        string.Join(' ', name.Split(['_', ' ', '-'], StringSplitOptions.RemoveEmptyEntries).Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
}
