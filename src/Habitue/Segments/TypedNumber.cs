using System.Globalization;
using System.Text.RegularExpressions;

namespace Habitue.Segments;

/// <summary>A number as people type it where they are, as the rules write it. What could be two numbers is taken for neither: then the rule says what it cannot read.</summary>
internal static class TypedNumber
{
    /// <param name="typed">Such as <c>1,234.5</c> in English, <c>1.234,5</c> in German.</param>
    /// <param name="place">How numbers are written there.</param>
    /// <returns>Such as <c>1234.5</c>; what was typed, when it is not a number there.</returns>
    public static string Read(string typed, NumberFormatInfo place)
    {
        var text = typed.Trim();
        var (group, point) = (place.NumberGroupSeparator, place.NumberDecimalSeparator);
        // Blanks of any kind part thousands where some kind of blank does.
        if (group.Length > 0 && char.IsWhiteSpace(group[0])) (text, group) = (string.Concat(text.Select(letter => char.IsWhiteSpace(letter) ? ' ' : letter)), " ");
        var (thousands, comma) = (Regex.Escape(group), Regex.Escape(point));
        // Groups of two stand before the last three where lakhs are counted.
        var before = place.NumberGroupSizes is [3, 2] ? "{2,3}" : "{3}";
        if (Regex.IsMatch(text, $@"^[-−]?[1-9]\d{{0,2}}({thousands}\d{before})*{thousands}\d{{3}}({comma}\d+)?%?$")) text = text.Replace(group, "", StringComparison.Ordinal);
        if (Regex.IsMatch(text, $@"^[-−]?\d+({comma}\d+)?%?$")) return text.Replace(point, ".", StringComparison.Ordinal).Replace('−', '-');
        return text;
    }
}
