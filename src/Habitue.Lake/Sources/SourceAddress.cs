using Habitue.Lake.Sources.Api;
using Habitue.Lake.Sources.Postgres;

namespace Habitue.Lake.Sources;

/// <summary>Addresses of sources as people may see them. Each kind of source knows where its secrets stand; this asks it.</summary>
public static class SourceAddress
{
    /// <summary>Stands in the place of a secret.</summary>
    public const string Hidden = "•••";

    /// <summary>The address without user names that are keys, passwords and secret parameters; as it was written when it has none.</summary>
    public static string WithoutSecrets(string address)
    {
        int scheme = address.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
            return address;
        try
        {
            if (PostgresAddress.Looks(address))
                return PostgresAddress.WithoutSecrets(address, Hidden);
            if (HttpSource.IsUrl(address))
                return ApiAddress.WithoutSecrets(address, Hidden);
        }
        catch (SourceException)
        {
            return address[..(scheme + 3)] + Hidden;   // it cannot be read, and so nobody knows what in it is secret
        }

        return Elsewhere(address[..(scheme + 3)], address[(scheme + 3)..]);
    }

    /// <summary>An address that no source reads: what usually holds secrets is hidden.</summary>
    private static string Elsewhere(string scheme, string rest)
    {
        int query = rest.IndexOf('?', StringComparison.Ordinal), login = rest.LastIndexOf('@');
        string shown = query < 0 ? rest : rest[..(query + 1)] + Hidden;
        return scheme + (login < 0 ? shown : login > query && query >= 0 ? Hidden : Hidden + shown[login..]);
    }
}
