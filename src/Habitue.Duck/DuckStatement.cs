using Habitue.Duck.Native;

namespace Habitue.Duck;

/// <summary>A statement that is parsed and planned once, and runs many times with other values.</summary>
public sealed class DuckStatement : IDisposable
{
    private const int SelectType = 1, ExplainType = 4;
    private readonly DuckConnection _connection;
    private readonly OwnedStatement _handle;

    internal DuckStatement(DuckConnection connection, string sql)
    {
        _connection = connection;
        Sql = sql;
        using var extract = StatementRun.Split(connection, sql, out var count);
        if (count != 1)
            throw new DuckException($"One statement can be prepared, and {count} were given.", sql);
        using var watch = new QueryWatch(connection, sql, default);
        _handle = StatementRun.Prepare(connection, extract, 0, watch);
        ParameterCount = (int)DuckApi.duckdb_nparams(_handle);
        IsReading = DuckApi.duckdb_prepared_statement_type(_handle) is SelectType or ExplainType;
    }

    /// <summary>The text that was prepared.</summary>
    public string Sql { get; }

    /// <summary>How many values it takes.</summary>
    public int ParameterCount { get; }

    /// <summary>Whether DuckDB takes it for a SELECT (VALUES, SHOW, DESCRIBE, SUMMARIZE are that too) or an EXPLAIN.</summary>
    public bool IsReading { get; }

    /// <summary>Runs it; gives the rows that it changed.</summary>
    public long Execute(params object?[] parameters) => Execute(parameters, default);

    /// <inheritdoc cref="Execute(object?[])"/>
    public long Execute(object?[] parameters, CancellationToken cancel)
    {
        using var result = Run(parameters, cancel);
        return (long)DuckApi.duckdb_rows_changed(result);
    }

    /// <summary>Runs it; its rows are read chunk by chunk.</summary>
    public DuckResult Query(params object?[] parameters) => Query(parameters, default);

    /// <inheritdoc cref="Query(object?[])"/>
    public DuckResult Query(object?[] parameters, CancellationToken cancel) => new(Run(parameters, cancel), Sql);

    public void Dispose() => _handle.Dispose();

    private OwnedResult Run(object?[] parameters, CancellationToken cancel)
    {
        if (parameters.Length != ParameterCount)
            throw StatementRun.Miscounted((ulong)ParameterCount, parameters.Length, Sql);
        using var watch = new QueryWatch(_connection, Sql, cancel);
        ParameterBinding.Bind(_handle, parameters, Sql);
        return StatementRun.Execute(_handle, stream: false, watch);
    }
}
