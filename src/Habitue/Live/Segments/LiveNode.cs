using System.Globalization;
using Habitue.Host;
using Habitue.Live.State;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Habitue.Live.Segments;

/// <summary>A piece of the file with its place, so that what is wrong with it can be said with the line.</summary>
internal sealed class LiveNode(string file, YamlNode node, string name)
{
    public LiveFileException Wrong(string sentence) => new($"{file}, line {node.Start.Line}: {sentence}");

    /// <summary>The piece as it was written, but for blanks and comments.</summary>
    public string Written() => node switch
    {
        YamlScalarNode scalar => scalar.Value ?? "",
        YamlSequenceNode list => $"[{string.Join(", ", list.Children.Select(item => new LiveNode(file, item, name).Written()))}]",
        YamlMappingNode map => $"{{{string.Join(", ", map.Children.Select(pair => $"{new LiveNode(file, pair.Key, name).Written()}: {new LiveNode(file, pair.Value, name).Written()}"))}}}",
        _ => "",
    };

    public string Text() => node is YamlScalarNode { Value: { Length: > 0 } text } ? text : throw Wrong($"{name} must be a text.");

    /// <summary>A text of at most so many letters.</summary>
    public string Text(int most) => Text() is var text && text.Length <= most ? text : throw Wrong($"{name} has {text.Length} letters; {most} are the most.");

    public double Number(double least, double most)
    {
        var text = Text();
        var percent = text.EndsWith('%');
        if (!double.TryParse(percent ? text[..^1] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number)) throw Wrong($"{name} is `{text}`; it must be a number.");
        if (percent) number /= 100;
        return number >= least && number <= most ? number : throw Wrong($"{name} is {text}; it must lie between {least.ToString(CultureInfo.InvariantCulture)} and {most.ToString(CultureInfo.InvariantCulture)}.");
    }

    public int Whole(int least, int most) => Number(least, most) is var number && number == Math.Floor(number) ? (int)number : throw Wrong($"{name} is {Text()}; it must be a whole number.");

    public bool Flag() => Text() switch
    {
        "true" or "yes" => true,
        "false" or "no" => false,
        var text => throw Wrong($"{name} is `{text}`; it must be true or false."),
    };

    /// <summary>A time span such as 90s, 10m, 1h, 7d, in milliseconds; up to five years.</summary>
    public long Span()
    {
        var text = Text();
        var unit = text[^1] switch { 's' => Moment.Second, 'm' => Moment.Minute, 'h' => Moment.Hour, 'd' => Moment.Day, _ => 0 };
        return unit > 0 && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && count > 0 && count * unit <= 5.0 * 365 * Moment.Day
            ? (long)(count * unit)
            : throw Wrong($"{name} is `{text}`; a time span is a number with s, m, h or d, such as 90s, 10m, 1h or 7d, up to five years.");
    }

    public IReadOnlyList<LiveNode> Items() => node is YamlSequenceNode list ? [.. list.Children.Select(item => new LiveNode(file, item, name))] : throw Wrong($"{name} must be a list: each item on a line of its own that begins with a hyphen.");

    /// <summary>One text or several.</summary>
    public IReadOnlyList<string> Words() => node is YamlSequenceNode ? [.. Items().Select(item => item.Text())] : [Text()];

    /// <summary>The entries of a mapping, of which only these names may be there.</summary>
    public LiveMap Map(params IReadOnlyList<string> allowed)
    {
        if (node is not YamlMappingNode map) throw Wrong($"{name} must be names with values, such as `{allowed[0]}: …`.");
        var entries = new Dictionary<string, LiveNode>(StringComparer.Ordinal);
        foreach (var (key, value) in map.Children)
        {
            var text = key is YamlScalarNode scalar ? scalar.Value ?? "" : "";
            if (!allowed.Contains(text)) throw new LiveNode(file, key, name).Wrong($"{name} knows no `{text}`; the nearest is {allowed.MinBy(one => Misparse.Distance(one, text))}. It takes {string.Join(", ", allowed)}.");
            entries[text] = new LiveNode(file, value, $"`{text}`");
        }
        return new LiveMap(this, name, entries);
    }

    /// <summary>The document of a text.</summary>
    /// <exception cref="LiveFileException">It is no YAML.</exception>
    public static LiveNode Of(string text, string file)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException mistake)
        {
            throw new LiveFileException($"{file}, line {Math.Max(1, mistake.Start.Line)}: this is no YAML ({mistake.InnerException?.Message ?? mistake.Message}).");
        }
        return stream.Documents.Count > 0 ? new LiveNode(file, stream.Documents[0].RootNode, "the file") : new LiveNode(file, new YamlMappingNode(), "the file");
    }
}

/// <summary>The entries of a mapping.</summary>
internal sealed class LiveMap(LiveNode of, string name, IReadOnlyDictionary<string, LiveNode> entries)
{
    public IEnumerable<string> Names => entries.Keys;

    public LiveNode? Find(string key) => entries.GetValueOrDefault(key);

    public LiveNode Must(string key) => Find(key) ?? throw of.Wrong($"{name} lacks `{key}`.");

    public LiveFileException Wrong(string sentence) => of.Wrong(sentence);
}
