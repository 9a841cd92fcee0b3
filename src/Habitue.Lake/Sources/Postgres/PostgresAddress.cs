using System.Globalization;
using System.Text;

namespace Habitue.Lake.Sources.Postgres;

/// <summary>
/// <c>postgres://user:password@host:port/database?table=schema.name</c> (or <c>?query=SELECT …</c>), taken apart.
/// Read by hand because SQL in an address is rarely escaped: only <c>%xx</c> is decoded, and <c>+</c> stays a plus.
/// </summary>
internal sealed record PostgresAddress
{
    public const int DefaultPort = 5432;
    private const string Example = "postgres://user@host/database?table=schema.name";

    public required string Host { get; init; }

    public required int Port { get; init; }

    public required string Database { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>How strictly TLS is asked for, in PostgreSQL's words: disable, prefer, require, verify-full …</summary>
    public string? SslMode { get; init; }

    /// <summary>A folder of Unix sockets to use instead of the host.</summary>
    public string? SocketFolder { get; init; }

    public string? Table { get; init; }

    public string? Query { get; init; }

    /// <summary>The column whose values only grow: later fetches ask for larger ones only.</summary>
    public string? Cursor { get; init; }

    /// <summary>What is read, as SQL that can stand in a FROM clause.</summary>
    public string Sql => Query ?? $"SELECT * FROM {QuotedTable(Table!)}";

    public static bool Looks(string address) =>
        address.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
        || address.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The address of what is read.</summary>
    public static PostgresAddress Parse(string address) => ParseAny(address).Checked();

    /// <summary>The address of a database as a whole, such as tables are written to.</summary>
    public static PostgresAddress ParseDatabase(string address)
    {
        if (!Looks(address))
            throw new SourceException("postgres://…", "tables are published to PostgreSQL; write the address as postgres://user@host/database");
        PostgresAddress parsed = ParseAny(address);
        return parsed.Table is null && parsed.Query is null && parsed.Cursor is null ? parsed
            : throw new SourceException(parsed.ToString(), "table, query and cursor say what is read; leave them out where tables are written, and choose with --tables");
    }

    /// <summary>The address as it was written, or as people see it when it has a password.</summary>
    public static string WithoutSecrets(string address, string hidden)
    {
        PostgresAddress parsed = ParseAny(address);
        string shown = parsed.ToString();
        if (parsed.Password is null)
            return address;
        return parsed.User is null ? shown.Insert(shown.IndexOf("://", StringComparison.Ordinal) + 3, $":{hidden}@") : shown.Insert(shown.IndexOf('@', StringComparison.Ordinal), ":" + hidden);
    }

    private static PostgresAddress ParseAny(string address)
    {
        string rest = address[(address.IndexOf("://", StringComparison.Ordinal) + 3)..];
        (string place, string settings) = Split(rest, '?');

        // Everything up to the last @ is user and password, even when a password holds a slash: it must never be
        // taken for a host or a database and printed.
        int at = place.LastIndexOf('@');
        (string user, string password) = at < 0 ? ("", "") : Split(place[..at], ':');
        (string hostAndPort, string database) = Split(place[(at + 1)..], '/');
        (string host, string port) = SplitPort(hostAndPort);

        if (port.Length > 0 && !(int.TryParse(port, NumberStyles.None, null, out int number) && number is > 0 and < 65536))
            throw new SourceException("postgres://…", "the port is not a number between 1 and 65535; write @ : / ? in a password as %40 %3A %2F %3F");

        var parsed = new PostgresAddress
        {
            Host = host.Length == 0 ? "localhost" : Uri.UnescapeDataString(host),
            Port = port.Length == 0 ? DefaultPort : int.Parse(port),
            Database = Uri.UnescapeDataString(database.TrimEnd('/')),
            User = user.Length == 0 ? null : Uri.UnescapeDataString(user),
            Password = password.Length == 0 ? null : Uri.UnescapeDataString(password),
        };
        if (parsed.Database.Length == 0)
            throw new SourceException(parsed.ToString(), $"no database is named; write it after the host, as in {Example}");

        foreach (string setting in settings.Split('&', StringSplitOptions.RemoveEmptyEntries))
            parsed = parsed.With(setting);
        return parsed;
    }

    /// <summary>The address as people see it and as the ledger keeps it: without the password.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("postgres://");
        if (User is not null)
            text.Append(Uri.EscapeDataString(User)).Append('@');
        text.Append(Host.Contains(':') ? $"[{Host}]" : Host);
        if (Port != DefaultPort)
            text.Append(':').Append(Port);
        text.Append('/').Append(Database);
        string settings = string.Join('&', new[] { ("table", Table), ("query", Query), ("cursor", Cursor), ("host", SocketFolder) }
            .Where(s => s.Item2 is not null)
            .Select(s => $"{s.Item1}={s.Item2!.Replace("&", "%26", StringComparison.Ordinal)}"));
        return settings.Length == 0 ? text.ToString() : text.Append('?').Append(settings).ToString();
    }

    private PostgresAddress With(string setting)
    {
        (string name, string raw) = Split(setting, '=');
        string value = Uri.UnescapeDataString(raw).Trim();
        return name.ToLowerInvariant() switch
        {
            "table" => this with { Table = value },
            "query" => this with { Query = value.TrimEnd(';', ' ', '\n', '\r', '\t') },
            "cursor" => this with { Cursor = value },
            "sslmode" => this with { SslMode = value.Replace("-", "", StringComparison.Ordinal) },
            "host" => this with { SocketFolder = value },
            "password" or "user" => throw new SourceException(
                ToString(), $"'{name}' does not belong among the settings; write user:password@ before the host, or set PGPASSWORD"),
            // The text is not repeated: it may be the tail of a password with an unescaped question mark.
            _ => throw new SourceException(
                ToString(), "a setting is none of table, query, cursor, host, sslmode; write & inside a query as %26, and ? inside a password as %3F"),
        };
    }

    private PostgresAddress Checked()
    {
        if (string.IsNullOrEmpty(Table) == string.IsNullOrEmpty(Query))
            throw new SourceException(ToString(), $"give either a table or a query, as in {Example} or …?query=SELECT * FROM orders");
        if (Cursor is { Length: 0 })
            throw new SourceException(ToString(), "cursor is empty; name a column, as in &cursor=updated_at");
        return this;
    }

    private static string QuotedTable(string table) =>
        table.StartsWith('"') ? table : string.Join('.', table.Split('.', 2).Select(Quoted));

    internal static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static (string Before, string After) Split(string text, char at)
    {
        int i = text.IndexOf(at, StringComparison.Ordinal);
        return i < 0 ? (text, "") : (text[..i], text[(i + 1)..]);
    }

    private static (string Host, string Port) SplitPort(string text)
    {
        int colon = text.LastIndexOf(':');
        bool isInsideBrackets = colon < text.IndexOf(']');
        return colon < 0 || isInsideBrackets
            ? (text.Trim('[', ']'), "")
            : (text[..colon].Trim('[', ']'), text[(colon + 1)..]);
    }
}
