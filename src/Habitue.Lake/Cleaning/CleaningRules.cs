using System.Reflection;

namespace Habitue.Lake.Cleaning;

/// <summary>All cleaning rules in the order in which they are applied. A new rule is a file in <c>Cleaning/rules</c>.</summary>
public static class CleaningRules
{
    private static readonly Lazy<IReadOnlyList<Rule>> Files = new(Read);

    /// <summary>The rule of what the readers set aside.</summary>
    public const string UnreadableLine = "unreadable-line";

    public static IReadOnlyList<Rule> All => Files.Value;

    public static IEnumerable<Rule> Of(string entity, RuleKind kind) => All.Where(r => r.Kind == kind && (r.Entity == entity || r.Entity == "all"));

    /// <summary>The name of the first row rule that a row meets, or NULL: one expression for all of them.</summary>
    /// <param name="entity">The rows' entity.</param>
    /// <param name="unreadable">What tells a row that could not be read at all; it comes first.</param>
    public static string RowCase(string entity, string? unreadable = null)
    {
        string cases = (unreadable is null ? "" : $" WHEN {unreadable} THEN '{UnreadableLine}'") + string.Concat(Of(entity, RuleKind.Row).Select(r => $" WHEN {r.Sql} THEN '{r.Name}'"));
        return cases.Length == 0 ? "CAST(NULL AS VARCHAR)" : $"CASE{cases} END";
    }

    private static List<Rule> Read()
    {
        Assembly assembly = typeof(CleaningRules).Assembly;
        return [.. assembly.GetManifestResourceNames().Where(n => n.StartsWith("Cleaning/rules/", StringComparison.Ordinal))
            .Select(n => Rule.Parse(n, new StreamReader(assembly.GetManifestResourceStream(n)!).ReadToEnd())).OrderBy(r => r.Step)];
    }
}
