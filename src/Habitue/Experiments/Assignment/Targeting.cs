using System.Text.Json;
using System.Text.RegularExpressions;

namespace Habitue.Experiments.Assignment;

/// <summary>
/// Whether a customer's attributes meet a condition in MongoDB's style, as GrowthBook's SDKs read it:
/// <c>{"country": "FR", "orders": {"$gte": 3}, "$not": {"tags": {"$in": ["staff"]}}}</c>.
/// An operator that is not known, or an expression that cannot be read, is never met.
/// </summary>
/// <param name="groups">Lists of values by name, for <c>$inGroup</c>.</param>
internal sealed class Targeting(IReadOnlyDictionary<string, JsonElement>? groups = null)
{
    /// <summary>A hostile expression must not hold a request up.</summary>
    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(50);

    private static readonly JsonElement Missing = JsonDocument.Parse("null").RootElement;

    public bool Meets(JsonElement attributes, JsonElement condition)
    {
        foreach (var part in condition.EnumerateObject())
        {
            var met = part.Name switch
            {
                "$or" => part.Value.GetArrayLength() == 0 || part.Value.EnumerateArray().Any(one => Meets(attributes, one)),
                "$nor" => !part.Value.EnumerateArray().Any(one => Meets(attributes, one)),
                "$and" => part.Value.EnumerateArray().All(one => Meets(attributes, one)),
                "$not" => !Meets(attributes, part.Value),
                var path => MeetsValue(part.Value, At(attributes, path)),
            };
            if (!met) return false;
        }

        return true;
    }

    /// <summary>The value at <c>a.b.c</c>; null where there is none.</summary>
    private static JsonElement At(JsonElement attributes, string path)
    {
        foreach (var name in path.Split('.'))
            if (attributes.ValueKind != JsonValueKind.Object || !attributes.TryGetProperty(name, out attributes)) return Missing;
        return attributes;
    }

    private bool MeetsValue(JsonElement condition, JsonElement value) => IsOperators(condition)
        ? condition.EnumerateObject().All(one => MeetsOperator(one.Name, one.Value, value))
        : JsonElement.DeepEquals(condition, value);

    private bool MeetsOperator(string name, JsonElement expected, JsonElement value) => name switch
    {
        "$eq" => Compared.Same(value, expected),
        "$ne" => !Compared.Same(value, expected),
        "$lt" => Compared.Order(value, expected) < 0,
        "$lte" => Compared.Order(value, expected) <= 0,
        "$gt" => Compared.Order(value, expected) > 0,
        "$gte" => Compared.Order(value, expected) >= 0,
        "$veq" => Version(value) == Version(expected),
        "$vne" => Version(value) != Version(expected),
        "$vlt" => Order(value, expected) < 0,
        "$vlte" => Order(value, expected) <= 0,
        "$vgt" => Order(value, expected) > 0,
        "$vgte" => Order(value, expected) >= 0,
        "$exists" => (value.ValueKind != JsonValueKind.Null) == (expected.ValueKind == JsonValueKind.True),
        "$in" => expected.ValueKind == JsonValueKind.Array && IsIn(value, expected, false),
        "$nin" => expected.ValueKind == JsonValueKind.Array && !IsIn(value, expected, false),
        "$ini" => expected.ValueKind == JsonValueKind.Array && IsIn(value, expected, true),
        "$nini" => expected.ValueKind == JsonValueKind.Array && !IsIn(value, expected, true),
        "$inGroup" => Group(expected) is { } group && IsIn(value, group, false),
        "$notInGroup" => Group(expected) is not { } group || !IsIn(value, group, false),
        "$not" => !MeetsValue(expected, value),
        "$size" => value.ValueKind == JsonValueKind.Array && MeetsValue(expected, JsonElement.Parse(value.GetArrayLength().ToString())),
        "$elemMatch" => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().Any(item => IsOperators(expected) ? MeetsValue(expected, item) : Meets(item, expected)),
        "$all" => HasAll(value, expected, false),
        "$alli" => HasAll(value, expected, true),
        "$regex" => Matches(value, expected, RegexOptions.None),
        "$regexi" => Matches(value, expected, RegexOptions.IgnoreCase),
        "$type" => expected.ValueKind == JsonValueKind.String && expected.GetString() == Compared.Kind(value),
        _ => false,
    };

    private static bool IsOperators(JsonElement condition) => condition.ValueKind == JsonValueKind.Object
        && condition.EnumerateObject().Any() && condition.EnumerateObject().All(one => one.Name.StartsWith('$'));

    private static bool IsIn(JsonElement value, JsonElement list, bool anyCase) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray().Any(item => list.EnumerateArray().Any(one => Compared.Identical(one, item, anyCase)))
        : list.EnumerateArray().Any(one => Compared.Identical(one, value, anyCase));

    private bool HasAll(JsonElement value, JsonElement expected, bool anyCase) => value.ValueKind == JsonValueKind.Array && expected.ValueKind == JsonValueKind.Array
        && expected.EnumerateArray().All(one => value.EnumerateArray().Any(item => one.ValueKind == JsonValueKind.Object ? MeetsValue(one, item) : Compared.Identical(one, item, anyCase)));

    private JsonElement? Group(JsonElement name) => name.ValueKind == JsonValueKind.String && groups is not null && groups.TryGetValue(name.GetString()!, out var list) && list.ValueKind == JsonValueKind.Array ? list : null;

    private static string Version(JsonElement value) => PaddedVersion.Of(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.ValueKind == JsonValueKind.Number ? value.GetRawText() : "0");

    private static int Order(JsonElement a, JsonElement b) => string.CompareOrdinal(Version(a), Version(b));

    private static bool Matches(JsonElement value, JsonElement expression, RegexOptions options)
    {
        if (expression.ValueKind != JsonValueKind.String || value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number)) return false;
        try
        {
            return Regex.IsMatch(value.ToString(), expression.GetString()!, options | RegexOptions.ECMAScript, LongestMatch);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or RegexMatchTimeoutException)
        {
            return false;   // as every SDK answers: a condition that cannot be judged is not met
        }
    }
}
