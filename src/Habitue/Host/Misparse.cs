using System.CommandLine;
using System.CommandLine.Parsing;

namespace Habitue.Host;

/// <summary>Words that could not be understood, told in a sentence with the nearest word that would have been.</summary>
internal static class Misparse
{
    public static string Sentence(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens is [var word, ..])
        {
            var what = word.StartsWith('-') ? "option" : command.Subcommands.Count > 0 ? "verb" : "argument";
            var known = what == "option" ? command.Options.Select(option => option.Name) : command.Subcommands.Select(verb => verb.Name);
            var nearest = Nearest(word, known);
            var unknown = what == "argument" ? $"'{word}' is one argument too many for {Path(parsed)}" : $"'{word}' is no {what} of {Path(parsed)}";
            return nearest is null ? unknown + "." : $"{unknown}; did you mean {nearest}?";
        }
        return string.Join(" ", parsed.Errors.Select(error => Told(error).ReplaceLineEndings(" ").Replace("\t", "", StringComparison.Ordinal)).Distinct()).TrimEnd('.', ' ') + ".";
    }

    /// <summary>What is wrong in words of the user's: the parser names types of the program where a number is meant.</summary>
    private static string Told(ParseError error)
    {
        if (error.SymbolResult is not OptionResult { Option: var option } || !error.Message.Contains("System.", StringComparison.Ordinal)) return error.Message;
        var type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        var expected = type == typeof(int) || type == typeof(long) ? "a whole number" : type == typeof(double) || type == typeof(decimal) ? "a number" : null;
        return expected is null ? error.Message : $"{option.Name} {string.Join(' ', error.SymbolResult.Tokens.Select(token => token.Value))}: not {expected}.";
    }

    /// <summary>The names from the root to the command that was parsed: <c>habitue quality rejected</c>.</summary>
    public static string Path(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (SymbolResult? at = parsed.CommandResult; at is not null; at = at.Parent)
            if (at is CommandResult { Command: var command })
                names.Push(command is RootCommand ? "habitue" : command.Name);
        return string.Join(' ', names);
    }

    /// <summary>The known name that was probably meant; null when none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> known) =>
        known.Select(name => (Name: name, Far: Distance(word, name))).Where(near => near.Far <= Math.Max(1, word.Length / 3)).OrderBy(near => near.Far).FirstOrDefault().Name;

    /// <summary>How many letters must be put in, taken out or changed (Levenshtein).</summary>
    public static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
