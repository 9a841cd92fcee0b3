using Habitue.Duck.Native;

namespace Habitue.Duck;

/// <summary>
/// Adds rows to a table at full speed: fill the columns of a chunk and <see cref="Commit"/> it, take row after row with
/// <see cref="AddRow"/>, or hand over whole arrays with <see cref="Append"/>. Rows reach the table in batches, at the latest
/// when this is disposed; to add all or none, begin a transaction first.
/// </summary>
public sealed class DuckAppender : IDisposable
{
    /// <summary>Rows in one chunk.</summary>
    public const int ChunkRows = 2048;

    private readonly OwnedAppender _handle;
    private readonly OwnedChunk _chunk;
    private readonly OwnedArena _texts = new();
    private readonly DuckColumnWriter[] _columns;
    private readonly string _table;
    private bool _failed;

    internal DuckAppender(DuckConnection connection, string table, string? schema)
    {
        _table = schema is null ? table : $"{schema}.{table}";
        var state = DuckApi.duckdb_appender_create(connection.Handle, schema, table, out _handle);
        if (state == DuckState.Error)
            throw Fail();
        (_chunk, _columns) = AppenderShape.Make(connection, _handle, schema, table, _texts);
    }

    /// <summary>The table's columns, in order.</summary>
    public IReadOnlyList<DuckColumnWriter> Columns => _columns;

    /// <summary>Rows in the chunk that is being filled.</summary>
    public int Count { get; private set; }

    /// <summary>A column of the chunk that is being filled; it may be kept.</summary>
    public DuckColumnWriter this[int column] => _columns[column];

    /// <inheritdoc cref="this[int]"/>
    public DuckColumnWriter this[string column] =>
        Array.Find(_columns, writer => string.Equals(writer.Column.Name, column, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"The table {_table} has no column {column}; it has {string.Join(", ", _columns.Select(writer => writer.Column.Name))}.", nameof(column));

    /// <summary>Starts a row and gives its place in the chunk; a full chunk is handed over first. Set every column then: one left out holds 0 or an empty text.</summary>
    public int AddRow()
    {
        if (Count == ChunkRows)
            Commit(Count);
        return Count++;
    }

    /// <summary>Hands over the first rows of the chunk, and starts the next. A column to which nothing was written is NULL.</summary>
    public void Commit(int rows)
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)rows, (uint)ChunkRows, nameof(rows));
        if (rows > 0)
        {
            foreach (var column in _columns)
                column.Finish(rows);
            DuckApi.duckdb_data_chunk_set_size(_chunk, (ulong)rows);
            if (DuckApi.duckdb_append_data_chunk(_handle, _chunk) == DuckState.Error)
                throw Fail();
        }
        Count = 0;
        AppenderShape.Restart(_chunk, _columns);
        _texts.Reset();
    }

    /// <summary>Adds rows from one array for each column: of the stored type, or string, decimal, DateTime, DateOnly, TimeOnly, Guid, and T? for NULLs.</summary>
    public void Append(params ReadOnlySpan<Array> columns)
    {
        if (columns.Length != _columns.Length)
            throw new ArgumentException($"The table {_table} has {_columns.Length} columns, and {columns.Length} arrays were given.", nameof(columns));
        if (Count > 0)
            Commit(Count);
        var rows = columns.Length == 0 ? 0 : columns[0].Length;
        for (var i = 1; i < columns.Length; i++)
            if (columns[i].Length != rows)
                throw new ArgumentException($"{_columns[0].Column.Name} has {rows} values and {_columns[i].Column.Name} {columns[i].Length}.", nameof(columns));
        for (var start = 0; start < rows; start += ChunkRows)
        {
            var count = Math.Min(ChunkRows, rows - start);
            for (var i = 0; i < columns.Length; i++)
                _columns[i].Write(columns[i], start, count);
            Commit(count);
        }
    }

    /// <summary>Brings all rows so far into the table.</summary>
    public void Flush()
    {
        if (Count > 0)
            Commit(Count);
        if (DuckApi.duckdb_appender_flush(_handle) == DuckState.Error)
            throw Fail();
    }

    /// <summary>Brings the rest into the table and ends; after a failure it only ends, and the rows not yet in the table are dropped.</summary>
    public void Dispose()
    {
        if (_handle.IsClosed)
            return;
        try
        {
            if (!_failed)
                Flush();
        }
        finally
        {
            if (_failed)
                DuckApi.duckdb_appender_clear(_handle);
            Release();
        }
    }

    private void Release()
    {
        foreach (var column in _columns ?? [])
            column.End();
        _chunk?.Dispose();
        _texts.Dispose();
        _handle.Dispose();
    }

    private DuckException Fail()
    {
        _failed = true;
        using var error = DuckApi.duckdb_appender_error_data(_handle);
        var failure = new DuckException($"Appending to {_table}: {DuckApi.duckdb_error_data_message(error)}", "");
        if (_columns is null)
            Release();
        return failure;
    }
}
