using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Habitue.Lake.Marts;
using Habitue.Server.Web.Access;

namespace Habitue.DataQuality;

/// <summary>
/// A row that was set aside, as it may be shown. Who may not see persons sees everything but what names or reaches one: values of columns that are called like a personal field, all that a
/// call tells of the person, and whatever looks like an e-mail address.
/// </summary>
internal static partial class RejectedText
{
    /// <summary>The whole text of a row for this role.</summary>
    public static string Of(string original, Role role)
    {
        if (role.MaySeePersons()) return original;
        return Parsed(original) is { } row ? Written(Masked(row)) : MailAddress().Replace(original, Masks.Hidden);
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
        var masked = (JsonObject)row.DeepClone();
        Mask(masked);
        return masked;
    }

    public static string Written(JsonObject row) => row.ToJsonString(Plain);

    /// <summary>Whether a column is called like something that names, reaches or describes a person.</summary>
    public static bool IsPersonal(string column) => PersonalColumns.IsCalledPersonal(column);

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static void Mask(JsonObject row)
    {
        foreach (var (name, value) in row.ToArray())
        {
            if (value is JsonObject inner && name is not "traits") Mask(inner);
            else if (value is null) continue;
            else if (name is "traits" || IsPersonal(name)) row[name] = Masks.Hidden;
            else if (value is JsonArray list)
            {
                foreach (var item in list.OfType<JsonObject>()) Mask(item);
                if (list.Any(item => item is JsonValue one && MailAddress().IsMatch(one.ToString()))) row[name] = Masks.Hidden;
            }
            else if (MailAddress().IsMatch(value.ToString())) row[name] = MailAddress().Replace(value.ToString(), Masks.Hidden);
        }
    }

    [GeneratedRegex(@"[^\s""'<>,;:]+@[^\s""'<>,;:]+")]
    private static partial Regex MailAddress();
}
