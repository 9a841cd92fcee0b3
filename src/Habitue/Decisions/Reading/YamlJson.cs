using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Habitue.Decisions.Reading;

/// <summary>What an offer shows, from YAML to JSON. Plain numbers, true, false and null are what they look like; anything in quotes is a text.</summary>
internal static class YamlJson
{
    /// <summary>Content larger than this belongs at an address of its own. References that unfold without end stop here too.</summary>
    private const int MostBytes = 32_768, DeepestNesting = 32;

    public static string Of(YamlPart part)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default }))
            Write(json, part, part.Node, 0);
        return Encoding.UTF8.GetString(written.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, YamlPart part, YamlNode node, int depth)
    {
        if (depth > DeepestNesting) throw part.Wrong($"{part.Name} is nested more than {DeepestNesting} deep.");
        if (json.BytesCommitted + json.BytesPending > MostBytes) throw part.Wrong($"{part.Name} is larger than {MostBytes / 1024} KB; put it at an address and name that.");
        switch (node)
        {
            case YamlMappingNode map:
                json.WriteStartObject();
                foreach (var (key, value) in map.Children)
                {
                    json.WritePropertyName(key is YamlScalarNode { Value: { } name } ? name : throw part.Wrong($"a name in {part.Name} must be a text."));
                    Write(json, part, value, depth + 1);
                }
                json.WriteEndObject();
                break;
            case YamlSequenceNode list:
                json.WriteStartArray();
                foreach (var item in list.Children) Write(json, part, item, depth + 1);
                json.WriteEndArray();
                break;
            case YamlScalarNode { Style: ScalarStyle.Plain } plain:
                Plain(json, plain.Value ?? "");
                break;
            default:
                json.WriteStringValue((node as YamlScalarNode)?.Value);
                break;
        }
    }

    private static void Plain(Utf8JsonWriter json, string text)
    {
        if (text is "true" or "false") json.WriteBooleanValue(text == "true");
        else if (text is "" or "null" or "~") json.WriteNullValue();
        else if (!text.StartsWith('0') && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) json.WriteNumberValue(number);
        else if (text == "0" || (text.StartsWith("0.", StringComparison.Ordinal) && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number))) json.WriteRawValue(text);
        else json.WriteStringValue(text);
    }
}
