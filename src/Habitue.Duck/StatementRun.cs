using Habitue.Duck.Native;

namespace Habitue.Duck;

/// <summary>The way of SQL through DuckDB: split, prepare, bind, run.</summary>
internal static class StatementRun
{
    /// <summary>So often an idle thread lets others run before it rests for a millisecond: what is left to wait for is mostly shorter. With a tenth of it a run on Online Retail takes 2 % longer.</summary>
    private const int Yields = 1000;

    /// <summary>Runs every statement of the text and gives the last one's result; only that one may stream.</summary>
    internal static OwnedResult All(DuckConnection connection, object?[] parameters, bool stream, QueryWatch watch)
    {
        var sql = watch.Sql;
        using var extract = Split(connection, sql, out var count);
        OwnedResult? last = null;
        ulong wanted = 0;
        for (ulong i = 0; i < count; i++)
        {
            last?.Dispose();
            last = null;
            using var statement = Prepare(connection, extract, i, watch);
            var takes = DuckApi.duckdb_nparams(statement);
            wanted = Math.Max(wanted, takes);
            if (takes > (ulong)parameters.Length || (i == count - 1 && wanted != (ulong)parameters.Length))
                throw Miscounted(wanted, parameters.Length, sql);
            ParameterBinding.Bind(statement, parameters.AsSpan(0, (int)takes), sql);
            last = Execute(statement, stream && i == count - 1, watch);
        }
        return last!;
    }

    internal static OwnedExtract Split(DuckConnection connection, string sql, out ulong count)
    {
        ArgumentNullException.ThrowIfNull(sql);
        if (sql.Contains('\0'))
            throw new ArgumentException("The SQL holds a NUL character; bind such a text as a parameter.", nameof(sql));
        count = DuckApi.duckdb_extract_statements(connection.Handle, sql, out var extract);
        if (count > 0)
            return extract;
        var message = DuckApi.duckdb_extract_statements_error(extract).ToString();
        extract.Dispose();
        throw new DuckException(message.Length > 0 ? message : "The SQL holds no statement.", sql);
    }

    internal static OwnedStatement Prepare(DuckConnection connection, OwnedExtract extract, ulong index, QueryWatch watch)
    {
        if (DuckApi.duckdb_prepare_extracted_statement(connection.Handle, extract, index, out var statement) == DuckState.Success)
            return statement;
        using (statement)
            throw watch.Failure(DuckApi.duckdb_prepare_error(statement).ToString());
    }

    /// <summary>Runs a bound statement. Unless it streams, the result is complete when this returns.</summary>
    internal static OwnedResult Execute(OwnedStatement statement, bool stream, QueryWatch watch)
    {
        OwnedPending pending;
        var started = stream
            ? DuckApi.duckdb_pending_prepared_streaming(statement, out pending)
            : DuckApi.duckdb_pending_prepared(statement, out pending);
        using (pending)
        {
            if (started == DuckState.Error)
                throw watch.Failure(DuckApi.duckdb_pending_error(pending).ToString());
            // Starting a query forgets earlier interrupts: one that came before is answered here, a later one by DuckDB.
            watch.ThrowIfCancelled();
            Work(pending);
            if (DuckApi.duckdb_pending_error(pending).ToString() is { Length: > 0 } failure)
                throw watch.Failure(failure);
            var result = new OwnedResult();
            if (DuckApi.duckdb_execute_pending(pending, result) == DuckState.Success)
                return result;
            using (result)
                throw watch.Failure(DuckApi.duckdb_result_error(result).ToString());
        }
    }

    /// <summary>Works with DuckDB's own threads until nothing is left to do. DuckDB itself would ask for work without a pause while these have it all, and so keep the processor from whatever else runs.</summary>
    private static void Work(OwnedPending pending)
    {
        for (var idle = 0; ;)
        {
            switch (DuckApi.duckdb_pending_execute_task(pending))
            {
                case DuckPendingState.NotReady:
                    idle = 0;
                    break;
                case DuckPendingState.NoTasks when idle++ < Yields:
                    Thread.Yield();
                    break;
                case DuckPendingState.NoTasks:
                    Thread.Sleep(1);
                    break;
                default:
                    return;
            }
        }
    }

    internal static DuckException Miscounted(ulong wanted, int given, string sql) =>
        new($"The SQL takes {wanted} {(wanted == 1 ? "parameter" : "parameters")}, but {given} {(given == 1 ? "value was" : "values were")} given.", sql);
}
