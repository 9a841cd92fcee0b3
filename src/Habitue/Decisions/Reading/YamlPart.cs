using System.Globalization;
using Habitue.Decisions.Conditions;
using Habitue.Host;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Habitue.Decisions.Reading;

/// <summary>One node of the file, which knows where it stands, so that whatever is wrong with it names file and line.</summary>
internal sealed class YamlPart(string file, YamlNode node, string name)
{
    public int Line => (int)node.Start.Line;

    public string Name => name;

    public YamlNode Node => node;

    public bool IsList => node is YamlSequenceNode;

    public bool IsMap => node is YamlMappingNode;

    public CatalogueException Wrong(string sentence) => new($"{file}, line {Line}: {sentence}");

    /// <summary>The entries of a mapping, of which only these names may be there.</summary>
    public IReadOnlyDictionary<string, YamlPart> Entries(params IReadOnlyList<string> allowed)
    {
        var entries = new Dictionary<string, YamlPart>(StringComparer.Ordinal);
        foreach (var (key, part) in All())
        {
            if (!allowed.Contains(key))
            {
                var nearest = Misparse.Nearest(key, allowed);
                throw part.Wrong($"{name} knows no `{key}`{(nearest is null ? $"; it takes {string.Join(", ", allowed)}." : $"; did you mean {nearest}?")}");
            }
            entries[key] = part;
        }
        return entries;
    }

    /// <summary>The entries of a mapping whose names are free, in their order.</summary>
    public IEnumerable<(string Key, YamlPart Part)> All()
    {
        if (node is YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or null }) yield break; // nothing stands after the colon
        if (node is not YamlMappingNode map) throw Wrong($"{name} must be names and values, such as `name: value`.");
        foreach (var (key, value) in map.Children)
        {
            if (key is not YamlScalarNode { Value: { Length: > 0 } text }) throw new YamlPart(file, key, name).Wrong($"a name of {name} must be a text.");
            yield return (text, new YamlPart(file, value, $"`{text}`"));
        }
    }

    /// <summary>The items of a list; a single value is a list of one.</summary>
    public IEnumerable<YamlPart> Items() => node is YamlSequenceNode list ? list.Children.Select(item => new YamlPart(file, item, name)) : [this];

    public string Text() => node is YamlScalarNode { Value: { Length: > 0 } text } ? text : throw Wrong($"{name} must be a text.");

    public double Number(double least = double.NegativeInfinity, double most = double.PositiveInfinity)
    {
        if (!double.TryParse(Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number)) throw Wrong($"{name} is `{Text()}`; it must be a number.");
        return number >= least && number <= most ? number
            : throw Wrong($"{name} is {Text()}; it must be {(double.IsPositiveInfinity(most) ? $"at least {least}" : double.IsNegativeInfinity(least) ? $"at most {most}" : $"between {least} and {most}")}.");
    }

    public int Integer(int least, int most)
    {
        var number = Number(least, most);
        return number == Math.Floor(number) ? (int)number : throw Wrong($"{name} is {Text()}; it must be a whole number.");
    }

    public bool Flag() => Text() switch
    {
        "true" or "yes" => true,
        "false" or "no" => false,
        var text => throw Wrong($"{name} is `{text}`; it must be true or false."),
    };

    public DateTime Moment() => DateTime.TryParse(Text(), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var moment)
        ? moment : throw Wrong($"{name} is `{Text()}`; it must be a day or a moment, such as 2026-11-27 or 2026-11-27T18:00:00Z.");

    public TimeSpan Duration() => DurationOf(Text());

    /// <summary><c>2 per 7d</c>.</summary>
    public FrequencyCap Cap()
    {
        var words = Text().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is [var times, "per", var every] && int.TryParse(times, out var count) && count is >= 1 and <= 100 ? new FrequencyCap(count, DurationOf(every))
            : throw Wrong($"{name} is `{Text()}`; it must be like `2 per 7d`: 1 to 100 times per period.");
    }

    /// <summary>One of some names.</summary>
    public string OneOf(params IReadOnlyList<string> names) => names.Contains(Text()) ? Text() : throw Wrong($"{name} is `{Text()}`; it must be one of {string.Join(", ", names)}.");

    public Condition Condition(ConditionSet named)
    {
        try
        {
            return ConditionParser.Parse(Text(), named);
        }
        catch (ConditionException mistake)
        {
            throw Wrong($"{name}: {mistake.Message}");
        }
    }

    private TimeSpan DurationOf(string text)
    {
        var unit = text.Length > 1 ? text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3_600, 'd' => 86_400, 'w' => 604_800, _ => 0 } : 0;
        return unit > 0 && int.TryParse(text[..^1], out var count) && count > 0 && count * (double)unit <= 400 * 86_400.0 ? TimeSpan.FromSeconds(count * (double)unit)
            : throw Wrong($"{name} is `{text}`; a period is a number and s, m, h, d or w, such as 12h or 7d, up to 400d.");
    }
}
