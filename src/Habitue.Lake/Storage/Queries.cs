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
            using DuckStatement statement = Explained(() => connection.Prepare(sql));
            if (!statement.IsReading)
                throw new QueryException("This SQL would change something, and only statements that read are allowed here (SELECT, FROM, SHOW, DESCRIBE, SUMMARIZE, EXPLAIN).");
            Run(() => statement.Query([], cancel), use);
        }
        finally
        {
            connection.Execute("ROLLBACK", CancellationToken.None);
        }
    }

    /// <summary>Runs statements of any kind, and hands the last one's result to <paramref name="use"/>.</summary>
    /// <exception cref="QueryException">A statement is wrong.</exception>
    public static void Write(DuckConnection connection, string sql, Action<DuckResult> use, CancellationToken cancel = default) =>
        Run(() => connection.Query(sql, cancel), use);

    private static void Run(Func<DuckResult> query, Action<DuckResult> use)
    {
        using DuckResult result = Explained(query);
        use(result);
    }

    private static T Explained<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (DuckException problem)
        {
            throw new QueryException(problem.DuckMessage.TrimEnd());
        }
    }
}
