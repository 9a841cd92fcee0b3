using System.Text.Json;
using System.Text.RegularExpressions;

namespace Habitue.Experiments.Assignment;

/// <summary>Finds in a condition what would silently never be met: an operator that is not known, a list that is none, an expression that cannot be read.</summary>
internal static class TargetingCheck
{
    private static readonly string[] Lists = ["$or", "$and", "$nor"];

    private static readonly string[] Operators =
    [
        "$eq", "$ne", "$lt", "$lte", "$gt", "$gte", "$veq", "$vne", "$vlt", "$vlte", "$vgt", "$vgte", "$exists", "$in", "$nin", "$ini", "$nini", "$inGroup", "$notInGroup",
        "$not", "$size", "$elemMatch", "$all", "$alli", "$regex", "$regexi", "$type",
    ];

    /// <summary>The rest of a sentence that says what is wrong, or null.</summary>
    public static string? Problem(JsonElement condition)
    {
        if (condition.ValueKind == JsonValueKind.Array) return condition.EnumerateArray().Select(Problem).FirstOrDefault(problem => problem is not null);
        if (condition.ValueKind != JsonValueKind.Object) return null;
        foreach (var part in condition.EnumerateObject())
        {
            var problem = part.Name switch
            {
                "$groups" => null,   // an attribute's name in spite of its sign
                _ when Lists.Contains(part.Name) => part.Value.ValueKind == JsonValueKind.Array && part.Value.EnumerateArray().All(one => one.ValueKind == JsonValueKind.Object)
                    ? null : $"uses {part.Name} without a list of conditions.",
                "$in" or "$nin" or "$ini" or "$nini" or "$all" or "$alli" when part.Value.ValueKind != JsonValueKind.Array => $"uses {part.Name} without a list of values.",
                "$regex" or "$regexi" => Expression(part.Name, part.Value),
                _ when part.Name.StartsWith('$') && !Operators.Contains(part.Name) => $"uses {part.Name}, which is no operator; there are {string.Join(", ", Lists.Concat(Operators))}.",
                _ => null,
            };
            if ((problem ?? Problem(part.Value)) is { } found) return found;
        }

        return null;
    }

    private static string? Expression(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return $"uses {name} without a text.";
        try
        {
            _ = new Regex(value.GetString()!, RegexOptions.ECMAScript);
            return null;
        }
        catch (ArgumentException unreadable)
        {
            return $"uses {name} with an expression that cannot be read ({unreadable.Message.TrimEnd('.')}).";
        }
    }
}
