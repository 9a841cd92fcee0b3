using System.Text.RegularExpressions;
using Habitue.Tests.Architecture;

namespace Habitue.Tests.Server;

/// <summary>The tables that slices publish, with their columns, as the slices' own statements make them: read from the sources, so that they are never behind them.</summary>
internal static partial class PublishedSchema
{
    /// <summary>Name and columns of each table of the warehouse that is made with a list of columns; those of SQLite say TEXT.</summary>
    public static IReadOnlyDictionary<string, string> Tables() => Directory.EnumerateFiles(Path.Combine(Repository.Folder, "src", "Habitue"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .SelectMany(file => Created().Matches(File.ReadAllText(file)).Select(made => (Name: NameOf(made.Groups["name"].Value, file), Columns: made.Groups["columns"].Value)))
        .Where(made => made.Name is not null && !made.Columns.Contains('{', StringComparison.Ordinal) && !made.Columns.Contains(" TEXT", StringComparison.Ordinal))
        .DistinctBy(made => made.Name).ToDictionary(made => made.Name!, made => made.Columns);

    /// <summary>The names of all tables that the program's own statements make in the warehouse, whichever way; tables that are named by what they are asked for are not among them.</summary>
    public static IReadOnlySet<string> Names() => Directory.EnumerateFiles(Path.Combine(Repository.Folder, "src"), "*.*", SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".cs" or ".sql" && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !file.Contains($"{Path.DirectorySeparatorChar}Simulation{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .Select(file => (File: file, Text: File.ReadAllText(file))).Where(source => !source.Text.Contains("Sqlite", StringComparison.Ordinal) && !source.Text.Contains(" TEXT", StringComparison.Ordinal))
        .SelectMany(source => Made().Matches(source.Text).Select(made => NameOf(made.Groups["name"].Value, source.File))).OfType<string>()
        .Concat(Lake.Storage.Models.All.Append(Lake.Features.CustomerFeatures.Model).Select(model => model.Name)).ToHashSet(StringComparer.Ordinal);

    /// <summary>A name as it stands, or the constant that it is (which may stand for another one): of the same file, or of the class in front of the point.</summary>
    private static string? NameOf(string written, string file)
    {
        if (!written.StartsWith('{')) return written;
        string[] parts = written.Trim('{', '}').Split('.');
        var sources = parts.Length == 1 ? [file] : Directory.EnumerateFiles(Path.Combine(Repository.Folder, "src", "Habitue"), parts[^2] + ".cs", SearchOption.AllDirectories);
        var (source, found) = sources.Select(source => (source, Regex.Match(File.ReadAllText(source), $"const string (?:[A-Za-z]+ = \"[a-z_]+\", )*{parts[^1]} = (?:\"(?<name>[a-z_0-9]+)\"|(?<other>[A-Za-z.]+))"))).FirstOrDefault(one => one.Item2.Success);
        return found is null ? null : found.Groups["name"].Success ? found.Groups["name"].Value : NameOf($"{{{found.Groups["other"].Value}}}", source);
    }

    [GeneratedRegex(@"CREATE (?:OR REPLACE )?TABLE (?:IF NOT EXISTS )?(?<name>\{[A-Za-z.]+\}|[a-z_0-9]+) ?\((?<columns>(?:[^()]|\([^()]*\))+)\)")]
    private static partial Regex Created();

    [GeneratedRegex(@"CREATE (?:OR REPLACE )?TABLE (?:IF NOT EXISTS )?(?<name>\{[A-Za-z.]+\}|[a-z_0-9]+)[ \n]")]
    private static partial Regex Made();
}
