using System.Text.Json;

namespace Habitue.Lake.Mapping;

/// <summary>
/// The paths of a few JSON lines and their values, as columns: <c>properties.order_id</c>, <c>items[].price</c> for
/// each object of an array, <c>event_params{page_location}</c> for lists of key and value.
/// </summary>
public static class JsonSample
{
    private const int Deepest = 5;

    public static IReadOnlyList<ColumnSample> Of(IEnumerable<string> lines)
    {
        var columns = new Dictionary<string, List<string>>();
        foreach (string line in lines)
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(line);
                if (document.RootElement.ValueKind == JsonValueKind.Object)
                    Add("", document.RootElement, columns, 0);
            }
            catch (JsonException)
            {
                // The head may end in the middle of a line, and a bad line is told when it is loaded.
                continue;
            }
        }

        return [.. columns.Select(c => new ColumnSample(c.Key, c.Value))];
    }

    private static void Add(string path, JsonElement value, Dictionary<string, List<string>> columns, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when depth < Deepest:
                foreach (JsonProperty property in value.EnumerateObject())
                    Add(path.Length == 0 ? property.Name : $"{path}.{property.Name}", property.Value, columns, depth + 1);
                break;
            case JsonValueKind.Array when depth < Deepest && value.GetArrayLength() > 0 && value[0].ValueKind == JsonValueKind.Object:
                foreach (JsonElement item in value.EnumerateArray())
                {
                    if (item.TryGetProperty("key", out JsonElement key) && item.TryGetProperty("value", out JsonElement pair))
                        Add($"{path}{{{key}}}", pair.ValueKind == JsonValueKind.Object && pair.EnumerateObject().FirstOrDefault() is { Value: var v } ? v : pair, columns, Deepest);
                    else
                        Add($"{path}[]", item, columns, depth + 1);
                }

                break;
            case JsonValueKind.Null:
                Values(path, columns);
                break;
            default:
                if (path.Length > 0)
                    Values(path, columns).Add(value.ToString());
                break;
        }
    }

    private static List<string> Values(string path, Dictionary<string, List<string>> columns) =>
        columns.TryGetValue(path, out List<string>? values) ? values : columns[path] = [];
}
