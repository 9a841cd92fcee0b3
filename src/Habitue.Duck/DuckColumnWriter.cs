using System.Text;
using System.Text.Unicode;
using Habitue.Duck.Native;

namespace Habitue.Duck;

/// <summary>One column of the chunk that an appender fills: a view on DuckDB's own memory, valid as long as the appender.</summary>
public sealed unsafe partial class DuckColumnWriter
{
    private readonly OwnedArena _texts;
    private readonly DuckTypeId _id;
    private readonly Type? _storage;
    private readonly int _width;
    private readonly DuckColumnWriter[] _children;
    private nint _borrowed;
    private byte* _data;
    private ulong* _mask;
    private int _capacity;
    private bool _written;

    internal DuckColumnWriter(DuckColumn column, OwnedArena texts)
    {
        Column = column;
        _texts = texts;
        _id = column.Type.Id;
        _storage = column.Type.Storage;
        _width = DuckStorage.Width(column.Type);
        _children = column.Type.Child is { } child
            ? [new DuckColumnWriter(new DuckColumn(column.Name, child), texts)]
            : [.. column.Type.Fields.Select(field => new DuckColumnWriter(field, texts))];
    }

    /// <summary>The column's name and type.</summary>
    public DuckColumn Column { get; }

    /// <summary>Room for the values of the whole chunk, to write into; T must be the type's <see cref="DuckType.Storage"/>.</summary>
    public Span<T> Values<T>() where T : unmanaged => new(Place<T>(), _capacity);

    /// <summary>Writes the chunk's first values.</summary>
    public void Write<T>(ReadOnlySpan<T> values) where T : unmanaged => values.CopyTo(Values<T>());

    /// <summary>Writes a value as it is stored.</summary>
    public void Set<T>(int row, T value) where T : unmanaged => Place<T>()[Checked(row)] = value;

    /// <summary>Makes a row NULL.</summary>
    public void SetNull(int row)
    {
        Checked(row);
        _written = true;
        if (_mask == null)
        {
            DuckApi.duckdb_vector_ensure_validity_writable(_borrowed);
            _mask = DuckApi.duckdb_vector_get_validity(_borrowed);
        }
        _mask[row >> 6] &= ~(1UL << (row & 63));
        if (_id == DuckTypeId.Struct)
            foreach (var field in _children)
                field.SetNull(row);
        if (_id == DuckTypeId.Array)
            for (var i = 0; i < Column.Type.Size; i++)
                _children[0].SetNull((row * Column.Type.Size) + i);
    }

    /// <summary>Writes a text (VARCHAR, JSON), or the label of an ENUM; null is NULL.</summary>
    public void Set(int row, string? text)
    {
        if (text is null)
            SetNull(row);
        else
            Set(row, text.AsSpan());
    }

    /// <inheritdoc cref="Set(int, string?)"/>
    public void Set(int row, ReadOnlySpan<char> text)
    {
        if (_id == DuckTypeId.Enum)
        {
            SetLabel(row, text);
            return;
        }
        var at = Text(row, DuckTypeId.Varchar);
        if (text.Length <= BorrowedString.MaxInline && BorrowedString.TryWriteInline(at, text))
            return;
        var room = checked(text.Length * 3);
        var far = _texts.Reserve(room);
        var length = Encoding.UTF8.GetBytes(text, new Span<byte>(far, room));
        _texts.Keep(length);
        *at = new BorrowedString(far, length);
    }

    /// <summary>Writes the bytes of a BLOB, or of a VARCHAR in UTF-8.</summary>
    public void SetUtf8(int row, ReadOnlySpan<byte> bytes)
    {
        var at = Text(row, DuckTypeId.Blob);
        if (_id == DuckTypeId.Varchar && !Utf8.IsValid(bytes))
            throw new ArgumentException($"The bytes for the column {Column.Name} are not UTF-8.", nameof(bytes));
        if (bytes.Length <= BorrowedString.MaxInline)
        {
            BorrowedString.WriteInline(at, bytes);
            return;
        }
        var far = _texts.Reserve(bytes.Length);
        bytes.CopyTo(new Span<byte>(far, bytes.Length));
        _texts.Keep(bytes.Length);
        *at = new BorrowedString(far, bytes.Length);
    }

    private BorrowedString* Text(int row, DuckTypeId asked)
    {
        if (_id != DuckTypeId.Varchar && _id != asked)
            throw Wrong(asked == DuckTypeId.Varchar ? "text" : "bytes");
        _written = true;
        return (BorrowedString*)_data + Checked(row);
    }

    private T* Place<T>() where T : unmanaged
    {
        if (typeof(T) != _storage && !DuckStorage.Fits<T>(Column.Type))
            throw Wrong(typeof(T).Name);
        _written = true;
        return (T*)_data;
    }

    private int Checked(int row)
    {
        if ((uint)row >= (uint)_capacity)
            ThrowOutside(row);
        return row;
    }

    private void ThrowOutside(int row)
    {
        ObjectDisposedException.ThrowIf(_data == null, typeof(DuckAppender));
        throw new ArgumentOutOfRangeException(nameof(row), row, $"A chunk has {_capacity} rows.");
    }

    private InvalidCastException Wrong(string given) => new(
        $"The column {Column.Name} is {Column.Type} and takes no {given}" + (_storage is null ? "." : $"; it is stored as {_storage.Name}."));
}
