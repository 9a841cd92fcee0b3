using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Habitue.Lake.Storage;
using Microsoft.Data.Sqlite;

namespace Habitue.Server;

/// <summary>
/// Who may send and who may read. The home database has only the SHA-256 of each key: a key is 190 random bits, so nobody guesses
/// it from there. An endpoint asks for one with <see cref="KeyFilter.RequireKey"/>.
/// </summary>
internal sealed class AccessKeys
{
    private const int RandomCharacters = 32, RememberedHeaders = 10_000;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private readonly HomeDatabase database;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<string, AccessKey> byHash = new();
    private readonly ConcurrentDictionary<string, AccessKey> byHeader = new();

    public AccessKeys(HomeDatabase database, TimeProvider clock)
    {
        (this.database, this.clock) = (database, clock);
        database.Execute("CREATE TABLE IF NOT EXISTS access_keys (hash TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, made_at TEXT NOT NULL)");
        using SqliteConnection opened = database.Open();
        using SqliteCommand all = HomeDatabase.Command(opened, "SELECT hash, kind, name FROM access_keys");
        using SqliteDataReader rows = all.ExecuteReader();
        while (rows.Read())
            byHash[rows.GetString(0)] = new AccessKey(Enum.Parse<KeyKind>(rows.GetString(1)), rows.GetString(2));
        if (byHash.IsEmpty)
            First = new NewKeys(Make(KeyKind.Write, "first"), Make(KeyKind.Read, "first"));
    }

    /// <summary>The keys that were made now because there were none; null when the home has its keys.</summary>
    public NewKeys? First { get; }

    /// <summary>Makes a key. It is told here and never again.</summary>
    public string Make(KeyKind kind, string name)
    {
        string key = Random(kind), hash = HashOf(key);
        database.Execute("INSERT INTO access_keys VALUES ($hash, $kind, $name, $at)", ("$hash", hash), ("$kind", kind.ToString()), ("$name", name), ("$at", clock.GetUtcNow().ToString("O")));
        byHash[hash] = new AccessKey(kind, name);
        return key;
    }

    /// <summary>A key for a part of this very process, good as long as it runs; the home does not keep it.</summary>
    public string Lend(KeyKind kind, string name)
    {
        string key = Random(kind);
        byHash[HashOf(key)] = new AccessKey(kind, name);
        return key;
    }

    /// <summary>The key that was presented, when it is known and good for this.</summary>
    public AccessKey? Find(string? presented, KeyKind kind) =>
        presented is { Length: > 0 and <= 200 } && byHash.TryGetValue(HashOf(presented), out AccessKey? key) && key.Kind == kind ? key : null;

    /// <summary>The key in an Authorization header: the user name of Basic, or the token of Bearer.</summary>
    public AccessKey? FromHeader(string? authorization, KeyKind kind)
    {
        if (string.IsNullOrEmpty(authorization) || authorization.Length > 1000)
            return null;
        if (!byHeader.TryGetValue(authorization, out AccessKey? key))
        {
            key = Find(Presented(authorization), KeyKind.Write) ?? Find(Presented(authorization), KeyKind.Read);
            // Only good ones are remembered, so that nobody fills the memory with bad ones.
            if (key is not null && byHeader.Count < RememberedHeaders)
                byHeader[authorization] = key;
        }

        return key?.Kind == kind ? key : null;
    }

    private static string? Presented(string authorization)
    {
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return authorization[7..].Trim();
        if (!authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return null;
        byte[] bytes = new byte[authorization.Length];
        return Convert.TryFromBase64String(authorization[6..].Trim(), bytes, out int count) ? Encoding.UTF8.GetString(bytes, 0, count).Split(':')[0] : null;
    }

    private static string Random(KeyKind kind) => (kind == KeyKind.Write ? "wk_" : "rk_") + RandomNumberGenerator.GetString(Alphabet, RandomCharacters);

    private static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
