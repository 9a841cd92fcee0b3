using System.Globalization;
using Habitue.Lake.Storage;
using Microsoft.Data.Sqlite;

namespace Habitue.Profiles;

/// <summary>
/// The lasting record of merges, in <c>habitue.db</c>: which ids were joined when, on what evidence, which of these were undone and why, and
/// which devices several customers share.
/// </summary>
internal sealed class MergeLedger
{
    private const string Columns = "number, at, kind, other_id, user_id, first_id, evidence, undone_at, undone_why";

    private readonly HomeDatabase database;

    public MergeLedger(HomeDatabase database)
    {
        this.database = database;
        database.Execute("""
            CREATE TABLE IF NOT EXISTS profile_merges (number INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, other_id TEXT NOT NULL, user_id TEXT NOT NULL, first_id TEXT NOT NULL,
                evidence TEXT NOT NULL, undone_at TEXT, undone_why TEXT);
            CREATE INDEX IF NOT EXISTS profile_merges_other ON profile_merges (other_id);
            CREATE INDEX IF NOT EXISTS profile_merges_user ON profile_merges (user_id);
            CREATE TABLE IF NOT EXISTS profile_shared_devices (id TEXT PRIMARY KEY, since TEXT NOT NULL, why TEXT NOT NULL)
            """);
    }

    public IReadOnlyList<MergeEntry> All() => Read($"SELECT {Columns} FROM profile_merges ORDER BY number");

    public IReadOnlyList<string> SharedDevices()
    {
        using var opened = database.Open();
        using var command = HomeDatabase.Command(opened, "SELECT id FROM profile_shared_devices");
        using var rows = command.ExecuteReader();
        var ids = new List<string>();
        while (rows.Read()) ids.Add(rows.GetString(0));
        return ids;
    }

    /// <summary>Writes down all changes of one piece of work, or none of them.</summary>
    public void Write(IReadOnlyList<LedgerChange> changes)
    {
        using var opened = database.Open();
        using var transaction = opened.BeginTransaction();
        foreach (var change in changes)
        {
            using var command = CommandOf(opened, change);
            command.Transaction = transaction;
            command.ExecuteNonQuery();
        }
        transaction.Commit();
    }

    private static SqliteCommand CommandOf(SqliteConnection opened, LedgerChange change) => change switch
    {
        LedgerChange.Merged { Entry: var entry } => HomeDatabase.Command(opened, $"INSERT INTO profile_merges ({Columns}) VALUES ($number, $at, $kind, $other, $user, $first, $evidence, NULL, NULL)",
            ("$number", entry.Number), ("$at", Text(entry.At)), ("$kind", entry.Kind.ToString().ToLowerInvariant()), ("$other", entry.Other), ("$user", entry.User), ("$first", entry.First), ("$evidence", entry.Evidence)),
        LedgerChange.Undone undone => HomeDatabase.Command(opened, "UPDATE profile_merges SET undone_at = $at, undone_why = $why WHERE number = $number", ("$at", Text(undone.At)), ("$why", undone.Why), ("$number", undone.Number)),
        LedgerChange.Shared shared => HomeDatabase.Command(opened, "INSERT OR IGNORE INTO profile_shared_devices VALUES ($id, $since, $why)", ("$id", shared.Id), ("$since", Text(shared.At)), ("$why", shared.Why)),
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "unknown change"),
    };

    private List<MergeEntry> Read(string sql)
    {
        using var opened = database.Open();
        using var command = HomeDatabase.Command(opened, sql);
        using var rows = command.ExecuteReader();
        var entries = new List<MergeEntry>();
        while (rows.Read())
            entries.Add(new MergeEntry(rows.GetInt64(0), Time(rows.GetString(1)), Enum.Parse<JoinKind>(rows.GetString(2), ignoreCase: true), rows.GetString(3), rows.GetString(4), rows.GetString(5), rows.GetString(6),
                rows.IsDBNull(7) ? null : Time(rows.GetString(7)), rows.IsDBNull(8) ? null : rows.GetString(8)));
        return entries;
    }

    private static string Text(DateTime at) => at.ToString("O", CultureInfo.InvariantCulture);

    private static DateTime Time(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}

/// <summary>Something that the ledger is told.</summary>
internal abstract record LedgerChange
{
    internal sealed record Merged(MergeEntry Entry) : LedgerChange;

    internal sealed record Undone(long Number, DateTime At, string Why) : LedgerChange;

    internal sealed record Shared(string Id, DateTime At, string Why) : LedgerChange;
}
