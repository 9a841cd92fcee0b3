namespace Habitue.Insights;

/// <summary>The SQL files that lie in the slices' folders.</summary>
internal static class SliceQueries
{
    /// <summary>The text of one, such as <c>Purchase/PurchaseLabels</c>, with words in braces filled in.</summary>
    public static string Read(string path, params ReadOnlySpan<(string Word, string Value)> words)
    {
        using var file = new StreamReader(typeof(SliceQueries).Assembly.GetManifestResourceStream($"{path}.sql")
            ?? throw new InvalidOperationException($"{path}.sql is not in the program."));
        var text = file.ReadToEnd();
        foreach (var (word, value) in words) text = text.Replace($"{{{word}}}", value, StringComparison.Ordinal);
        return text;
    }
}
