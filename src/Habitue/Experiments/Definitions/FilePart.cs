using System.Globalization;
using System.Text;
using System.Text.Json;
using Habitue.Host;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Habitue.Experiments.Definitions;

/// <summary>A part of a file in YAML (or JSON, which is YAML too) that knows its place, so that a sentence about it names the line.</summary>
internal sealed class FilePart
{
    private const int Deepest = 24;
    private readonly YamlNode node;
    private readonly string file;

    private FilePart(YamlNode node, string file, string path, int? line = null) => (this.node, this.file, Path, Line) = (node, file, path, line ?? (int)node.Start.Line);

    /// <summary>Where it stands in words, such as <c>experiments.free-shipping.variants</c>.</summary>
    public string Path { get; }

    /// <summary>The line of its name, or of itself where it has none.</summary>
    public int Line { get; }

    public bool IsMap => node is YamlMappingNode;

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="ExperimentFileException">It is no YAML, or holds nothing.</exception>
    public static FilePart Parse(string text, string file)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (Exception mistake) when (mistake is YamlException or InvalidOperationException or ArgumentException)
        {
            // A file that ends in the middle is no YamlException; its last line is the place.
            var line = (mistake as YamlException)?.Start.Line ?? text.AsSpan().Count('\n') + 1;
            throw new ExperimentFileException($"{file}, line {line}: this is no YAML and no JSON ({mistake.Message.TrimEnd('.')}).");
        }

        if (stream.Documents.Count == 0) throw new ExperimentFileException($"{file}: the file is empty; it must hold `experiments:`.");
        var whole = new FilePart(stream.Documents[0].RootNode, file, "");
        whole.CheckShape(whole.node, 0);
        return whole;
    }

    public ExperimentFileException Wrong(string sentence) => new($"{file}, line {Line}: {(Path.Length == 0 ? "the file" : Path)} {sentence}");

    /// <summary>The entries of a map of which only these are known.</summary>
    public IReadOnlyDictionary<string, FilePart> Fields(params IReadOnlyList<string> known)
    {
        var found = Entries().ToDictionary(entry => entry.Name, entry => entry.Part, StringComparer.Ordinal);
        foreach (var (name, part) in found)
            if (!known.Contains(name)) throw part.Wrong($"is not known here{Nearest(name, known)}");
        return found;
    }

    /// <summary>The entries of a map with names of the user's own.</summary>
    public IEnumerable<(string Name, FilePart Part)> Entries()
    {
        if (node is not YamlMappingNode map) throw Wrong("must be names with values, such as `name: value`.");
        return map.Children.Select(entry => entry.Key is YamlScalarNode { Value: { Length: > 0 } name }
            ? (name, new FilePart(entry.Value, file, Path.Length == 0 ? name : $"{Path}.{name}", (int)entry.Key.Start.Line))
            : throw new FilePart(entry.Key, file, Path).Wrong("has a name that is no text."));
    }

    public IEnumerable<FilePart> Items() => node is YamlSequenceNode list
        ? list.Children.Select((item, place) => new FilePart(item, file, $"{Path}[{place}]"))
        : throw Wrong("must be a list.");

    public string Text() => node is YamlScalarNode { Value: { Length: > 0 } text } ? text : throw Wrong("must be a text.");

    public double Number(double least, double most)
    {
        if (node is not YamlScalarNode { Value: { } text } || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            throw Wrong($"must be a number from {least} to {most}.");
        return number >= least && number <= most ? number : throw Wrong($"is {text}; it must be from {least} to {most}.");
    }

    public bool Flag() => Text() switch
    {
        "true" => true,
        "false" => false,
        var text => throw Wrong($"is {text}; it must be true or false."),
    };

    public DateTime Moment() => DateTime.TryParse(Text(), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var moment)
        ? moment : throw Wrong($"is {Text()}; it must be a day or a moment, such as 2026-11-27 or 2026-11-27T18:00:00Z.");

    public T OneOf<T>(IReadOnlyDictionary<string, T> words) => words.TryGetValue(Text(), out var value) ? value
        : throw Wrong($"is {Text()}; it must be one of {string.Join(", ", words.Keys)}.");

    /// <summary>The part as JSON; plain numbers, true, false and null are what they look like, anything in quotes is a text.</summary>
    public JsonElement Json()
    {
        var text = new StringBuilder();
        Write(node, text);
        return JsonElement.Parse(text.ToString());
    }

    private static string Nearest(string word, IReadOnlyList<string> known)
    {
        var nearest = known.MinBy(one => Misparse.Distance(word, one))!;
        return Misparse.Distance(word, nearest) <= Math.Max(1, word.Length / 3) ? $"; did you mean {nearest}?" : $"; there are {string.Join(", ", known)}.";
    }

    /// <summary>References to other parts (*name) can unfold without end and hide the line; they are refused, and so is what is nested too deep.</summary>
    private void CheckShape(YamlNode part, int depth)
    {
        var here = new FilePart(part, file, "");
        if (depth > Deepest) throw here.Wrong($"is nested more than {Deepest} deep.");
        if (!part.Anchor.IsEmpty) throw here.Wrong($"uses the mark &{part.Anchor}; write the values out instead.");
        foreach (var child in part switch { YamlMappingNode map => map.Children.SelectMany(entry => new[] { entry.Key, entry.Value }), YamlSequenceNode list => list.Children, _ => [] })
            CheckShape(child, depth + 1);
    }

    private static void Write(YamlNode part, StringBuilder text)
    {
        switch (part)
        {
            case YamlMappingNode map:
                text.Append('{').AppendJoin(',', map.Children.Select(entry => $"{Quoted(((YamlScalarNode)entry.Key).Value ?? "")}:{Of(entry.Value)}")).Append('}');
                break;
            case YamlSequenceNode list:
                text.Append('[').AppendJoin(',', list.Children.Select(Of)).Append(']');
                break;
            default:
                var scalar = (YamlScalarNode)part;
                var plain = scalar.Style == ScalarStyle.Plain && IsJson(scalar.Value ?? "");
                text.Append(plain ? scalar.Value : scalar.Style == ScalarStyle.Plain && scalar.Value is null or "" or "~" ? "null" : Quoted(scalar.Value!));
                break;
        }

        static string Of(YamlNode one)
        {
            var inner = new StringBuilder();
            Write(one, inner);
            return inner.ToString();
        }
    }

    private static bool IsJson(string text)
    {
        if (text is "true" or "false" or "null") return true;
        if (text.Length == 0 || !(char.IsAsciiDigit(text[0]) || text[0] == '-')) return false;
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Number;
        }
        catch (JsonException)
        {
            return false;   // 2026-11-27, 1.2.3 and 007 are texts
        }
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
