using System.Security.Cryptography;
using System.Text;

namespace Habitue.Experiments.Definitions;

/// <summary>Changes one experiment in the text of an experiments file and leaves every other letter as it is.</summary>
internal static class ExperimentText
{
    private const string Experiments = "experiments", Metrics = "metrics";

    /// <summary>Stands for what the text says of an experiment: whoever changes it must know the version that they change.</summary>
    public static string VersionOf(string text, string key) => Block(text, key) is { } block ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(block)))[..16] : "none";

    /// <summary>What the text says of an experiment, as it is written; null when it says nothing. Of an experiment in a text that is not written in lines it is the whole text.</summary>
    public static string? Block(string text, string key)
    {
        try
        {
            var whole = BlockMap.Of(LinesOf(text));
            return whole.Inner(Experiments) is { } inner && BlockMap.Of(inner).Find(key) is { } lines ? string.Join('\n', lines).TrimEnd() : null;
        }
        catch (ExperimentFileException)
        {
            // Whoever changes it is told how it must be written.
            return text.Contains($"\"{key}\"", StringComparison.Ordinal) || text.Contains($"{key}:", StringComparison.Ordinal) ? text : null;
        }
    }

    /// <summary>The text with these fields of an experiment; a field of null is taken away, fields that are not named stay as they are written.</summary>
    /// <param name="text">The file; empty when there is none yet.</param>
    /// <param name="key">The experiment, which is added when it is not there.</param>
    /// <param name="fields">Fields with what stands behind the colon, or with lines of their own (each begins with a line break).</param>
    public static string With(string text, string key, IReadOnlyList<(string Field, string? Value)> fields)
    {
        var whole = BlockMap.Of(LinesOf(text));
        if (whole.IsOnOneLine(Experiments)) throw new ExperimentFileException($"{ExperimentFile.Name} is written in a way that pages cannot change; write it in lines, as docs/experiments.md does, or change it by hand.");
        var all = BlockMap.Of(whole.Inner(Experiments) ?? [], 2);
        var depth = all.Indent + 2;
        var one = BlockMap.Of(all.Inner(key) ?? (all.Find(key) is null ? [] : Unfolded(text, key, depth)), depth);
        foreach (var (field, value) in fields) one.Put(field, value is null ? null : [.. $"{new string(' ', one.Indent)}{field}:{(value.StartsWith('\n') ? value.Replace("\n", "\n" + new string(' ', one.Indent), StringComparison.Ordinal) : " " + value)}".Split('\n')]);
        all.Put(key, [Head(all, key), .. one.Lines()]);
        whole.Put(Experiments, [Head(whole, Experiments), .. all.Lines()]);
        return Written(text, whole);
    }

    /// <summary>The text with a metric defined, which must not be there yet.</summary>
    public static string WithMetric(string text, string name, string definition)
    {
        var whole = BlockMap.Of(LinesOf(text));
        if (whole.IsOnOneLine(Metrics)) throw new ExperimentFileException($"{ExperimentFile.Name} has its metrics on one line, which pages cannot change; write each on a line of its own.");
        var all = BlockMap.Of(whole.Inner(Metrics) ?? [], 2);
        if (all.Names.Contains(name)) throw new ExperimentFileException($"There is a metric {name} already.");
        all.Put(name, [$"{new string(' ', all.Indent)}{name}: {definition}"]);
        whole.Put(Metrics, [Head(whole, Metrics), .. all.Lines()]);
        return Written(text, whole);
    }

    /// <summary>The line of an entry's name with what is remarked on it.</summary>
    private static string Head(BlockMap map, string name) => map.Inner(name) is null ? $"{new string(' ', map.Indent)}{name}:" : map.Find(name)![0];

    /// <summary>A changed text, with the line ends that it had.</summary>
    private static string Written(string before, BlockMap whole)
    {
        var text = string.Join('\n', whole.Lines()).TrimEnd() + "\n";
        return before.Contains("\r\n", StringComparison.Ordinal) ? text.Replace("\n", "\r\n", StringComparison.Ordinal) : text;
    }

    /// <summary>An experiment that is written on one line, field by field.</summary>
    private static List<string> Unfolded(string text, string key, int depth)
    {
        var part = FilePart.Parse(text, ExperimentFile.Name).Fields(ExperimentFile.Words)[Experiments].Entries().First(entry => entry.Name == key).Part;
        return [.. part.Entries().Select(entry => $"{new string(' ', depth)}{entry.Name}: {entry.Part.Json().GetRawText()}")];
    }

    private static string[] LinesOf(string text) => text.ReplaceLineEndings("\n").TrimEnd() is { Length: > 0 } said ? said.Split('\n') : [];
}
