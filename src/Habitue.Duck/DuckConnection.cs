using Habitue.Duck.Native;

namespace Habitue.Duck;

/// <summary>A connection: runs SQL, one statement at a time. Use it from one thread at once; only <see cref="Interrupt"/> and <see cref="Progress"/> may come from others.</summary>
public sealed class DuckConnection : IDisposable
{
    private readonly DuckDatabase _database;
    private int _interrupts;

    internal DuckConnection(OwnedConnection handle, DuckDatabase database) => (Handle, _database) = (handle, database);

    internal OwnedConnection Handle { get; }

    /// <summary>How often someone asked to stop.</summary>
    internal int Interrupts => Volatile.Read(ref _interrupts);

    /// <summary>Percent of the running query that is done; null when none runs, DuckDB cannot tell, or <see cref="DuckSettings.CountsProgress"/> is off.</summary>
    public double? Progress =>
        DuckApi.duckdb_query_progress(Handle).Percentage is >= 0 and var percent ? percent : null;

    /// <summary>How many bytes the buffer manager may take.</summary>
    public long MemoryLimit
    {
        get
        {
            var limit = Scalar<string>("SELECT current_setting('memory_limit')").Split(' ');
            var power = Array.IndexOf(["bytes", "KiB", "MiB", "GiB", "TiB"], limit[1]);
            return (long)(double.Parse(limit[0]) * Math.Pow(1024, power));
        }
    }

    /// <summary>Runs one or several statements; gives the rows that the last one changed.</summary>
    public long Execute(string sql, CancellationToken cancel = default) => Execute(sql, [], cancel);

    /// <summary>Runs SQL with values for $1, $2 and so on.</summary>
    public long Execute(string sql, object?[] parameters, CancellationToken cancel = default)
    {
        using var watch = new QueryWatch(this, sql, cancel);
        using var result = StatementRun.All(this, parameters, stream: false, watch);
        return (long)DuckApi.duckdb_rows_changed(result);
    }

    /// <summary>Runs a query; its rows are read chunk by chunk. Of several statements the last gives the rows.</summary>
    public DuckResult Query(string sql, CancellationToken cancel = default) => Query(sql, [], cancel);

    /// <summary>Runs a query with values for $1, $2 and so on.</summary>
    public DuckResult Query(string sql, object?[] parameters, CancellationToken cancel = default)
    {
        using var watch = new QueryWatch(this, sql, cancel);
        return new DuckResult(StatementRun.All(this, parameters, stream: false, watch), sql);
    }

    /// <summary>
    /// Runs a query whose rows are made while they are read, so that a result larger than memory can pass. Read it to its end or
    /// dispose it before the connection runs anything else; the token holds until then.
    /// </summary>
    public DuckResult Stream(string sql, object?[] parameters, CancellationToken cancel = default)
    {
        var watch = new QueryWatch(this, sql, cancel);
        try
        {
            return new DuckResult(StatementRun.All(this, parameters, stream: true, watch), sql, watch);
        }
        catch
        {
            watch.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="Stream(string, object?[], CancellationToken)"/>
    public DuckResult Stream(string sql, CancellationToken cancel = default) => Stream(sql, [], cancel);

    /// <summary>The rows as objects, for small results: record parameters are matched to columns by name, tuples by position.</summary>
    public IReadOnlyList<T> Rows<T>(string sql, params object?[] parameters)
    {
        using var result = Query(sql, parameters);
        return RowReader<T>.ReadAll(result);
    }

    /// <summary>The first column of the first row.</summary>
    public T Scalar<T>(string sql, params object?[] parameters)
    {
        using var result = Query(sql, parameters);
        using var chunk = result.NextChunk();
        if (chunk is null)
            throw new DuckException("The query gave no row, and one value was asked for.", sql);
        return (T)ValueConversion.To(chunk[0].GetValue(0), typeof(T), result.Columns[0])!;
    }

    /// <summary>The columns of a table, straight from the catalogue: a question in SQL looks through those of all tables. Null when there is no such table; a view is none.</summary>
    public IReadOnlyList<DuckColumn>? ColumnsOf(string table) => TableColumns.Read(this, table);

    /// <summary>Whether there is such a table or view.</summary>
    public bool Has(string name) => ColumnsOf(name) is not null || Scalar<long>("SELECT COUNT(*) FROM duckdb_views() WHERE view_name = $1", name) > 0;

    /// <summary>Whether there is such a table with such a column.</summary>
    public bool Has(string table, string column) => ColumnsOf(table)?.Any(one => one.Name.Equals(column, StringComparison.OrdinalIgnoreCase)) is true;

    /// <summary>Another connection to the same database, for another thread; it sees what was committed, and no temporary table of this one. Whoever asks disposes it.</summary>
    public DuckConnection Another() => _database.Connect();

    /// <summary>
    /// Does work on this connection and, at the same time, on another: <paramref name="work"/> is called twice, takes what is left to do from where both find
    /// it, and returns when nothing is. Both have ended when this returns; when both fail, what happened on this connection is told.
    /// </summary>
    public void InTwo(Action<DuckConnection> work)
    {
        var beside = Task.Run(() =>
        {
            using var own = Another();
            work(own);
        });
        try
        {
            work(this);
        }
        finally
        {
            Task.WhenAny(beside).Wait();
        }
        beside.GetAwaiter().GetResult();
    }

    /// <summary>A statement that runs many times with other values.</summary>
    public DuckStatement Prepare(string sql) => new(this, sql);

    /// <summary>Adds rows to a table.</summary>
    public DuckAppender Appender(string table, string? schema = null) => new(this, table, schema);

    /// <summary>Lets SQL on this database read rows that C# code holds, like a table, until what this gives is disposed; no query may be reading them then.</summary>
    public OfferedRows Offer(IDuckRows rows)
    {
        ObjectDisposedException.ThrowIf(Handle.IsClosed, this);
        return OfferedRows.Of(rows);
    }

    /// <summary>Starts a transaction; disposing it without a commit rolls back.</summary>
    public DuckTransaction Begin() => new(this);

    /// <summary>Stops the running query, from any thread; without one nothing happens.</summary>
    public void Interrupt()
    {
        Interlocked.Increment(ref _interrupts);
        DuckApi.duckdb_interrupt(Handle);
    }

    public void Dispose() => Handle.Dispose();
}
