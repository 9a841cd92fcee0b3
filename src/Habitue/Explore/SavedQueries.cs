using System.Globalization;
using System.Text.RegularExpressions;
using Habitue.Host;
using Habitue.Lake.Storage;
using Microsoft.Data.Sqlite;

namespace Habitue.Explore;

/// <summary>A question with a name, which everybody of the home can ask.</summary>
/// <param name="Owner">Who keeps it: they and admins change it.</param>
/// <param name="Version">Counts up with each change.</param>
internal sealed record SavedQuery(string Name, string Sql, string Owner, int Version, DateTimeOffset ChangedAt, string ChangedBy);

/// <summary>The questions that are kept, in the home database.</summary>
internal sealed partial class SavedQueries
{
    public const int LongestName = 60;
    private const string Columns = "SELECT name, sql, owner, version, changed_at, changed_by FROM saved_queries";
    private readonly HomeDatabase database;
    private readonly TimeProvider clock;

    public SavedQueries(HomeDatabase database, TimeProvider clock)
    {
        (this.database, this.clock) = (database, clock);
        database.Execute("CREATE TABLE IF NOT EXISTS saved_queries (name TEXT PRIMARY KEY COLLATE NOCASE, sql TEXT NOT NULL, owner TEXT NOT NULL, version INTEGER NOT NULL, changed_at TEXT NOT NULL, changed_by TEXT NOT NULL)");
    }

    public IReadOnlyList<SavedQuery> All() => Read($"{Columns} ORDER BY name");

    public SavedQuery? Find(string name) => Read($"{Columns} WHERE name = $name", ("$name", name)) is [var one] ? one : null;

    /// <summary>Keeps a new question.</summary>
    /// <exception cref="UserMistakeException">The name cannot be used, or is taken.</exception>
    public void Add(string name, string sql, string who)
    {
        var given = Checked(name);
        if (Change("INSERT OR IGNORE INTO saved_queries VALUES ($name, $sql, $who, 1, $at, $who)", ("$name", given), ("$sql", sql), ("$who", who), ("$at", Now)) == 0)
            throw new UserMistakeException($"There is a query '{given}' already; choose another name, or open it and change it.");
    }

    /// <summary>Changes a question, or its name, when it is still as whoever changes it has seen it.</summary>
    /// <exception cref="UserMistakeException">Somebody else changed it or took it away meanwhile, it is not theirs, or the new name cannot be used.</exception>
    public void Update(string name, int version, string newName, string sql, string who, bool isAdmin)
    {
        var (given, now) = (Checked(newName), Theirs(name, who, isAdmin));
        if (now.Version != version) throw new UserMistakeException($"{now.ChangedBy} changed '{now.Name}' at {now.ChangedAt.UtcDateTime:HH:mm:ss} UTC, after you opened it. Open it again, or save yours under another name.");
        try
        {
            if (Change("UPDATE saved_queries SET name = $new, sql = $sql, version = version + 1, changed_at = $at, changed_by = $who WHERE name = $name AND version = $version",
                ("$new", given), ("$sql", sql), ("$at", Now), ("$who", who), ("$name", name), ("$version", version)) == 0)
                throw new UserMistakeException($"Somebody changed '{name}' just now. Open it again, or save yours under another name.");
        }
        catch (SqliteException taken) when (taken.SqliteErrorCode == SqliteConstraint)
        {
            throw new UserMistakeException($"There is a query '{given}' already; choose another name.");
        }
    }

    /// <exception cref="UserMistakeException">There is none, or it is somebody else's.</exception>
    public void Remove(string name, string who, bool isAdmin) => Change("DELETE FROM saved_queries WHERE name = $name", ("$name", Theirs(name, who, isAdmin).Name));

    private SavedQuery Theirs(string name, string who, bool isAdmin)
    {
        var known = Find(name) ?? throw new UserMistakeException($"There is no query '{name}' any more; save yours under a name.");
        return isAdmin || string.Equals(known.Owner, who, StringComparison.OrdinalIgnoreCase) ? known : throw new UserMistakeException($"'{known.Name}' is kept by {known.Owner}; save yours under another name.");
    }

    private static string Checked(string name) => name.Trim() is { Length: > 0 and <= LongestName } given && Usual().IsMatch(given) ? given
        : throw new UserMistakeException($"A name has 1 to {LongestName} letters, digits, blanks, - and _, because it stands in an address.");

    private string Now => clock.GetUtcNow().UtcDateTime.ToString("O");

    private List<SavedQuery> Read(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var opened = database.Open();
        using var command = HomeDatabase.Command(opened, sql, values);
        using var rows = command.ExecuteReader();
        var found = new List<SavedQuery>();
        while (rows.Read()) found.Add(new SavedQuery(rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetInt32(3), DateTimeOffset.Parse(rows.GetString(4), CultureInfo.InvariantCulture), rows.GetString(5)));
        return found;
    }

    private int Change(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var opened = database.Open();
        using var command = HomeDatabase.Command(opened, sql, values);
        return command.ExecuteNonQuery();
    }

    private const int SqliteConstraint = 19;

    [GeneratedRegex(@"^[\p{L}\p{N}_][\p{L}\p{N}_ -]*$")]
    private static partial Regex Usual();
}
