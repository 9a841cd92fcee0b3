using System.Security.Cryptography;
using System.Text;
using Habitue.Duck;

namespace Habitue.Lake.Storage;

/// <summary>
/// Tells whether a table must be made again: the version of a loaded table stands for its rows, the version of a model for its text
/// and the versions of what it reads. What was built is remembered in the table <c>builds</c>.
/// </summary>
/// <param name="connection">Where the tables are.</param>
/// <param name="loaded">
/// A text that changes whenever any loaded table changes, such as the last entry of the ledger of loads. Without it the rows
/// themselves are hashed, which takes a pass over them.
/// </param>
public sealed class Versions(DuckConnection connection, string? loaded = null)
{
    private readonly Dictionary<string, string> _loaded = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private Dictionary<string, string>? _built;

    /// <summary>The version of a table that the loader fills.</summary>
    internal string OfLoaded(string table)
    {
        if (_loaded.TryGetValue(table, out string? version))
            return version;
        version = loaded ?? connection.Scalar<string>($"SELECT CONCAT(COUNT(*), ':', SUM(hash(t)), ':', BIT_XOR(hash(t))) FROM {table} t");
        return _loaded[table] = version;
    }

    /// <summary>The version that a model has when it is built now.</summary>
    internal static string OfModel(string text, IEnumerable<string> inputs) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', inputs.Prepend(text)))));

    /// <summary>The version that was built last under the name, and is still there; null when none is.</summary>
    internal string? Built(string name) => (_built ??= ReadBuilt()).GetValueOrDefault(name);

    /// <summary>Notes a build, to be written by <see cref="Keep"/>.</summary>
    internal void SetBuilt(string name, string version)
    {
        if (Built(name) == version)
            return;
        _built![name] = version;
        _changed.Add(name);
    }

    /// <summary>Writes what was noted; it lasts when the transaction around it does.</summary>
    internal void Keep()
    {
        if (_changed.Count == 0)
            return;
        string names = string.Join(", ", _changed.Select(name => $"'{name}'"));
        string rows = string.Join(", ", _changed.Select(name => $"('{name}', '{_built![name]}')"));
        connection.Execute($"DELETE FROM builds WHERE name IN ({names})");
        connection.Execute($"INSERT INTO builds VALUES {rows}");
        _changed.Clear();
    }

    /// <summary>Forgets what was read, because a transaction was rolled back.</summary>
    internal void Forget()
    {
        _built = null;
        _changed.Clear();
    }

    private Dictionary<string, string> ReadBuilt()
    {
        connection.Execute("CREATE TABLE IF NOT EXISTS builds (name VARCHAR NOT NULL, version VARCHAR NOT NULL)");
        // A table that somebody dropped is not built.
        return connection.Rows<(string Name, string Version)>("""
            SELECT name, version FROM builds
            WHERE name IN (SELECT table_name FROM information_schema.tables WHERE table_schema = 'main')
            """).ToDictionary(row => row.Name, row => row.Version, StringComparer.Ordinal);
    }
}
