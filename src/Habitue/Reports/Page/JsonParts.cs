using System.Text.Json;

namespace Habitue.Reports.Page;

/// <summary>Arrays in the data of a chart, in one call each.</summary>
internal static class JsonParts
{
    public static void Texts(this Utf8JsonWriter json, string name, params IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    /// <summary>Numbers with as many decimals as a chart can show; what is not a number becomes null.</summary>
    public static void Numbers(this Utf8JsonWriter json, string name, IEnumerable<double> values, int decimals = 2)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.Number(value, decimals);
        json.WriteEndArray();
    }

    /// <summary>An array that is one row of a larger array.</summary>
    public static void Row(this Utf8JsonWriter json, params ReadOnlySpan<double> values)
    {
        json.WriteStartArray();
        foreach (var value in values) json.Number(value, 3);
        json.WriteEndArray();
    }

    /// <summary>A value for each pair, as rows of a square.</summary>
    public static void Square(this Utf8JsonWriter json, string name, int[] order, Func<int, int, double> value)
    {
        json.WriteStartArray(name);
        foreach (var row in order) json.Row(Array.ConvertAll(order, column => value(row, column)));
        json.WriteEndArray();
    }

    private static void Number(this Utf8JsonWriter json, double value, int decimals)
    {
        if (!double.IsFinite(value)) json.WriteNullValue();
        else if (value == Math.Floor(value) && Math.Abs(value) < 1e15) json.WriteNumberValue((long)value);
        else json.WriteNumberValue(Math.Round(value, decimals));
    }
}
