using Habitue.Duck;
using Habitue.Lake.Sources;
using Habitue.Lake.Sources.Postgres;
using Npgsql;

namespace Habitue.Lake.Marts;

/// <summary>
/// A schema of a PostgreSQL database that gets tables. Each is replaced as a whole in one transaction: whoever reads sees the old or the new one. A table whose columns are the same keeps
/// what others put on it (views, indexes, grants). The table <c>habitue_published</c> says what was written when; a table that is not in it is somebody else's and stays.
/// </summary>
public sealed class PostgresTarget : IDisposable
{
    private const string Ledger = "habitue_published", Unfinished = "habitue_unfinished";
    private readonly PostgresAddress address;
    private readonly NpgsqlConnection connection;
    private readonly string schema, spool;

    private PostgresTarget(PostgresAddress address, NpgsqlConnection connection, string schema, string spool) => (this.address, this.connection, this.schema, this.spool) = (address, connection, schema, spool);

    /// <summary>The address without the password.</summary>
    public string Address => address.ToString();

    /// <param name="address">postgres://user@host/database.</param>
    /// <param name="schema">Made when it is not there.</param>
    /// <param name="spool">A folder for one table's rows at a time.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="SourceException">The address is wrong, or the server cannot be used.</exception>
    public static PostgresTarget Open(string address, string schema, string spool, CancellationToken cancel)
    {
        var parsed = PostgresAddress.ParseDatabase(address);
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(PostgresSource.ConnectionString(parsed)) { IncludeErrorDetail = true }.ConnectionString);
        var target = new PostgresTarget(parsed, connection, schema, spool);
        try
        {
            target.Told(async () =>
            {
                await connection.OpenAsync(cancel);
                if (!await target.Holds("SELECT 1 FROM pg_namespace WHERE nspname = $1", [schema], cancel)) await target.Run($"CREATE SCHEMA {PostgresColumns.Named(schema)}", cancel);
                if (!await target.Holds("SELECT 1 FROM pg_tables WHERE schemaname = $1 AND tablename = $2", [schema, Ledger], cancel))
                    await target.Run($"CREATE TABLE {target.In(Ledger)} (table_name text PRIMARY KEY, rows bigint NOT NULL, published_at timestamptz NOT NULL)", cancel);
                return 0;
            }, cancel);
            return target;
        }
        catch
        {
            target.Dispose();
            throw;
        }
    }

    /// <returns>How many rows were written.</returns>
    /// <exception cref="SourceException">The server refuses, or a table of that name is somebody else's.</exception>
    public long Write(DuckConnection warehouse, Mart mart, CancellationToken cancel)
    {
        var file = Path.Combine(spool, $"publish-{mart.Name}.csv");
        try
        {
            // Everything that is not NULL stands in quotes: an empty text is told from nothing, and no value is taken for the end.
            warehouse.Execute($"COPY ({mart.Sql(PostgresColumns.Written)}) TO {Loading.Sql.Text(file)} (FORMAT csv, HEADER false, FORCE_QUOTE *)", cancel);
            return Told(() => Replace(mart, file, cancel), cancel);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public void Dispose() => connection.Dispose();

    private async Task<long> Replace(Mart mart, string file, CancellationToken cancel)
    {
        string table = In(mart.Name), unfinished = In(Unfinished);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await Run("SELECT pg_advisory_xact_lock(hashtext('habitue publish'))", cancel);   // two at once take turns
        var stands = await Holds("SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2", [schema, mart.Name], cancel);
        if (stands && !await Holds($"SELECT 1 FROM {In(Ledger)} WHERE table_name = $1", [mart.Name], cancel))
            throw new SourceException(Address, $"there is a table {schema}.{mart.Name} that Habitue did not write, and it stays; name another schema with --schema");
        await Run($"CREATE TABLE {unfinished} ({string.Join(", ", mart.Columns.Select(column => $"{PostgresColumns.Named(column.Name)} {PostgresColumns.TypeOf(column.Type)}"))})", cancel);
        await using (var rows = await connection.BeginTextImportAsync($"COPY {unfinished} FROM STDIN (FORMAT csv)", cancel))
        await using (var written = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, useAsync: true))
            await written.CopyToAsync(((StreamWriter)rows).BaseStream, 1 << 16, cancel);
        if (stands && await Holds("SELECT 1 WHERE " + Shape("$1") + " = " + Shape("$2"), [table, unfinished], cancel))
        {
            await Run($"TRUNCATE {table}; INSERT INTO {table} SELECT * FROM {unfinished}; DROP TABLE {unfinished}", cancel);
        }
        else
        {
            await Run($"DROP TABLE IF EXISTS {table}; ALTER TABLE {unfinished} RENAME TO {PostgresColumns.Named(mart.Name)}", cancel);
        }
        await using var counted = new NpgsqlCommand($"INSERT INTO {In(Ledger)} SELECT $1, COUNT(*), now() FROM {table} ON CONFLICT (table_name) DO UPDATE SET rows = excluded.rows, published_at = excluded.published_at RETURNING rows", connection) { Parameters = { new() { Value = mart.Name } } };
        var count = (long)(await counted.ExecuteScalarAsync(cancel))!;
        await transaction.CommitAsync(cancel);
        return count;
    }

    /// <summary>A table's columns with their types, as SQL.</summary>
    private static string Shape(string table) => $"(SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = to_regclass({table}) AND attnum > 0 AND NOT attisdropped)";

    private string In(string table) => $"{PostgresColumns.Named(schema)}.{PostgresColumns.Named(table)}";

    private async Task Run(string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private async Task<bool> Holds(string sql, string[] values, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteScalarAsync(cancel) is not null;
    }

    /// <summary>Does it, and tells what goes wrong in a sentence with the address, which holds no password.</summary>
    private T Told<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        try
        {
            return Task.Run(work, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (Exception problem) when (problem is not SourceException and not MartException)
        {
            cancel.ThrowIfCancellationRequested();
            if (Sentence(problem) is { } sentence) throw new SourceException(Address, sentence, problem);
            throw;
        }
    }

    private string? Sentence(Exception problem) => problem switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refused => $"{refused.MessageText}; ask for CREATE on the database or on the schema {schema} to be granted",
        PostgresException { SqlState: PostgresErrorCodes.DependentObjectsStillExist } held => $"{held.MessageText}, and its columns are others now; drop what stands on it first ({held.Detail?.ReplaceLineEndings("; ")})",
        _ => PostgresErrors.Sentence(problem, address, new PostgresStatement("", 0))?.Replace("nothing was loaded", "the table stays as it was", StringComparison.Ordinal),
    };
}
