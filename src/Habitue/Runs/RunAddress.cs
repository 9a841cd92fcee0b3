namespace Habitue.Runs;

/// <summary>Addresses of files and sources as the history keeps them.</summary>
internal static class RunAddress
{
    public const string Hidden = "•••";

    /// <summary>A path from the root, so that it can be used again from elsewhere; an address elsewhere without its password.</summary>
    public static string Kept(string address)
    {
        if (!address.Contains("://", StringComparison.Ordinal)) return Path.GetFullPath(address);
        var begin = address.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = address.IndexOfAny(['/', '?'], begin);
        var at = (end < 0 ? address[begin..] : address[begin..end]).LastIndexOf('@');
        if (at < 0) return HideQuery(address);
        var person = address[begin..(begin + at)];
        var colon = person.IndexOf(':');
        return HideQuery(colon < 0 ? address : $"{address[..begin]}{person[..colon]}:{Hidden}{address[(begin + at)..]}");
    }

    /// <summary>It can be used again as it is kept.</summary>
    public static bool CanBeUsed(string kept) => !kept.Contains(Hidden, StringComparison.Ordinal);

    /// <summary>Keys are handed over in parameters, too.</summary>
    private static string HideQuery(string address) => address.IndexOf('?') is >= 0 and var mark ? address[..(mark + 1)] + Hidden : address;
}
