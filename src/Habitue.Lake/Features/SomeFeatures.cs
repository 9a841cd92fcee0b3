using System.Text.RegularExpressions;

namespace Habitue.Lake.Features;

/// <summary>
/// The definition of all features cut down to some of them: their very expressions, over the joins that these read and no
/// others. Each join adds at most one row per customer and each counted source one flag, so what is left out changes nothing in the rest.
/// </summary>
internal static partial class SomeFeatures
{
    /// <summary>The SELECT of customer, moment and these features.</summary>
    public static string Of(string model, IReadOnlyCollection<string> names)
    {
        int select = model.LastIndexOf("\nSELECT\n", StringComparison.Ordinal), from = model.IndexOf("\nFROM ", select, StringComparison.Ordinal);
        string[] wanted = [.. Column().Matches(model[select..from]).Where(match => names.Contains(match.Groups["name"].Value)).Select(match => $"{match.Groups["sql"].Value} AS {match.Groups["name"].Value}")];
        if (wanted.Length != names.Count)
            throw new Storage.ModelException($"Not all of these are features: {string.Join(", ", names)}.");
        string text = string.Join('\n', wanted);
        string joins = JoinLine().Replace(model[from..], match => Reads(text, $"{match.Groups["alias"].Value}.", isWhole: false) ? match.Value : "");
        string head = SourceLine().Replace(model[..select], match => Reads(text, $"s.{match.Groups["name"].Value}", isWhole: true) ? match.Value : "");
        return $"{head}\nSELECT p.customer_id, as_of() AS as_of,\n{string.Join(",\n", wanted)}{joins}";
    }

    /// <summary>Whether a text names a table's column: not as the end of a longer word, and, where the name is whole, not as the beginning of one.</summary>
    private static bool Reads(string text, string name, bool isWhole)
    {
        for (int at = 0; (at = text.IndexOf(name, at, StringComparison.Ordinal)) >= 0; at++)
        {
            int end = at + name.Length;
            if ((at == 0 || !IsOfWord(text[at - 1])) && (end < text.Length && IsOfWord(text[end])) != isWhole)
                return true;
        }

        return false;
    }

    private static bool IsOfWord(char letter) => letter == '_' || char.IsAsciiLetterOrDigit(letter);

    /// <summary>An entry of the catalogue: its comment, its expression, its name.</summary>
    [GeneratedRegex(@"^    -- [^\n]+\n(?<sql>(?:(?!    -- ).*\n)*?.*) AS (?<name>\w+),?$", RegexOptions.Multiline)]
    private static partial Regex Column();

    /// <summary>A join behind the first table.</summary>
    [GeneratedRegex(@"^(?:CROSS|LEFT) JOIN \w+ (?<alias>\w+)\b.*(?:\n|\z)", RegexOptions.Multiline)]
    private static partial Regex JoinLine();

    /// <summary>A source that is counted, with what joins it to the one before; the first is always counted.</summary>
    [GeneratedRegex(@"^        UNION ALL\n        SELECT '(?<name>\w+)' AS source, .*\n", RegexOptions.Multiline)]
    private static partial Regex SourceLine();
}
