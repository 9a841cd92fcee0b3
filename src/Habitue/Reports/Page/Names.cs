namespace Habitue.Reports.Page;

/// <summary>Names as people write them, from names as tables hold them.</summary>
internal static class Names
{
    /// <summary><c>at_risk</c> becomes <c>At risk</c>; what is already written for people stays.</summary>
    public static string Of(string name)
    {
        var words = name.Replace('_', ' ').Trim();
        return words.Length == 0 ? "Without a name" : Capital(words);
    }

    public static string Capital(string words) => words.Length == 0 ? "" : char.ToUpperInvariant(words[0]) + words[1..];

    /// <summary><c>spend_90d</c> becomes <c>Spend, 90 days</c>, <c>recency_days</c> becomes <c>Recency (days)</c>.</summary>
    public static string OfFeature(string name)
    {
        var words = Of(name).Split(' ');
        var last = words[^1];
        if (last == "days" && words.Length > 1) words[^1] = "(days)";
        else if (words.Length > 1 && last.Length > 1 && last[^1] == 'd' && int.TryParse(last.AsSpan(..^1), out var days)) (words[^2], words[^1]) = (words[^2] + ",", days + " days");
        return string.Join(' ', words);
    }
}
