using Habitue.Duck;
using Habitue.Lake.Features;

namespace Habitue.Segments;

/// <summary>A segment that the business defines: whoever the condition holds of is in it, whatever was found in the data.</summary>
/// <param name="Condition">As SQL over <c>customer_features f</c> and the found segment's name <c>n.name</c>; true or false, never NULL.</param>
/// <param name="Text">As it was written.</param>
internal sealed record SegmentRule(string Name, string Condition, string Text);

/// <summary>A mistake in a file of rules, as a sentence that names file, line and what would be right.</summary>
internal sealed class SegmentRuleException(string message) : Exception(message);

/// <summary>
/// The rules of a file, one a line: <c>VIP: spend_365d &gt; 5000 and recency_days &lt; 90</c>. The first rule that holds decides.
/// A rule that names a found segment refines it: <c>Sleeping giants: segment = "High value, churn-prone" and orders_365d = 0</c>.
/// Empty lines and what follows a # are passed by.
/// </summary>
internal static class SegmentRules
{
    /// <summary>The file in the home that every run reads.</summary>
    public const string FileName = "segments.rules";

    public const int LongestName = 60;

    /// <summary>What a rule may ask: the columns of the features as they are, each a number or a text.</summary>
    public static IReadOnlyDictionary<string, bool> Known(DuckConnection warehouse) => (warehouse.ColumnsOf(CustomerFeatures.Table) ?? [])
        .Where(column => column.Name is not ("customer_id" or "as_of")).ToDictionary(column => column.Name, column => column.Type.Id == DuckTypeId.Varchar, StringComparer.Ordinal);

    /// <param name="text">What the file holds.</param>
    /// <param name="file">Its name, for sentences.</param>
    /// <param name="known">The features, and whether each is a text.</param>
    /// <param name="segments">The names of the found segments; null when they are not known yet and any is taken.</param>
    /// <exception cref="SegmentRuleException">A line cannot be understood, or names what there is not.</exception>
    public static IReadOnlyList<SegmentRule> Parse(string text, string file, IReadOnlyDictionary<string, bool> known, IReadOnlyCollection<string>? segments)
    {
        var rules = new List<SegmentRule>();
        foreach (var (index, raw) in text.ReplaceLineEndings("\n").Split('\n').Index())
        {
            var line = WithoutComment(raw).Trim();
            if (line.Length == 0) continue;
            var place = $"{file}, line {index + 1}";
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0) throw new SegmentRuleException($"{place}: a rule is a name, a colon and a condition, such as `VIP: spend_365d > 5000 and recency_days < 90`.");
            var name = line[..colon].Trim();
            if (name.Length > LongestName) throw new SegmentRuleException($"{place}: a segment's name has at most {LongestName} letters; this one has {name.Length}.");
            if (name.Contains('|')) throw new SegmentRuleException($"{place}: a segment's name may hold no |.");
            if (rules.Any(rule => rule.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) throw new SegmentRuleException($"{place}: \"{name}\" has a rule already; join the two with `or`.");
            var condition = line[(colon + 1)..].Trim();
            rules.Add(new SegmentRule(name, new SegmentRuleParser(condition, place, known, segments).Read(), condition));
        }
        return rules;
    }

    private static string WithoutComment(string line)
    {
        var quote = '\0';
        for (var i = 0; i < line.Length; i++)
        {
            if (quote != '\0') quote = line[i] == quote ? '\0' : quote;
            else if (line[i] == '"') quote = line[i];
            else if (line[i] == '#') return line[..i];
        }
        return line;
    }
}
