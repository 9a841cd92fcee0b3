using System.Text;

namespace Habitue.LabelledFiles;

/// <summary>A file of somebody's own in which a column says what happened, and what is wanted of it.</summary>
internal sealed record LabelledFile
{
    public required string Path { get; init; }

    /// <summary>The slice that asks: <c>churn</c> or <c>purchase</c>. It names the model and the tables.</summary>
    public required string Slice { get; init; }

    /// <summary>The column that says what happened.</summary>
    public required string Label { get; init; }

    /// <summary>The value of it that is asked for; null to tell by itself.</summary>
    public string? Yes { get; init; }

    /// <summary>Columns that must not be learned from: what is known only afterwards, say.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>Columns that are learned from whatever speaks against it.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>Groups under which rows are weighted so that the label does not depend on them; null for none.</summary>
    public string? Reweigh { get; init; }

    /// <summary>What to call it; null for the name of the file.</summary>
    public string? Name { get; init; }

    /// <summary>The model on the shelf, such as <c>churn-telco</c>.</summary>
    public string Model => $"{Slice}-{Slug(Name ?? System.IO.Path.GetFileNameWithoutExtension(Path))}";

    /// <summary>One row per row of each file: what its model says of it.</summary>
    public string ScoresTable => $"{Slice}_file_scores";

    /// <summary>One row per row of each file and reason.</summary>
    public string ReasonsTable => $"{Slice}_file_reasons";

    /// <summary>One row per statement about the rows of each file, as in <c>churn_factors</c>.</summary>
    public string FactorsTable => $"{Slice}_file_factors";

    /// <summary>The rows of the file that a model learned from, as they are, numbered from 1: what an audit looks groups up in.</summary>
    public static string RowsTable(string model) => $"{model.Replace('-', '_')}_rows";

    private static string Slug(string name)
    {
        var slug = new StringBuilder();
        foreach (var letter in name.ToLowerInvariant())
            if (char.IsAsciiLetterOrDigit(letter)) slug.Append(letter);
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        return slug.ToString().Trim('-') is { Length: > 0 } some ? some : "file";
    }
}
