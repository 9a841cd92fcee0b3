using Habitue.Lake.Sources;

namespace Habitue.Runs;

/// <summary>Addresses of files and sources as the history keeps them.</summary>
internal static class RunAddress
{
    /// <summary>A path from the root, so that it can be used again from elsewhere; an address elsewhere without what is secret in it.</summary>
    public static string Kept(string address) => address.Contains("://", StringComparison.Ordinal) ? SourceAddress.WithoutSecrets(address) : Path.GetFullPath(address);

    /// <summary>It can be used again as it is kept.</summary>
    public static bool CanBeUsed(string kept) => !kept.Contains(SourceAddress.Hidden, StringComparison.Ordinal);
}
