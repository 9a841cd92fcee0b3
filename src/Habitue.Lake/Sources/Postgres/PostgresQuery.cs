namespace Habitue.Lake.Sources.Postgres;

/// <summary>A statement around the user's own SQL, and where that begins in it.</summary>
internal sealed record PostgresStatement(string Text, int Offset);

/// <summary>The statements of one fetch.</summary>
/// <param name="Largest">Finds the cursor value that the rows reach; null when there is no cursor.</param>
/// <param name="Copy">Streams the rows.</param>
internal sealed record PostgresQuery(PostgresStatement? Largest, PostgresStatement Copy)
{
    public static PostgresQuery For(PostgresAddress address, string? since)
    {
        if (address.Cursor is null)
            return new(null, Wrap("COPY (", address.Sql, "\n) TO STDOUT (FORMAT csv, HEADER)"));

        // A quoted literal without a type takes the type of the column it is compared with.
        string column = PostgresAddress.Quoted(address.Cursor);
        string newer = since is null
            ? "\n) AS source"
            : $"\n) AS source WHERE {column} > {Loading.Sql.Text(since)}";
        return new(
            Wrap($"SELECT CAST(MAX({column}) AS text) FROM (", address.Sql, newer),
            Wrap("COPY (SELECT * FROM (", address.Sql, newer + ") TO STDOUT (FORMAT csv, HEADER)"));
    }

    // What follows begins with a line break, or a comment at the end of the user's query would swallow the bracket.
    private static PostgresStatement Wrap(string before, string sql, string after) => new(before + sql + after, before.Length);
}
