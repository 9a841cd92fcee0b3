using Habitue.Host;

namespace Habitue.LabelledFiles;

/// <summary>What a label column says: which rows are known, and which of them are a yes.</summary>
/// <param name="Known">The rows that have a label, from 0.</param>
/// <param name="Targets">1 for yes, 0 for no, of each of these.</param>
/// <param name="Classes">What no and yes are called in the file.</param>
/// <param name="Texts">The label of every row; null where there is none.</param>
internal sealed record FileLabel(int[] Known, double[] Targets, string[] Classes, string?[] Texts)
{
    /// <summary>Fewer rows in all, or of one answer, tell nothing.</summary>
    public const int LeastRows = 50, LeastOfEach = 10;

    private static readonly string[] SaysYes = ["yes", "true", "y", "t", "1", "1.0", "churn", "churned", "left", "positive"];

    /// <exception cref="UserMistakeException">The label is missing, has one class or more than two, or has too few rows.</exception>
    public static FileLabel Of(FileTable table, LabelledFile file)
    {
        var column = table.Need(file.Label, " to learn from");
        var texts = table.Texts(column);
        var counts = texts.Where(text => text is not null).CountBy(text => text!).OrderBy(one => one.Key, StringComparer.Ordinal).ToArray();
        var named = $"{file.Path}: the label column '{column.Name}'";
        if (counts.Length == 0) throw new UserMistakeException($"{named} is empty.");
        if (counts.Length == 1) throw new UserMistakeException($"{named} has one class only, '{counts[0].Key}' in {counts[0].Value:N0} rows; two are needed to tell apart.");
        if (counts.Length > 2 && file.Yes is null)
            throw new UserMistakeException($"{named} has {counts.Length:N0} different values ({string.Join(", ", counts.Take(5).Select(one => one.Key))}{(counts.Length > 5 ? ", …" : "")}); two are needed, or say with --yes which one is asked for.");
        var yes = file.Yes ?? counts.Select(one => one.Key).FirstOrDefault(one => SaysYes.Contains(one.ToLowerInvariant())) ?? counts[1].Key;
        if (counts.All(one => one.Key != yes)) throw new UserMistakeException($"{named} never says '{yes}'; it says {string.Join(", ", counts.Take(8).Select(one => one.Key))}.");
        int[] known = [.. Enumerable.Range(0, texts.Length).Where(row => texts[row] is not null)];
        var targets = Array.ConvertAll(known, row => texts[row] == yes ? 1.0 : 0.0);
        var count = (int)targets.Sum();
        if (known.Length < LeastRows || Math.Min(count, known.Length - count) < LeastOfEach)
            throw new UserMistakeException($"{named} is known of {known.Length:N0} rows, of {count:N0} of them with '{yes}'; to learn and to judge it needs {LeastRows} rows and {LeastOfEach} of each answer.");
        return new FileLabel(known, targets, [counts.Length == 2 ? counts.First(one => one.Key != yes).Key : $"not {yes}", yes], texts);
    }
}
