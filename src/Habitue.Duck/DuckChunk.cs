using Habitue.Duck.Native;

namespace Habitue.Duck;

/// <summary>Up to 2,048 rows of a result, column by column. What is read from it is valid until the next chunk or its disposal.</summary>
public sealed class DuckChunk : IDisposable
{
    private readonly OwnedChunk _handle;
    private readonly DuckColumn[] _columns;

    internal DuckChunk(OwnedChunk handle, DuckColumn[] columns)
    {
        _handle = handle;
        _columns = columns;
        Count = (int)DuckApi.duckdb_data_chunk_get_size(handle);
    }

    /// <summary>Rows in this chunk.</summary>
    public int Count { get; }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<DuckColumn> Columns => _columns;

    /// <summary>The values of a column.</summary>
    public DuckVector this[int column] =>
        new(DuckApi.duckdb_data_chunk_get_vector(_handle, (ulong)column), _columns[column], Count);

    public void Dispose() => _handle.Dispose();
}
