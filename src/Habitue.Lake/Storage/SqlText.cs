using System.Text.RegularExpressions;

namespace Habitue.Lake.Storage;

/// <summary>What can be read from a model's text without a parser: its notes, and the tables it reads.</summary>
internal static partial class SqlText
{
    /// <summary>The text without comments and with empty string literals, so that words in them are not taken for SQL.</summary>
    public static string Bare(string sql) => CommentOrLiteral().Replace(sql, match => match.Value[0] == '\'' ? "''" : " ");

    /// <summary>The tables and views after FROM and JOIN that the text does not define itself.</summary>
    public static IReadOnlyList<string> Reads(string sql)
    {
        string bare = Bare(sql);
        HashSet<string> own = [.. CommonTable().Matches(bare).Select(NameOf)];
        return [.. Source().Matches(bare).Select(NameOf).Where(name => !own.Contains(name)).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The value of a note at the head of the text, as in '-- grain: one row per order'; null without it.</summary>
    public static string? Note(string sql, string name) =>
        sql.Split('\n')
            .TakeWhile(line => line.StartsWith("--", StringComparison.Ordinal))
            .Where(line => line.StartsWith($"-- {name}:", StringComparison.Ordinal))
            .Select(line => line[(name.Length + 4)..].Trim())
            .FirstOrDefault();

    private static string NameOf(Match match) => match.Groups["name"].Value.ToLowerInvariant();

    [GeneratedRegex(@"--[^\n]*|'(?:[^']|'')*'")]
    private static partial Regex CommentOrLiteral();

    [GeneratedRegex(@"(?:\bWITH|,)\s*(?<name>\w+)\s+AS\s*\(", RegexOptions.IgnoreCase)]
    private static partial Regex CommonTable();

    [GeneratedRegex(@"(?<!\bDISTINCT\s+)\b(?:FROM|JOIN)\s+(?<name>[a-z_]\w*)", RegexOptions.IgnoreCase)]
    private static partial Regex Source();
}
