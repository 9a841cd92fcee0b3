using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Habitue.Lake.Marts;
using Habitue.Server.Web.Access;

namespace Habitue.DataQuality;

/// <summary>
/// A row that was set aside, as it may be shown. Who may not see persons sees everything but what names or reaches one: values of columns that are called like a personal field, all that a
/// call tells of the person, and whatever looks like an e-mail address. Of what cannot be split into columns nothing is shown, since nobody knows what stands where.
/// </summary>
internal static partial class RejectedText
{
    /// <summary>The whole text of a row for this role.</summary>
    public static string Of(string original, Role role)
    {
        if (role.MaySeePersons()) return original;
        return Parsed(original) is { } row ? Written(Masked(row)) : Masks.Hidden;
    }

    public static JsonObject? Parsed(string original)
    {
        try
        {
            return JsonNode.Parse(original) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A row without what is personal.</summary>
    public static JsonObject Masked(JsonObject row)
    {
        var masked = new JsonObject();
        // A list of names with values, as some tools write them, tells in one field what is in the other.
        var isNamed = row["key"] is JsonValue key && PersonalColumns.IsCalledPersonal(key.ToString());
        foreach (var (name, value) in row) masked[WithoutMail(name)] = Masked(name, value, isNamed && name == "value");
        return masked;
    }

    public static string Written(JsonNode row) => row.ToJsonString(Plain);

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static JsonNode? Masked(string name, JsonNode? value, bool isPersonal)
    {
        switch (value)
        {
            case null:
                return null;
            case JsonObject inner when !isPersonal && !PersonalColumns.IsCalledPersonal(name):
                return Masked(inner);
            case not JsonObject when name == PersonalColumns.Container:
            case var _ when isPersonal || PersonalColumns.IsCalledPersonal(name):
                return Masks.Hidden;
            case JsonArray list:
                return new JsonArray([.. list.Select(item => Masked("", item, false))]);
            default:
                var text = value.ToString();
                // A record within a text, as exports of other systems have it.
                if (value.GetValueKind() == JsonValueKind.String && Parsed(text) is { } record) return Written(Masked(record));
                return WithoutMail(text) is var open && open == text ? value.DeepClone() : open;
        }
    }

    private static string WithoutMail(string text) => MailAddress().Replace(text, Masks.Hidden);

    [GeneratedRegex(@"[^\s""'<>,;:]+@[^\s""'<>,;:]+")]
    private static partial Regex MailAddress();
}
