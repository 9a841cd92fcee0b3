using System.Globalization;
using System.Text.RegularExpressions;
using Habitue.Host;

namespace Habitue.Segments;

/// <summary>Reads the condition of one rule and gives it as SQL: comparisons joined by and, or, not and brackets.</summary>
internal sealed partial class SegmentRuleParser
{
    private const string Segment = "segment";

    /// <summary>Brackets and nots within each other. Nobody writes so many, and each takes a part of the stack.</summary>
    private const int Deepest = 50;

    private readonly string place;
    private readonly IReadOnlyDictionary<string, bool> known;
    private readonly IReadOnlyCollection<string>? segments;
    private readonly string[] words;
    private int at, depth;

    public SegmentRuleParser(string condition, string place, IReadOnlyDictionary<string, bool> known, IReadOnlyCollection<string>? segments)
    {
        (this.place, this.known, this.segments) = (place, known, segments);
        var found = Word().Matches(condition);
        var left = Word().Replace(condition, " ").Trim();
        if (left.Length > 0) throw Wrong($"`{left.Split(' ')[0]}` cannot be understood; a text stands in double quotes, a number has no separators.");
        words = [.. found.Select(word => word.Value)];
    }

    public string Read()
    {
        if (words.Length == 0) throw Wrong("the condition is missing; write one such as `spend_365d > 5000`.");
        var sql = Either();
        return at == words.Length ? sql : throw Wrong($"`{words[at]}` stands where the condition should end; join conditions with `and` or `or`.");
    }

    private string Either()
    {
        var sql = Both();
        while (Takes("or")) sql = $"({sql} OR {Both()})";
        return sql;
    }

    private string Both()
    {
        var sql = One();
        while (Takes("and")) sql = $"({sql} AND {One()})";
        return sql;
    }

    private string One()
    {
        var negated = Takes("not");
        if (!negated && !Takes("(")) return Comparison();
        if (++depth > Deepest) throw Wrong($"more than {Deepest} brackets or `not` stand within each other; write it more simply.");
        var inner = negated ? One() : Either();
        if (!negated && !Takes(")")) throw Wrong("a closing bracket is missing.");
        depth--;
        return negated ? $"(NOT {inner})" : $"({inner})";
    }

    private string Comparison()
    {
        var feature = Next("the name of a feature");
        if (!IsName(feature)) throw Wrong($"`{feature}` stands where the name of a feature should.");
        var isSegment = feature.Equals(Segment, StringComparison.OrdinalIgnoreCase);
        var name = known.Keys.FirstOrDefault(one => one.Equals(feature, StringComparison.OrdinalIgnoreCase));
        if (name is null && !isSegment) throw Wrong($"there is no feature {feature}; the nearest is {Nearest(feature, known.Keys.Append(Segment))}. `habitue features` lists all.");
        var isText = isSegment || known[name!];
        var column = isSegment ? "n.name" : isText ? $"f.{name}" : $"CAST(f.{name} AS DOUBLE)";
        if (Takes("is"))
        {
            var negated = Takes("not");
            if (Takes("known")) return $"({column} IS {(negated ? "" : "NOT ")}NULL)";
            if (Takes("unknown")) return $"({column} IS {(negated ? "NOT " : "")}NULL)";
            throw Wrong($"after `{feature} is` stands `known` or `unknown`.");
        }
        if (Takes("between"))
        {
            var least = Number(feature);
            if (!Takes("and")) throw Wrong($"`{feature} between {least}` lacks `and` with a second number.");
            return Sure($"{column} BETWEEN {least} AND {Number(feature)}");
        }
        var sign = Next("a comparison");
        if (sign is not ("<" or "<=" or ">" or ">=" or "=" or "==" or "!=" or "<>")) throw Wrong($"after {feature} stands `{sign}`; a comparison is one of < <= > >= = !=.");
        var sql = sign switch { "==" => "=", "!=" => "<>", _ => sign };
        if (!isText) return Sure($"{column} {sql} {Number(feature)}");
        if (sql is not ("=" or "<>")) throw Wrong($"{feature} is a text: it can be = or != a text in double quotes.");
        return Sure($"lower({column}) {sql} {Text(feature, isSegment)}");
    }

    /// <summary>What is not known of a customer holds of nobody.</summary>
    private static string Sure(string sql) => $"COALESCE({sql}, FALSE)";

    private string Number(string feature)
    {
        var word = Next($"the number that {feature} is compared with");
        var text = word.TrimEnd('%');
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) throw Wrong($"{feature} is a number, and `{word}` is none.");
        return (word.EndsWith('%') ? number / 100 : number).ToString("R", CultureInfo.InvariantCulture);
    }

    private string Text(string feature, bool isSegment)
    {
        var word = Next($"the text that {feature} is compared with");
        if (word[0] != '"') throw Wrong($"{feature} is a text; write what it is compared with in double quotes.");
        var text = word[1..^1];
        if (isSegment && segments is not null && !segments.Contains(text, StringComparer.OrdinalIgnoreCase))
            throw Wrong($"there is no segment \"{text}\" among those found; the nearest is \"{Nearest(text, segments)}\".");
        return $"'{text.ToLowerInvariant().Replace("'", "''", StringComparison.Ordinal)}'";
    }

    private bool Takes(string word)
    {
        if (at >= words.Length || !words[at].Equals(word, StringComparison.OrdinalIgnoreCase)) return false;
        at++;
        return true;
    }

    private string Next(string wanted) => at < words.Length ? words[at++] : throw Wrong($"the condition ends where {wanted} should stand.");

    private SegmentRuleException Wrong(string sentence) => new($"{place}: {sentence}");

    private static bool IsName(string word) => char.IsLetter(word[0]) || word[0] == '_';

    private static string Nearest(string word, IEnumerable<string> names) =>
        names.MinBy(name => Misparse.Distance(word.ToLowerInvariant(), name.ToLowerInvariant())) ?? "none";

    [GeneratedRegex("""[A-Za-z_]\w*|-?\d+(\.\d+)?%?|"[^"]*"|<=|>=|<>|!=|==|[<>=()]""")]
    private static partial Regex Word();
}
