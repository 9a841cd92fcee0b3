using System.Text.Json;
using System.Text.Json.Serialization;

namespace Habitue;

/// <summary>
/// Lists of texts and texts by name, as JSON in a column of a table. How they are read and written is generated with the program: by
/// reflection the runtime makes, and compiles, the readers of dozens of other types first.
/// </summary>
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class KeptJson : JsonSerializerContext
{
    public static string Text(IReadOnlyList<string> texts) => JsonSerializer.Serialize(texts, Default.IReadOnlyListString);

    public static string Text(IReadOnlyDictionary<string, string> named) => JsonSerializer.Serialize(named, Default.IReadOnlyDictionaryStringString);

    public static string[] Texts(string json) => JsonSerializer.Deserialize(json, Default.StringArray)!;

    public static Dictionary<string, string> Named(string json) => JsonSerializer.Deserialize(json, Default.DictionaryStringString)!;
}
