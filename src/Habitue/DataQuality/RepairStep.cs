using System.Text.Json.Nodes;

namespace Habitue.DataQuality;

/// <summary>What a step of a repair does with a column.</summary>
internal enum RepairKind
{
    Set,
    Fill,
    Take,
    Replace,
    Shorten,
}

/// <summary>One step of a repair: a column, and what is done with it in every row.</summary>
/// <param name="Column">A column of the rows; inside a nested value with dots, such as <c>properties.total</c>.</param>
/// <param name="With">The value, the column that it is taken from, the text to replace, or the number of letters.</param>
/// <param name="By">What stands in place of a replaced text.</param>
internal sealed record RepairStep(string Column, RepairKind Kind, string With, string By)
{
    public static IReadOnlyList<(string Word, RepairKind Kind, string Text)> Kinds { get; } =
    [
        ("set", RepairKind.Set, "set to"),
        ("fill", RepairKind.Fill, "where empty, set to"),
        ("take", RepairKind.Take, "take from column"),
        ("replace", RepairKind.Replace, "replace text"),
        ("shorten", RepairKind.Shorten, "shorten to letters"),
    ];

    /// <summary>Changes a row; what the step has nothing to do with stays as it was.</summary>
    public void Apply(JsonObject row)
    {
        var (place, name) = Find(row, Column, make: Kind is RepairKind.Set or RepairKind.Fill or RepairKind.Take);
        if (place is null) return;
        var now = place[name];
        switch (Kind)
        {
            case RepairKind.Set:
                place[name] = With;
                break;
            case RepairKind.Fill when now is null || now is JsonValue && now.ToString().Trim().Length == 0:
                place[name] = With;
                break;
            case RepairKind.Take when Find(row, With, make: false) is ({ } from, var source) && from[source] is { } value:
                place[name] = value.DeepClone();
                break;
            case RepairKind.Replace when now is JsonValue:
                place[name] = now.ToString().Replace(With, By, StringComparison.Ordinal);
                break;
            case RepairKind.Shorten when now is JsonValue && now.ToString() is { } text && int.Parse(With) is var most && text.Length > most:
                place[name] = text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
                break;
            default:
                break;
        }
    }

    /// <summary>What a row says in a column, as text; empty when it says nothing.</summary>
    public static string ValueOf(JsonObject row, string column) => Said(row, column)?.ToString() ?? "";

    /// <summary>What a row says in a column; null when it says nothing.</summary>
    public static JsonNode? Said(JsonObject row, string column) => Find(row, column, make: false) is ({ } place, var name) ? place[name] : null;

    /// <summary>The object and the name in it that a column stands for: a column that is called so, else the way along the dots.</summary>
    private static (JsonObject? Place, string Name) Find(JsonObject row, string column, bool make)
    {
        if (row.ContainsKey(column) || !column.Contains('.')) return (make || row.ContainsKey(column) ? row : null, column);
        var parts = column.Split('.');
        var place = row;
        foreach (var part in parts[..^1])
        {
            if (place[part] is JsonObject inner) place = inner;
            else if (make && place[part] is null) place[part] = place = new JsonObject();
            else return (null, "");
        }
        return (make || place.ContainsKey(parts[^1]) ? place : null, parts[^1]);
    }
}
