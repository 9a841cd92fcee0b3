using Habitue.Lake.Sources.Postgres;
using Npgsql;

namespace Habitue.Lake.Sources;

/// <summary>
/// A table or a query of a PostgreSQL database, streamed as CSV by the server's own COPY. With a cursor column only
/// rows beyond the last committed value are asked for.
/// </summary>
/// <remarks>
/// Rows that get a cursor value equal to or below one already seen (a transaction that committed late) are not found
/// again; choose a column that grows with the commit, or load without a cursor.
/// </remarks>
public sealed class PostgresSource : ISource
{
    private const int ConnectSeconds = 15;

    /// <summary>
    /// One snapshot for all that a fetch asks; times in UTC and ISO; nothing is changed by mistake; and no parallel
    /// or shared scans, whose row order differs from run to run, so that the same rows give the same bytes.
    /// </summary>
    private const string Session = """
        BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
        SET LOCAL TIME ZONE 'UTC';
        SET LOCAL datestyle = 'ISO, YMD';
        SET LOCAL standard_conforming_strings = on;
        SET LOCAL synchronize_seqscans = off;
        SET LOCAL max_parallel_workers_per_gather = 0;
        """;

    public bool Accepts(string address) => PostgresAddress.Looks(address);

    public IReadOnlyList<SourceFile> Fetch(string address, SourceContext context, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return [FetchAsync(PostgresAddress.Parse(address), context, cancel).GetAwaiter().GetResult()];
    }

    private static async Task<SourceFile> FetchAsync(PostgresAddress address, SourceContext context, CancellationToken cancel)
    {
        string name = address.ToString();
        string? since = address.Cursor is null ? null : context.CursorOf(name);
        var query = PostgresQuery.For(address, since);
        PostgresStatement running = query.Largest ?? query.Copy;
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString(address));
            await connection.OpenAsync(cancel).ConfigureAwait(false);
            await using (var session = new NpgsqlCommand(Session, connection))
                await session.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);

            string? reached = since;
            if (query.Largest is not null)
            {
                await using var largest = new NpgsqlCommand(query.Largest.Text, connection);
                reached = await largest.ExecuteScalarAsync(cancel).ConfigureAwait(false) as string ?? since;
            }

            running = query.Copy;
            using var spool = new SpoolFile(context, name, ".csv");
            using (TextReader rows = await connection.BeginTextExportAsync(running.Text, cancel).ConfigureAwait(false))
            {
                // The reader decodes UTF-8 that would be encoded again at once: take the bytes below it.
                await ((StreamReader)rows).BaseStream.CopyToAsync(spool, 1 << 16, cancel).ConfigureAwait(false);
            }

            spool.Keep();
            return new SourceFile
            {
                Address = name,
                LocalPath = spool.LocalPath,
                Format = SourceFormat.Csv,
                IsSpooled = true,
                Appends = address.Cursor is not null,
                Cursor = reached,
            };
        }
        catch (Exception e) when (e is not SourceException)
        {
            cancel.ThrowIfCancellationRequested();
            if (PostgresErrors.Sentence(e, address, running) is { } problem)
                throw new SourceException(name, problem, e);
            throw;
        }
    }

    internal static string ConnectionString(PostgresAddress address)
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = address.SocketFolder ?? address.Host,
            Port = address.Port,
            Database = address.Database,
            ApplicationName = "habitue",
            Timeout = ConnectSeconds,
            CommandTimeout = 0,
            TcpKeepAlive = true,
            Pooling = false,
        };
        if (address.User is not null)
            settings.Username = address.User;
        if (address.Password is not null)
            settings.Password = address.Password;
        if (address.SslMode is { } mode)
        {
            settings.SslMode = Enum.TryParse(mode, ignoreCase: true, out SslMode parsed) && Enum.IsDefined(parsed)
                ? parsed
                : throw new SourceException(address.ToString(), "sslmode is none of disable, allow, prefer, require, verify-ca, verify-full");
        }

        return settings.ConnectionString;
    }
}
