using Microsoft.Data.Sqlite;

namespace Habitue.Lake.Storage;

/// <summary>
/// The small durable store of a home, <c>habitue.db</c>: keys, consumer positions, definitions, ledgers. SQLite in WAL mode; what
/// a transaction commits is on the disk. Analytical tables belong in the warehouse, the log of events in a file of its own.
/// </summary>
public sealed class HomeDatabase
{
    public const string FileName = "habitue.db";
    private readonly string connection;

    /// <param name="folder">The home's folder.</param>
    public HomeDatabase(string folder) : this(folder, FileName) { }

    /// <param name="folder">The folder that the file lies in.</param>
    /// <param name="name">The file's name.</param>
    public HomeDatabase(string folder, string name) =>
        connection = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, name), Mode = SqliteOpenMode.ReadWriteCreate, Pooling = true, DefaultTimeout = 30 }.ToString();

    /// <summary>An open connection; whoever asks disposes it.</summary>
    public SqliteConnection Open()
    {
        var opened = new SqliteConnection(connection);
        opened.Open();
        using SqliteCommand settings = opened.CreateCommand();
        settings.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 10000";
        settings.ExecuteNonQuery();
        return opened;
    }

    /// <summary>Carries out statements that answer nothing, such as a room's CREATE TABLE IF NOT EXISTS.</summary>
    public void Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using SqliteConnection opened = Open();
        using SqliteCommand command = Command(opened, sql, values);
        command.ExecuteNonQuery();
    }

    /// <summary>A command with its values bound by name ($name).</summary>
    public static SqliteCommand Command(SqliteConnection opened, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        SqliteCommand command = opened.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object? value) in values)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }
}
