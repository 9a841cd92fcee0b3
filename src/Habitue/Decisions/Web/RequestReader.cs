using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Habitue.Decisions.Web;

/// <summary>Reads the body of a decide request, and refuses with a sentence what no decision can be made from.</summary>
internal static class RequestReader
{
    public const int MostBytes = 64 * 1024, MostPlacements = 50, LongestId = 256, MostContext = 100, LongestValue = 2_000;
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16 };

    public static async Task<JsonDocument> Body(HttpRequest request, CancellationToken cancel)
    {
        if (request.ContentLength > MostBytes) throw TooLarge();
        var buffer = ArrayPool<byte>.Shared.Rent(MostBytes + 1);
        try
        {
            var length = 0;
            while (length <= MostBytes && await request.Body.ReadAsync(buffer.AsMemory(length, MostBytes + 1 - length), cancel) is > 0 and var got) length += got;
            if (length > MostBytes) throw TooLarge();
            return JsonDocument.Parse(buffer.AsSpan(0, length).ToArray(), Strict);
        }
        catch (JsonException wrong)
        {
            throw new BadRequestException($"The body is not JSON that can be read: {wrong.Message}");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <param name="root">The body.</param>
    /// <param name="newId">Names a request that names itself not.</param>
    public static DecideRequest Read(JsonElement root, Func<string> newId)
    {
        if (root.ValueKind != JsonValueKind.Object) throw new BadRequestException("The body must be an object, such as {\"userId\": \"42\", \"placement\": \"home\"}.");
        var (user, anonymous) = (Id(root, "userId"), Id(root, "anonymousId"));
        if (user is null && anonymous is null) throw new BadRequestException("The field userId or anonymousId is missing: it says for whom is decided.");
        var placements = Placements(root);
        if (placements.Distinct(StringComparer.Ordinal).Count() < placements.Count) throw new BadRequestException("The field placements names a placement twice.");
        return new DecideRequest(Id(root, "requestId") ?? newId(), user, anonymous, placements, Context(root), Consents(root));
    }

    private static List<string> Placements(JsonElement root)
    {
        if (!root.TryGetProperty("placements", out var list)) return [Id(root, "placement") ?? throw new BadRequestException("The field placement or placements is missing: it says what is to be filled.")];
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > MostPlacements) throw new BadRequestException($"The field placements must be a list of 1 to {MostPlacements} names.");
        return [.. list.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.String && Text(one) is { Length: > 0 and <= LongestId } name ? name : throw new BadRequestException("The field placements must hold names as texts."))];
    }

    private static string? Id(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        var id = value.ValueKind switch { JsonValueKind.String => Text(value), JsonValueKind.Number => value.GetRawText(), _ => throw new BadRequestException($"The field {name} must be a text.") };
        if (id.Length is 0 or > LongestId) throw new BadRequestException($"The field {name} must have 1 to {LongestId} letters; it has {id.Length}.");
        return id.Any(char.IsControl) ? throw new BadRequestException($"The field {name} holds control characters.") : id;
    }

    private static Dictionary<string, string> Context(JsonElement root)
    {
        var context = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var one in Entries(root, "context"))
        {
            if (context.Count >= MostContext) throw new BadRequestException($"The field context has more than {MostContext} entries.");
            if (one.Value.ValueKind is JsonValueKind.Null) continue;
            var text = one.Value.ValueKind switch
            {
                JsonValueKind.String => Text(one.Value),
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => one.Value.GetRawText(),
                _ => throw new BadRequestException($"The field context.{Short(one.Name)} must be a text, a number, true or false."),
            };
            context[one.Name] = text.Length <= LongestValue ? text : throw new BadRequestException($"The field context.{Short(one.Name)} has {text.Length} letters; at most {LongestValue} are taken.");
        }
        return context;
    }

    private static Dictionary<string, bool> Consents(JsonElement root)
    {
        var consents = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase);
        foreach (var one in Entries(root, "consent"))
            consents[one.Name] = one.Value.ValueKind is JsonValueKind.True or JsonValueKind.False && consents.Count < MostContext ? one.Value.GetBoolean()
                : throw new BadRequestException($"The field consent.{Short(one.Name)} must be true or false.");
        return consents;
    }

    private static JsonElement.ObjectEnumerator Entries(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return default;
        return value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : throw new BadRequestException($"The field {name} must be an object.");
    }

    /// <summary>A text of half a surrogate pair is no text.</summary>
    private static string Text(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new BadRequestException("A text of the body is not valid Unicode.");
        }
    }

    private static string Short(string name) => name.Length <= 40 ? name : name[..40] + "…";

    private static BadRequestException TooLarge() => new($"The body is larger than {MostBytes / 1024} KB.", StatusCodes.Status413PayloadTooLarge);
}
