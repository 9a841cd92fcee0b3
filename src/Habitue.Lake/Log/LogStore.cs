using Habitue.Lake.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Habitue.Lake.Log;

/// <summary>
/// The file of the log: one row for each partition and batch, under the number partition × 2^44 + first offset, so that a
/// partition is a range of rows. One writer; readers take a connection of their own.
/// </summary>
internal sealed class LogStore : IDisposable
{
    private const int PartitionShift = 44;
    private readonly HomeDatabase database;
    private SqliteConnection? writer;
    private sqlite3_stmt? insert;

    public LogStore(string folder, string name, int partitions)
    {
        database = new HomeDatabase(folder, name);
        database.Execute("""
            CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
            CREATE TABLE IF NOT EXISTS batches (place INTEGER PRIMARY KEY, count INTEGER NOT NULL, bytes INTEGER NOT NULL, appended INTEGER NOT NULL, checksum INTEGER NOT NULL, ids BLOB, data BLOB);
            CREATE TABLE IF NOT EXISTS starts (partition INTEGER PRIMARY KEY, start INTEGER NOT NULL);
            CREATE TABLE IF NOT EXISTS ends (partition INTEGER PRIMARY KEY, least INTEGER NOT NULL);
            CREATE TABLE IF NOT EXISTS positions (consumer TEXT NOT NULL, partition INTEGER NOT NULL, next INTEGER NOT NULL, PRIMARY KEY (consumer, partition));
            """);
        database.Execute("INSERT OR IGNORE INTO settings VALUES ('partitions', $partitions)", ("$partitions", partitions));
        using SqliteConnection opened = database.Open();
        using SqliteCommand asked = HomeDatabase.Command(opened, "SELECT value FROM settings WHERE name = 'partitions'");
        Partitions = (int)(long)asked.ExecuteScalar()!;
    }

    public int Partitions { get; }

    public static long Place(int partition, long offset) => ((long)partition << PartitionShift) | offset;

    public static int PartitionOf(long place) => (int)(place >> PartitionShift);

    public static long OffsetOf(long place) => place & ((1L << PartitionShift) - 1);

    /// <summary>A connection for reading; whoever asks disposes it.</summary>
    public SqliteConnection Connect() => database.Open();

    public void Begin()
    {
        if (writer is null)
        {
            writer = database.Open();
            // Checkpoints are made beside the writing (LogCheckpoint), not inside a commit that somebody waits for.
            Run("PRAGMA wal_autocheckpoint = 0");
            Check(raw.sqlite3_prepare_v2(writer.Handle, "INSERT INTO batches (place, count, bytes, appended, checksum, ids, data) VALUES (?, ?, ?, ?, ?, ?, ?)", out insert));
        }

        Run("BEGIN IMMEDIATE");
    }

    public void Insert(long place, int count, long appended, byte[]? ids, ReadOnlySpan<byte> data)
    {
        raw.sqlite3_bind_int64(insert, 1, place);
        raw.sqlite3_bind_int64(insert, 2, count);
        raw.sqlite3_bind_int64(insert, 3, data.Length + (ids?.Length ?? 0));
        raw.sqlite3_bind_int64(insert, 4, appended);
        raw.sqlite3_bind_int64(insert, 5, LogBlockBuilder.Checksum(data));
        if (ids is null)
            raw.sqlite3_bind_null(insert, 6);
        else
            raw.sqlite3_bind_blob(insert, 6, ids);
        raw.sqlite3_bind_blob(insert, 7, data);
        int done = raw.sqlite3_step(insert);
        raw.sqlite3_reset(insert);
        raw.sqlite3_clear_bindings(insert);
        if (done != raw.SQLITE_DONE)
            Check(done);
    }

    /// <summary>A statement inside the writer's transaction.</summary>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using SqliteCommand command = HomeDatabase.Command(writer!, sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>Rows of four numbers, read inside the writer's transaction.</summary>
    public List<(long A, long B, long C, long D)> Numbers(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using SqliteCommand command = HomeDatabase.Command(writer!, sql, values);
        using SqliteDataReader rows = command.ExecuteReader();
        var found = new List<(long, long, long, long)>();
        while (rows.Read())
            found.Add((rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3)));
        return found;
    }

    /// <summary>Returns when the transaction is on the disk.</summary>
    public void Commit() => Run("COMMIT");

    /// <summary>Takes back what was begun. After anything but a full disk the connection is made anew: what an error of the device left in it is not known.</summary>
    public void Abandon(SqliteException problem)
    {
        if (writer is null)
            return;
        if (raw.sqlite3_get_autocommit(writer.Handle) == 0)
            _ = raw.sqlite3_exec(writer.Handle, "ROLLBACK");   // an error here means that there is nothing left to roll back
        if (problem.SqliteErrorCode != raw.SQLITE_FULL)
            Close();
    }

    /// <summary>Moves what is in the write-ahead file to its place. By the writer between two transactions, the file can begin anew afterwards.</summary>
    public void Checkpoint() => Run("PRAGMA wal_checkpoint(PASSIVE)");

    private void Run(string sql)
    {
        int done = raw.sqlite3_exec(writer!.Handle, sql);
        if (done != raw.SQLITE_OK)
            Check(done);
    }

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, writer!.Handle);

    private void Close()
    {
        insert?.Dispose();
        writer?.Dispose();
        if (writer is not null)
            SqliteConnection.ClearPool(writer);
        (insert, writer) = (null, null);
    }

    public void Dispose()
    {
        Close();
        using SqliteConnection last = database.Open();
        SqliteConnection.ClearPool(last);
    }
}
