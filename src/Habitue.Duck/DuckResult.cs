using Habitue.Duck.Native;

namespace Habitue.Duck;

/// <summary>What a query gave: its columns, and its rows chunk by chunk (2,048 rows at most in one).</summary>
public sealed class DuckResult : IDisposable
{
    private readonly OwnedResult _handle;
    private readonly QueryWatch? _watch;
    private DuckColumn[]? _columns;
    private DuckChunk? _current;
    private bool _ended;

    /// <summary>A result that streams keeps its watch, since its query still runs.</summary>
    internal DuckResult(OwnedResult handle, string sql, QueryWatch? watch = null)
    {
        _handle = handle;
        _watch = watch;
        Sql = sql;
    }

    /// <summary>The SQL that gave it.</summary>
    public string Sql { get; }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<DuckColumn> Columns => ColumnArray;

    /// <summary>Rows that an INSERT, UPDATE or DELETE changed.</summary>
    public long RowsChanged => (long)DuckApi.duckdb_rows_changed(_handle);

    internal DuckColumn[] ColumnArray => _columns ??= ReadColumns();

    /// <summary>The next chunk, or null after the last; it ends the one before.</summary>
    public DuckChunk? NextChunk()
    {
        _current?.Dispose();
        if (_ended)
            return null;
        _watch?.ThrowIfCancelled();
        if (_handle.Fetch() is { } chunk)
            return _current = new DuckChunk(chunk, ColumnArray);
        if (_watch is not null && DuckApi.duckdb_result_error(_handle).ToString() is { Length: > 0 } message)
            throw _watch.Failure(message);
        _ended = true;
        return null;
    }

    /// <summary>The chunks that are left; each is valid until the next.</summary>
    public IEnumerable<DuckChunk> Chunks()
    {
        while (NextChunk() is { } chunk)
            yield return chunk;
    }

    public void Dispose()
    {
        _watch?.Dispose();
        _current?.Dispose();
        _handle.Dispose();
    }

    private DuckColumn[] ReadColumns()
    {
        var columns = new DuckColumn[DuckApi.duckdb_column_count(_handle)];
        for (var i = 0; i < columns.Length; i++)
        {
            using var type = DuckApi.duckdb_column_logical_type(_handle, (ulong)i);
            columns[i] = new DuckColumn(DuckApi.duckdb_column_name(_handle, (ulong)i).ToString(), TypeReading.Read(type));
        }
        return columns;
    }
}
