using System.Text.RegularExpressions;

namespace Habitue.Experiments.Assignment;

/// <summary>A version such as <c>v1.10.0-rc.2+build</c> as a text whose order is the order of versions: numbers padded, a release after its candidates, the build left out.</summary>
internal static partial class PaddedVersion
{
    public static string Of(string version)
    {
        var parts = Separator().Split(Ornament().Replace(version, "")).ToList();
        if (parts.Count == 3) parts.Add("~");
        return string.Join('-', parts.Select(part => Digits().IsMatch(part) ? part.PadLeft(5) : part));
    }

    [GeneratedRegex(@"^v|\+.*$")]
    private static partial Regex Ornament();

    [GeneratedRegex("[-.]")]
    private static partial Regex Separator();

    [GeneratedRegex("^[0-9]+$")]
    private static partial Regex Digits();
}
