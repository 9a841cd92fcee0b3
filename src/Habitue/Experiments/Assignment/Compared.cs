using System.Globalization;
using System.Text.Json;

namespace Habitue.Experiments.Assignment;

/// <summary>Comparisons of JSON values as JavaScript makes them, since conditions were written for it: "8" is above 5, and what is missing counts 0 among numbers.</summary>
internal static class Compared
{
    public static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Array => "array",
        JsonValueKind.Object => "object",
        _ => "null",
    };

    /// <summary>Equal in kind and value.</summary>
    public static bool Same(JsonElement a, JsonElement b) => a.ValueKind == b.ValueKind && JsonElement.DeepEquals(a, b);

    public static bool Identical(JsonElement a, JsonElement b, bool anyCase) => anyCase && a.ValueKind == JsonValueKind.String && b.ValueKind == JsonValueKind.String
        ? string.Equals(a.GetString(), b.GetString(), StringComparison.OrdinalIgnoreCase)
        : Same(a, b);

    /// <summary>Below 0, 0 or above 0; null when the two have no order, which meets no comparison.</summary>
    public static int? Order(JsonElement a, JsonElement b)
    {
        if (a.ValueKind == JsonValueKind.String && b.ValueKind == JsonValueKind.String) return string.CompareOrdinal(a.GetString(), b.GetString());
        return Number(a) is { } x && Number(b) is { } y ? x.CompareTo(y) : null;
    }

    private static double? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.True => 1,
        JsonValueKind.False or JsonValueKind.Null => 0,
        JsonValueKind.String when value.GetString()!.Trim() is "" => 0,
        JsonValueKind.String when double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };
}
