using System.Text.RegularExpressions;
using Habitue.Insights;

namespace Habitue.Segments;

/// <summary>The rules that a run applies: those of the file, or none, with the sentence that says why.</summary>
internal sealed partial record SegmentRuleFile(IReadOnlyList<SegmentRule> Rules, IReadOnlyList<string> Notes)
{
    /// <summary>The words of the file that the run names, in small letters; features that no rule asks for are not among them.</summary>
    public static HashSet<string> Words(SliceRun run) =>
        run.SegmentRules is { } path && File.Exists(path) ? [.. Word().Matches(File.ReadAllText(path).ToLowerInvariant()).Select(word => word.Value)] : [];

    /// <summary>
    /// Reads the file that the run names. A mistake in it takes away the rules, not the segments: they are found in the data,
    /// and the sentence says which line is wrong.
    /// </summary>
    public static SegmentRuleFile Read(SliceRun run, IReadOnlyCollection<string> segments)
    {
        if (run.SegmentRules is not { } path || !File.Exists(path)) return new SegmentRuleFile([], []);
        try
        {
            var rules = SegmentRules.Parse(File.ReadAllText(path), Path.GetFileName(path), SegmentRules.Known(run.Warehouse), segments);
            return new SegmentRuleFile(rules, rules.Count == 0 ? [] : [$"{Stages.Words.Count(rules.Count, "rule")} of your own"]);
        }
        catch (SegmentRuleException mistake)
        {
            return new SegmentRuleFile([], [$"no rule was applied: {mistake.Message}"]);
        }
    }

    [GeneratedRegex("[a-z_][a-z0-9_]*")]
    private static partial Regex Word();
}
