namespace Habitue.Duck;

/// <summary>DuckDB refused or failed: its own message, and the SQL that it was about.</summary>
public sealed class DuckException : Exception
{
    private const int SqlShown = 2000;

    public DuckException(string duckMessage, string sql) : base(Text(duckMessage, sql))
    {
        DuckMessage = duckMessage;
        Sql = sql;
    }

    /// <summary>What DuckDB said.</summary>
    public string DuckMessage { get; }

    /// <summary>The SQL that was running; empty when none was.</summary>
    public string Sql { get; }

    /// <summary>Somebody else changed the same rows or tables at the same time; nothing was changed, and it can be tried again.</summary>
    public bool IsConflict => DuckMessage.StartsWith("TransactionContext Error", StringComparison.Ordinal) && DuckMessage.Contains("conflict", StringComparison.OrdinalIgnoreCase);

    private static string Text(string message, string sql) =>
        sql.Length == 0 ? message
        : sql.Length <= SqlShown ? $"{message}\nSQL: {sql}"
        : $"{message}\nSQL: {sql.AsSpan(0, SqlShown)} … ({sql.Length:N0} characters)";
}
