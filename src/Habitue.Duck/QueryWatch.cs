namespace Habitue.Duck;

/// <summary>Stops a running query when its token is cancelled, and tells afterwards whether a query was stopped or failed.</summary>
internal sealed class QueryWatch : IDisposable
{
    private readonly DuckConnection _connection;
    private readonly CancellationToken _cancel;
    private readonly CancellationTokenRegistration _registration;
    private readonly int _interruptsBefore;

    internal QueryWatch(DuckConnection connection, string sql, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        Sql = sql;
        _connection = connection;
        _cancel = cancel;
        _interruptsBefore = connection.Interrupts;
        _registration = cancel.UnsafeRegister(static running => ((DuckConnection)running!).Interrupt(), connection);
    }

    internal string Sql { get; }

    internal void ThrowIfCancelled() => _cancel.ThrowIfCancellationRequested();

    internal Exception Failure(string message)
    {
        if (!message.StartsWith("INTERRUPT", StringComparison.Ordinal))
            return new DuckException(message, Sql);
        if (_cancel.IsCancellationRequested)
            return new OperationCanceledException($"The query was cancelled. SQL: {Sql}", _cancel);
        if (_connection.Interrupts != _interruptsBefore)
            return new OperationCanceledException($"The query was interrupted. SQL: {Sql}");
        // While rows are streamed, DuckDB stops its other threads after a failure, and may report the stop instead of the failure.
        return new DuckException("The query failed while its rows were streamed, and DuckDB did not keep the reason: run it with Query to see it.", Sql);
    }

    /// <summary>After this no late cancel can reach the connection.</summary>
    public void Dispose() => _registration.Dispose();
}
