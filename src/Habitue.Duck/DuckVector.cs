using System.Text;
using Habitue.Duck.Native;

namespace Habitue.Duck;

/// <summary>One column of a chunk: a view on DuckDB's own memory, valid as long as the chunk. The values of NULL rows mean nothing.</summary>
public readonly unsafe ref partial struct DuckVector
{
    private readonly nint _borrowed;
    private readonly byte* _data;
    private readonly ulong* _mask;
    private readonly DuckColumn _column;

    internal DuckVector(nint borrowed, DuckColumn column, int count)
    {
        _borrowed = borrowed;
        _data = DuckApi.duckdb_vector_get_data(borrowed);
        _mask = DuckApi.duckdb_vector_get_validity(borrowed);
        _column = column;
        Count = count;
    }

    /// <summary>How many values.</summary>
    public int Count { get; }

    /// <summary>The type of the values.</summary>
    public DuckType Type => _column.Type;

    /// <summary>Which rows hold a value.</summary>
    public DuckValidity Validity => new(_mask, Count);

    /// <summary>The values as they lie in memory; T must be the type's <see cref="DuckType.Storage"/>.</summary>
    public ReadOnlySpan<T> Values<T>() where T : unmanaged =>
        DuckStorage.Fits<T>(Type) ? new ReadOnlySpan<T>(_data, Count) : throw Wrong(typeof(T).Name);

    /// <summary>The bytes of a VARCHAR, JSON, BLOB or BIT.</summary>
    public ReadOnlySpan<byte> GetUtf8(int row)
    {
        if (Type.Id is not (DuckTypeId.Varchar or DuckTypeId.Blob or DuckTypeId.Bit or DuckTypeId.BigNum or DuckTypeId.Geometry))
            throw Wrong("text");
        return BorrowedString.Bytes(At<BorrowedString>(row));
    }

    /// <summary>The text of a VARCHAR or JSON, or the label of an ENUM.</summary>
    public string GetString(int row) => Type.Id switch
    {
        DuckTypeId.Varchar => Encoding.UTF8.GetString(BorrowedString.Bytes(At<BorrowedString>(row))),
        DuckTypeId.Enum => Type.Labels[GetEnumCode(row)],
        _ => throw Wrong("string"),
    };

    /// <summary>The text, or null where the row is NULL.</summary>
    public string? GetStringOrNull(int row) => Validity.IsValid(row) ? GetString(row) : null;

    /// <summary>The place of an ENUM's label in <see cref="DuckType.Labels"/>.</summary>
    public int GetEnumCode(int row) => Type switch
    {
        { Id: not DuckTypeId.Enum } => throw Wrong("enum"),
        { Labels.Count: <= 256 } => *At<byte>(row),
        { Labels.Count: <= 65536 } => *At<ushort>(row),
        _ => (int)*At<uint>(row),
    };

    /// <summary>Where a row's value lies, after the row was found to be there and not NULL.</summary>
    private T* At<T>(int row) where T : unmanaged
    {
        if (!Validity.IsValid(row))
            throw new InvalidOperationException($"Row {row} of the column {_column.Name} is NULL: ask Validity.IsValid(row) first, or read it with GetValue.");
        return (T*)_data + row;
    }

    private InvalidCastException Wrong(string asked) => new(
        $"The column {_column.Name} is {Type}, which cannot be read as {asked}"
        + (Type.Storage is { } storage ? $"; Values<{storage.Name}>() gives it as it is stored." : "."));
}
