using System.Globalization;
using System.Text.RegularExpressions;
using Habitue.Decisions.Customers;
using Habitue.Host;

namespace Habitue.Decisions.Conditions;

/// <summary>
/// Reads a condition: comparisons joined by and, or, not and brackets, as in the rules for segments; besides, <c>known(field)</c>,
/// <c>field in (…)</c>, and the names of other conditions.
/// </summary>
internal sealed partial class ConditionParser
{
    private const int LongestCondition = 4_000, DeepestNesting = 100;

    private readonly ConditionSet named;
    private readonly string[] words;
    private int at, depth;

    private ConditionParser(string text, ConditionSet named)
    {
        this.named = named;
        if (text.Length > LongestCondition) throw Wrong($"a condition has at most {LongestCondition} letters; this one has {text.Length}; give its parts names under `conditions`.");
        var left = Word().Replace(text, " ").Trim();
        if (left.Length > 0) throw Wrong($"`{left.Split(' ')[0]}` cannot be understood; a text stands in double quotes, a number has no separators.");
        words = [.. Word().Matches(text).Select(word => word.Value)];
    }

    /// <exception cref="ConditionException">It cannot be understood, or names what there is not.</exception>
    public static Condition Parse(string text, ConditionSet named)
    {
        var parser = new ConditionParser(text, named);
        if (parser.words.Length == 0) throw Wrong("the condition is missing; write one such as `recency_days < 30`.");
        var condition = parser.ReadEither();
        return parser.at == parser.words.Length ? condition : throw Wrong($"`{parser.words[parser.at]}` stands where the condition should end; join conditions with `and` or `or`.");
    }

    private Condition ReadEither()
    {
        var condition = ReadBoth();
        while (Takes("or")) condition = new Either(condition, ReadBoth());
        return condition;
    }

    private Condition ReadBoth()
    {
        var condition = ReadOne();
        while (Takes("and")) condition = new Both(condition, ReadOne());
        return condition;
    }

    private Condition ReadOne()
    {
        if (++depth > DeepestNesting) throw Wrong($"brackets and `not` stand more than {DeepestNesting} deep in each other.");
        try
        {
            if (Takes("not")) return new Not(ReadOne());
            if (!Takes("(")) return ReadComparison();
            var inner = ReadEither();
            return Takes(")") ? inner : throw Wrong("a closing bracket is missing.");
        }
        finally
        {
            depth--;
        }
    }

    private Condition ReadComparison()
    {
        var name = Next("a field or the name of a condition");
        if (name.Equals("known", StringComparison.OrdinalIgnoreCase) && Takes("("))
        {
            var known = new Known(Field(Next("a field")));
            return Takes(")") ? known : throw Wrong("a closing bracket is missing.");
        }

        if (named.Names.Contains(name)) return new Named(name, named);
        var field = Field(name);
        if (Takes("in")) return new TextIs(field, ReadList(field), IsNot: false);
        if (Takes("not")) return Takes("in") ? new TextIs(field, ReadList(field), IsNot: true) : throw Wrong($"after `{name} not` comes `in`.");
        var sign = Next($"how {name} is compared");
        if (sign is not ("=" or "==" or "!=" or "<>" or "<" or "<=" or ">" or ">=")) throw Wrong($"`{sign}` stands where one of = != < <= > >= in should stand after {name}.");
        sign = sign switch { "==" => "=", "<>" => "!=", _ => sign };
        return Compare(field, sign, Next($"what {name} is compared with"));
    }

    private static Condition Compare(CustomerField field, string sign, string value)
    {
        if (value[0] == '"')
        {
            if (field is { Kind: FieldKind.Number }) throw Wrong($"{field.Name} is a number; {value} is a text.");
            return sign is "=" or "!=" ? new TextIs(field, [Unquoted(value)], sign == "!=") : throw Wrong($"{field.Name} is a text: it can be = or != to another, or in a list.");
        }

        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            throw Wrong($"`{value}` is neither a number nor a text in double quotes.");
        return field is { Kind: FieldKind.Text, Source: not FieldSource.Context } ? throw Wrong($"{field.Name} is a text; write \"{value}\" in double quotes.") : new NumberIs(field, sign, number);
    }

    private List<string> ReadList(CustomerField field)
    {
        if (field.Kind == FieldKind.Number) throw Wrong($"{field.Name} is a number; `in` is for texts.");
        if (!Takes("(")) throw Wrong("after `in` come texts in brackets, such as (\"France\", \"Spain\").");
        var texts = new List<string>();
        do
        {
            var text = Next("a text");
            texts.Add(text[0] == '"' ? Unquoted(text) : throw Wrong($"`{text}` stands in a list of texts without double quotes."));
        }
        while (Takes(","));
        return Takes(")") ? texts : throw Wrong("a closing bracket is missing.");
    }

    private CustomerField Field(string name)
    {
        if (CustomerFields.Find(name) is { } field) return field;
        var nearest = Misparse.Nearest(name, CustomerFields.Names.Concat(named.Names));
        throw Wrong($"`{name}` is neither a field nor a named condition{(nearest is null ? "" : $"; did you mean {nearest}?")}");
    }

    private string Next(string what) => at < words.Length ? words[at++] : throw Wrong($"the condition ends where {what} is missing.");

    private bool Takes(string word)
    {
        if (at >= words.Length || !words[at].Equals(word, StringComparison.OrdinalIgnoreCase)) return false;
        at++;
        return true;
    }

    private static string Unquoted(string text) => text[1..^1];

    private static ConditionException Wrong(string sentence) => new(sentence);

    [GeneratedRegex("""
        "[^"]*"|[A-Za-z_][\w.]*|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|<=|>=|!=|<>|==|[=<>(),]
        """)]
    private static partial Regex Word();
}

/// <summary>A condition cannot be understood; the sentence does not name its place.</summary>
internal sealed class ConditionException(string sentence) : Exception(sentence);
