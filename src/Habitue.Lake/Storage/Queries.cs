using Habitue.Duck;

namespace Habitue.Lake.Storage;

/// <summary>Somebody's own SQL on the warehouse. It only reads, unless writing is asked for.</summary>
public static class Queries
{
    /// <summary>
    /// Takes files and the network away from the SQL of this database, until it is closed. Without this a statement that only reads
    /// could read any file of the machine.
    /// </summary>
    public static void Confine(DuckConnection connection) => connection.Execute("SET enable_external_access = false");

    /// <summary>
    /// Runs one statement that reads, and hands its result to <paramref name="use"/>. It runs in a transaction that may not write, so
    /// that a statement which reads at first sight only (EXPLAIN ANALYZE of an INSERT) fails too.
    /// </summary>
    /// <exception cref="QueryException">The text is several statements, a wrong one, or not one that reads.</exception>
    public static void Read(DuckConnection connection, string sql, Action<DuckResult> use, CancellationToken cancel = default)
    {
        connection.Execute("BEGIN TRANSACTION READ ONLY", cancel);
        try
        {
            using DuckStatement statement = Prepare(connection, sql);
            if (!statement.IsReading)
                throw new QueryException("This SQL would change the warehouse, and only statements that read are allowed here (SELECT, FROM, SHOW, DESCRIBE, SUMMARIZE, EXPLAIN).");
            Run(statement, use, cancel);
        }
        finally
        {
            connection.Execute("ROLLBACK", CancellationToken.None);
        }
    }

    /// <summary>Runs one statement of any kind, and hands its result to <paramref name="use"/>.</summary>
    /// <exception cref="QueryException">The text is several statements, or a wrong one.</exception>
    public static void Write(DuckConnection connection, string sql, Action<DuckResult> use, CancellationToken cancel = default)
    {
        using DuckStatement statement = Prepare(connection, sql);
        Run(statement, use, cancel);
    }

    private static void Run(DuckStatement statement, Action<DuckResult> use, CancellationToken cancel)
    {
        DuckResult result;
        try
        {
            result = statement.Query([], cancel);
        }
        catch (DuckException problem)
        {
            throw new QueryException(problem.DuckMessage.TrimEnd());
        }
        using (result)
            use(result);
    }

    private static DuckStatement Prepare(DuckConnection connection, string sql)
    {
        DuckStatement statement;
        try
        {
            statement = connection.Prepare(sql);
        }
        catch (DuckException problem)
        {
            throw new QueryException(problem.DuckMessage.TrimEnd());
        }
        if (statement.ParameterCount == 0)
            return statement;
        statement.Dispose();
        throw new QueryException("The SQL has parameters ($1 or ?), and there is nothing to fill them with.");
    }
}
