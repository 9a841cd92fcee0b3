namespace Habitue.Experiments.Definitions;

/// <summary>Finds the comments in lines of YAML, so that they are kept when what stands before them is replaced.</summary>
internal static class YamlComments
{
    /// <summary>The comments in their order, each from its # on. What stands in quotes or in a text of several lines is none.</summary>
    public static IEnumerable<string> Of(IEnumerable<string> lines)
    {
        var quote = '\0';
        var text = int.MaxValue;   // lines that are indented deeper belong to a text of several lines
        foreach (var line in lines)
        {
            var indent = line.Length - line.TrimStart(' ').Length;
            if (indent > text || line.AsSpan().Trim().IsEmpty) continue;
            text = int.MaxValue;
            var comment = Begin(line, ref quote);
            if (comment < line.Length) yield return line[comment..].TrimEnd();
            if (quote == '\0' && BeginsText(line[..comment].TrimEnd())) text = indent;
        }
    }

    /// <summary>Where the comment of a line begins; its length when it has none.</summary>
    private static int Begin(string line, ref char quote)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if (quote == '"' && line[i] == '\\') i++;
            else if (quote == '\'' && line[i] == '\'' && i + 1 < line.Length && line[i + 1] == '\'') i++;
            else if (line[i] == quote) quote = '\0';
            else if (quote != '\0') continue;
            else if (line[i] is '"' or '\'' && (i == 0 || line[i - 1] is ' ' or '\t' or '[' or '{' or ',' or ':')) quote = line[i];
            else if (line[i] == '#' && (i == 0 || line[i - 1] is ' ' or '\t')) return i;
        }
        return line.Length;
    }

    /// <summary>Whether a text of several lines follows: its name ends with | or &gt;, perhaps with + or - and a number.</summary>
    private static bool BeginsText(string line) => line.TrimEnd('+', '-', '1', '2', '3', '4', '5', '6', '7', '8', '9') is [.., ' ', '|' or '>'];
}
