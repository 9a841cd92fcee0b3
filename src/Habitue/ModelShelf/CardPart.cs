using System.Text.RegularExpressions;

namespace Habitue.ModelShelf;

/// <summary>A paragraph of a model card: what it is about, and what it says.</summary>
internal sealed partial record CardPart(string Head, string Text)
{
    /// <summary>The paragraphs of a card; its title and its table of figures are left out, since a page shows them in its own way.</summary>
    public static IReadOnlyList<CardPart> Of(string card) =>
        [.. card.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(block => !block.StartsWith('#') && !block.StartsWith('|')).SelectMany(Parts)];

    private static IEnumerable<CardPart> Parts(string block)
    {
        var marks = HeadMark().Matches(block);
        if (marks.Count == 0) return [new CardPart("", block.Trim())];
        return marks.Select((mark, i) => new CardPart(mark.Groups[1].Value.TrimEnd('.', ':'), block[(mark.Index + mark.Length)..(i + 1 < marks.Count ? marks[i + 1].Index : block.Length)].Trim())).Where(part => part.Text.Length > 0);
    }

    [GeneratedRegex(@"\*\*(.+?)\*\*", RegexOptions.Singleline)]
    private static partial Regex HeadMark();
}
