using System.Text.RegularExpressions;

namespace Habitue.Profiles;

/// <summary>
/// Which ids stand for a person. Some values are written by programs that know nobody (<c>null</c>, zeros): events under them are not one customer. Test addresses are
/// somebody, but tie nobody together: they are used on every device of a shop's own people.
/// </summary>
internal static partial class IdRules
{
    /// <summary>A longer id is a mistake of the sender.</summary>
    public const int Longest = 256;

    private static readonly HashSet<string> Nobody = new(["-1", "null", "anonymous", "anon", "nil", "none", "n/a", "na", "undefined", "nan", "unknown", "guest", "true", "false", "[object object]"], StringComparer.OrdinalIgnoreCase);

    /// <summary>True when the value stands for no person.</summary>
    public static bool IsNobody(string? id) => WhyNobody(id) is not null;

    /// <summary>True when the id may tie others to it.</summary>
    public static bool MayTie(string id) => !IsNobody(id) && !TestAddress().IsMatch(id);

    /// <summary>Whose event it is: the user's id when it stands for somebody, else the visitor's; null when neither does.</summary>
    public static string? Of(Live.CustomerEvent happened, out bool asUser)
    {
        asUser = !IsNobody(happened.UserId);
        return asUser ? happened.UserId : IsNobody(happened.AnonymousId) ? null : happened.AnonymousId;
    }

    /// <summary>Why a value stands for no person, in words; null when it does.</summary>
    public static string? WhyNobody(string? id)
    {
        if (string.IsNullOrWhiteSpace(id)) return "it is empty";
        if (id.Length > Longest) return $"it has more than {Longest} letters";
        // The zero UUID is zeros and hyphens too.
        return id.AsSpan().ContainsAnyExcept('0', '-') ? Nobody.Contains(id.Trim()) ? $"`{id.Trim()}` is what programs write when they know nobody" : null : "it is nothing but zeros";
    }

    [GeneratedRegex(@"^(test(er|ing|user)?|demo|qa|dummy|fake|foo|asdf)[\w.+-]*@|@(example\.(com|org|net)|test\.(com|org|net)|mailinator\.com|localhost)$|\.(test|example|invalid|localhost)$", RegexOptions.IgnoreCase)]
    private static partial Regex TestAddress();
}
