namespace Habitue.Reports.Page;

/// <summary>Names as people write them, from names as tables hold them.</summary>
internal static class Names
{
    /// <summary><c>at_risk</c> becomes <c>At risk</c>; what is already written for people stays.</summary>
    public static string Of(string name)
    {
        var words = name.Replace('_', ' ').Trim();
        return words.Length == 0 ? "Without a name" : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
