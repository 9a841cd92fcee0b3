using System.Reflection;

namespace Habitue.Lake.Storage;

/// <summary>
/// A table of the warehouse as one SELECT in one embedded file, named after the table. The head of the file says what a row is
/// (<c>-- grain:</c>) and what the table is for (<c>-- use:</c>); what it reads follows from its text.
/// </summary>
/// <param name="IsView">Kept as a view (<c>-- as: view</c>): for a table as long as events, which a copy would only double.</param>
/// <param name="IsServed">Made by who serves pages (<c>-- made: when served</c>), since nothing else reads it: a run does not wait for it.</param>
/// <param name="Without">
/// A loaded table (<c>-- without: reviews</c>): as long as that is empty the model is too, and is made from its <paramref name="Columns"/> without being asked.
/// For a model whose question takes long to plan and that most homes have nothing for.
/// </param>
/// <param name="Columns">Names and types as a statement that makes a table has them (<c>-- columns: …</c>).</param>
public sealed record SqlModel(string Name, string Text, string Grain, string Use, bool IsView, bool IsServed = false, string? Without = null, string? Columns = null)
{
    /// <summary>The tables, views and other models it reads.</summary>
    public IReadOnlyList<string> Inputs { get; } = SqlText.Reads(Text);

    /// <exception cref="ModelException">The head of the text lacks its grain or use.</exception>
    public static SqlModel Parse(string name, string text) => new(
        name,
        text,
        SqlText.Note(text, "grain") ?? throw new ModelException($"{name}.sql: its head does not say '-- grain: one row per …'."),
        SqlText.Note(text, "use") ?? throw new ModelException($"{name}.sql: its head does not say '-- use: …'."),
        SqlText.Note(text, "as") switch
        {
            null or "table" => false,
            "view" => true,
            var other => throw new ModelException($"{name}.sql: '-- as: {other}' is neither table nor view."),
        },
        SqlText.Note(text, "made") switch
        {
            null => false,
            "when served" => true,
            var other => throw new ModelException($"{name}.sql: '-- made: {other}' is not known; there is 'when served'."),
        },
        SqlText.Note(text, "without"),
        SqlText.Note(text, "columns"));

    /// <summary>All models below a folder of an assembly's embedded SQL, such as "Storage/models".</summary>
    public static IReadOnlyList<SqlModel> Embedded(Assembly assembly, string folder) =>
        [.. assembly.GetManifestResourceNames()
            .Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal) && path.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => Parse(Path.GetFileNameWithoutExtension(path), EmbeddedText(assembly, path)))];

    /// <summary>The text of one embedded file.</summary>
    public static string EmbeddedText(Assembly assembly, string path)
    {
        using Stream stream = assembly.GetManifestResourceStream(path) ?? throw new ModelException($"{path}: no such file is embedded in {assembly.GetName().Name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
