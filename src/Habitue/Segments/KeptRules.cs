using Habitue.Duck;
using Habitue.Host;
using Habitue.Server;

namespace Habitue.Segments;

/// <summary>The file of rules in the home, which every run reads: what is in it, and one more added to it.</summary>
internal sealed class KeptRules(ServerSettings settings)
{
    public const int LongestRule = 2_000;

    private readonly Lock gate = new();

    private string Place => Path.Combine(settings.Folder, SegmentRules.FileName);

    public string Text => File.Exists(Place) ? File.ReadAllText(Place) : "";

    /// <summary>The rules, or the sentence that says which line is wrong.</summary>
    public (IReadOnlyList<SegmentRule> Rules, string Mistake) Read(DuckConnection warehouse)
    {
        try
        {
            return (SegmentRules.Parse(Text, SegmentRules.FileName, SegmentRules.Known(warehouse), null), "");
        }
        catch (SegmentRuleException mistake)
        {
            return ([], mistake.Message);
        }
    }

    /// <summary>Writes one more rule at the end of the file; the file is either the old or the new one at every moment.</summary>
    /// <exception cref="UserMistakeException">The rule or its name cannot be used, or a line of the file is wrong.</exception>
    public void Add(DuckConnection warehouse, string name, string rule)
    {
        (name, rule) = (name.Trim(), rule.ReplaceLineEndings(" ").Trim());
        if (name.Length == 0) throw new UserMistakeException("Give the segment a name.");
        if (name.Length > SegmentRules.LongestName) throw new UserMistakeException($"A segment's name has at most {SegmentRules.LongestName} letters.");
        // A line's end of any kind would begin another rule.
        if (name.AsSpan().ContainsAny(":#\"|") || name.Any(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029')) throw new UserMistakeException("A segment's name is one line with no colon, no #, no | and no double quote.");
        if (rule.Length is 0 or > LongestRule) throw new UserMistakeException($"Say who belongs to it, in at most {LongestRule} letters.");
        lock (gate)
        {
            var text = Text.TrimEnd();
            var next = (text.Length == 0 ? "" : text + "\n") + $"{name}: {rule}\n";
            try
            {
                // By itself first: in the file, what follows a # would be passed by without a word.
                new SegmentRuleParser(rule, "The condition", SegmentRules.Known(warehouse), null).Read();
                SegmentRules.Parse(next, SegmentRules.FileName, SegmentRules.Known(warehouse), null);
            }
            catch (SegmentRuleException mistake)
            {
                throw new UserMistakeException(mistake.Message);
            }

            var part = Place + ".part";
            File.WriteAllText(part, next);
            File.Move(part, Place, overwrite: true);
        }
    }
}
