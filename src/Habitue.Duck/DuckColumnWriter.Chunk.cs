using System.Runtime.InteropServices;
using Habitue.Duck.Native;

namespace Habitue.Duck;

// The life of the chunk under the column: started, finished and handed over, started again.
public sealed unsafe partial class DuckColumnWriter
{
    private int _items;

    internal void Start(nint borrowed, int capacity)
    {
        _borrowed = borrowed;
        _items = 0;
        _written = false;
        Locate(capacity);
        // What is not written must not be what an earlier chunk held: strings would point at memory that is gone.
        if (_width > 0)
            NativeMemory.Clear(_data, (nuint)(_width * capacity));
        StartChildren();
    }

    internal void Finish(int rows)
    {
        if (!_written)
            for (var row = 0; row < rows; row++)
                SetNull(row);
        if (_id is DuckTypeId.List or DuckTypeId.Map)
            DuckApi.duckdb_list_vector_set_size(_borrowed, (ulong)_items);
        foreach (var child in _children)
            child.Finish(0);
    }

    internal void End()
    {
        _data = null;
        _mask = null;
        _capacity = 0;
        foreach (var child in _children)
            child.End();
    }

    private void Locate(int capacity)
    {
        _capacity = capacity;
        _data = DuckApi.duckdb_vector_get_data(_borrowed);
        _mask = DuckApi.duckdb_vector_get_validity(_borrowed);
    }

    private void StartChildren()
    {
        switch (_id)
        {
            case DuckTypeId.Struct:
                for (var i = 0; i < _children.Length; i++)
                    _children[i].Start(DuckApi.duckdb_struct_vector_get_child(_borrowed, (ulong)i), _capacity);
                break;
            case DuckTypeId.Array:
                _children[0].Start(DuckApi.duckdb_array_vector_get_child(_borrowed), _capacity * Column.Type.Size);
                break;
            case DuckTypeId.List or DuckTypeId.Map:
                DuckApi.duckdb_list_vector_set_size(_borrowed, 0);
                _children[0].Start(DuckApi.duckdb_list_vector_get_child(_borrowed), 0);
                break;
        }
    }

    /// <summary>Room for so many items more in the list's items, which move when they grow.</summary>
    private DuckColumnWriter MoreItems(int count, out int start)
    {
        var items = _children[0];
        start = _items;
        _items = checked(_items + count);
        if (_items > items._capacity)
        {
            var capacity = Math.Max(_items, Math.Max(DuckAppender.ChunkRows, items._capacity * 2));
            if (DuckApi.duckdb_list_vector_reserve(_borrowed, (ulong)capacity) == DuckState.Error)
                throw new DuckException($"DuckDB has no room for {capacity} items in the column {Column.Name}.", "");
            items.Grow(capacity);
        }
        return items;
    }

    private void Grow(int capacity)
    {
        var before = _capacity;
        Locate(capacity);
        if (_width > 0)
            NativeMemory.Clear(_data + (_width * before), (nuint)(_width * (capacity - before)));
        for (var i = 0; i < _children.Length; i++)
            if (_id == DuckTypeId.Struct)
                _children[i].Grow(capacity);
            else if (_id == DuckTypeId.Array)
                _children[i].Grow(capacity * Column.Type.Size);
    }
}
