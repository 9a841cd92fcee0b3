using System.Security.Cryptography;
using System.Text;

namespace Habitue.Experiments.Definitions;

/// <summary>Changes one experiment in the text of an experiments file and leaves every other letter as it is.</summary>
internal static class ExperimentText
{
    private const string Experiments = "experiments", Metrics = "metrics";

    /// <summary>Stands for what the text says of an experiment: whoever changes it must know the version that they change.</summary>
    public static string VersionOf(string text, string key) => Block(text, key) is { } block ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(block)))[..16] : "none";

    /// <summary>What the text says of an experiment, as it is written; null when it says nothing, or is written in one piece, such as JSON, which pages cannot change.</summary>
    public static string? Block(string text, string key) =>
        LinesOf(text) is var lines && BlockMap.IsMap(lines) && BlockMap.Of(lines).Inner(Experiments) is { } inner && BlockMap.IsMap(inner) && BlockMap.Of(inner).Find(key) is { } said ? string.Join('\n', said).Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd() : null;

    /// <summary>The text with these fields of an experiment; a field of null is taken away, fields that are not named stay as they are written. Comments stay, too.</summary>
    /// <param name="text">The file; empty when there is none yet.</param>
    /// <param name="key">The experiment, which is added when it is not there.</param>
    /// <param name="fields">Fields with what stands behind the colon, or with lines of their own (each begins with a line break).</param>
    public static string With(string text, string key, IReadOnlyList<(string Field, string? Value)> fields)
    {
        var whole = BlockMap.Of(LinesOf(text));
        if (whole.IsOnOneLine(Experiments)) throw new ExperimentFileException($"{ExperimentFile.Name} is written in a way that pages cannot change; write it in lines, as docs/experiments.md does, or change it by hand.");
        var all = BlockMap.Of(whole.Inner(Experiments) ?? [], 2);
        var depth = all.Indent + 2;
        var inLines = all.Inner(key);
        var one = BlockMap.Of(inLines ?? (all.Find(key) is null ? [] : Unfolded(text, key, depth)), depth);
        foreach (var (field, value) in fields) one.Put(field, value is null ? null : Field(one, field, value));
        var name = all.NameAsWritten(key) ?? $"{new string(' ', all.Indent)}{key}:";
        all.Put(key, [inLines is null ? Commented(name, all.Comments(key)) : name, .. one.Lines()]);
        return Written(whole, Experiments, all, text);
    }

    /// <summary>The text with a metric defined, which must not be there yet.</summary>
    public static string WithMetric(string text, string name, string definition)
    {
        var whole = BlockMap.Of(LinesOf(text));
        if (whole.IsOnOneLine(Metrics)) throw new ExperimentFileException($"{ExperimentFile.Name} has its metrics on one line, which pages cannot change; write each on a line of its own.");
        var all = BlockMap.Of(whole.Inner(Metrics) ?? [], 2);
        if (all.Names.Contains(name)) throw new ExperimentFileException($"There is a metric {name} already.");
        all.Put(name, [$"{new string(' ', all.Indent)}{name}: {definition}"]);
        return Written(whole, Metrics, all, text);
    }

    /// <summary>A field in lines of its own, with the comments of what it replaces.</summary>
    private static string[] Field(BlockMap one, string field, string value)
    {
        var before = new string(' ', one.Indent);
        string[] lines = $"{before}{field}:{(value.StartsWith('\n') ? value.Replace("\n", "\n" + before, StringComparison.Ordinal) : " " + value)}".Split('\n');
        lines[0] = Commented(lines[0], one.Comments(field));
        return lines;
    }

    private static string Commented(string line, IEnumerable<string> comments) => line + string.Concat(comments.Select(comment => "   " + comment));

    /// <summary>The text with a part of it replaced; it ends, and its lines end, as they did.</summary>
    private static string Written(BlockMap whole, string part, BlockMap inner, string text)
    {
        whole.Put(part, [whole.NameAsWritten(part) ?? $"{part}:", .. inner.Lines()]);
        var said = string.Join('\n', whole.Lines()).TrimEnd();
        var end = text.Length > 0 && text[^1] == '\n' ? text[text.TrimEnd().Length..] : "\n";
        var isOfWindows = text.Contains("\r\n", StringComparison.Ordinal) && !text.Replace("\r\n", "", StringComparison.Ordinal).Contains('\n', StringComparison.Ordinal);
        return isOfWindows ? (said + end).Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal) : said + end;
    }

    /// <summary>An experiment that is written on one line, field by field.</summary>
    private static List<string> Unfolded(string text, string key, int depth)
    {
        var part = FilePart.Parse(text, ExperimentFile.Name).Fields(ExperimentFile.Words)[Experiments].Entries().First(entry => entry.Name == key).Part;
        return [.. part.Entries().Select(entry => $"{new string(' ', depth)}{entry.Name}: {entry.Part.Json().GetRawText()}")];
    }

    private static string[] LinesOf(string text) => text.TrimEnd() is { Length: > 0 } said ? said.Split('\n') : [];
}
