using System.Net.Sockets;
using Npgsql;

namespace Habitue.Lake.Sources.Postgres;

/// <summary>What went wrong between us and a PostgreSQL server, in words that say what to do.</summary>
internal static class PostgresErrors
{
    /// <summary>The second half of the sentence, or null when the exception is not the server's or the network's.</summary>
    public static string? Sentence(Exception e, PostgresAddress address, PostgresStatement running)
    {
        string place = address.SocketFolder ?? $"{address.Host}:{address.Port}";
        return e switch
        {
            PostgresException p => FromServer(p, address, running),
            _ when Inner<SocketException>(e) is { } s => FromSocket(s, address, place),
            _ when Inner<TimeoutException>(e) is not null =>
                $"{place} did not answer in time; check host, port and firewall",
            NpgsqlException when e.Message.Contains("No password has been provided", StringComparison.Ordinal) =>
                "the server asks for a password and none was given; set PGPASSWORD, add a line to ~/.pgpass, or write user:password@ before the host",
            NpgsqlException or IOException =>
                $"the connection broke ({Innermost(e).Message.TrimEnd('.')}); nothing was loaded, try again",
            _ => null,
        };
    }

    private static string FromSocket(SocketException e, PostgresAddress address, string place) => e.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData =>
            $"the host {address.Host} is not known; check its name",
        SocketError.ConnectionRefused => $"nothing listens at {place}; is PostgreSQL running there, and is the port right?",
        SocketError.TimedOut or SocketError.HostUnreachable or SocketError.NetworkUnreachable =>
            $"{place} cannot be reached; check host, port and firewall",
        _ => $"the connection to {place} broke ({e.Message.TrimEnd('.')}); nothing was loaded, try again",
    };

    private static string FromServer(PostgresException e, PostgresAddress address, PostgresStatement running) => e.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"the server refused the login ({e.MessageText}); check user and password (PGPASSWORD, ~/.pgpass, or user:password@ before the host)",
        PostgresErrorCodes.InvalidCatalogName => $"the server has no database '{address.Database}'; check the name after the host",
        PostgresErrorCodes.InsufficientPrivilege => $"{e.MessageText}; ask for SELECT on it to be granted",
        PostgresErrorCodes.UndefinedColumn when address.Cursor is { } cursor && e.MessageText.Contains($"\"{cursor}\"", StringComparison.Ordinal) =>
            $"the cursor column '{cursor}' is not among the columns; name one of them",
        PostgresErrorCodes.ReadOnlySqlTransaction => $"{e.MessageText}; a source may only read",
        PostgresErrorCodes.UndefinedTable => $"{e.MessageText}{Where(e, running)}; check the name, its schema and its upper and lower case",
        { } state when state.StartsWith("42", StringComparison.Ordinal) => $"{e.MessageText}{Where(e, running)}; correct the {(address.Query is null ? "address" : "query")}",
        { } state => $"the server says: {e.MessageText}{Where(e, running)} (SQLSTATE {state})",
    };

    /// <summary>The position counted in the user's own SQL, not in the statement it was wrapped in.</summary>
    private static string Where(PostgresException e, PostgresStatement running)
    {
        int at = e.Position - 1 - running.Offset;
        if (at < 0 || e.Position > running.Text.Length)
            return "";
        ReadOnlySpan<char> before = running.Text.AsSpan(running.Offset, at);
        int line = before.Count('\n') + 1;
        int column = at - before.LastIndexOf('\n');
        return line == 1 ? $" at character {column} of the query" : $" at line {line}, character {column} of the query";
    }

    private static T? Inner<T>(Exception? e) where T : Exception =>
        e is null ? null : e as T ?? Inner<T>(e.InnerException);

    private static Exception Innermost(Exception e) => e.InnerException is null ? e : Innermost(e.InnerException);
}
