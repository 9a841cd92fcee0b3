using Habitue.Duck.Native;

namespace Habitue.Duck;

public readonly unsafe ref partial struct DuckVector
{
    /// <summary>The items of all rows of a LIST, MAP or ARRAY, one after the other; <see cref="GetRange"/> says which belong to a row.</summary>
    public DuckVector Items => Type.Id switch
    {
        DuckTypeId.List or DuckTypeId.Map =>
            new DuckVector(DuckApi.duckdb_list_vector_get_child(_borrowed), Item(), (int)DuckApi.duckdb_list_vector_get_size(_borrowed)),
        DuckTypeId.Array => new DuckVector(DuckApi.duckdb_array_vector_get_child(_borrowed), Item(), Count * Type.Size),
        _ => throw Wrong("a list"),
    };

    /// <summary>Which of the <see cref="Items"/> belong to a row.</summary>
    public DuckRange GetRange(int row) => Type.Id switch
    {
        DuckTypeId.List or DuckTypeId.Map => *At<DuckRange>(row),
        DuckTypeId.Array => Validity.IsValid(row) ? new DuckRange((ulong)(row * Type.Size), (ulong)Type.Size) : new DuckRange(0, 0),
        _ => throw Wrong("a list"),
    };

    /// <summary>The items of one row of a LIST or ARRAY of a fixed-width type.</summary>
    public ReadOnlySpan<T> GetList<T>(int row) where T : unmanaged
    {
        var range = GetRange(row);
        return Items.Values<T>().Slice(range.Start, range.Count);
    }

    /// <summary>A field of a STRUCT, for all rows.</summary>
    public DuckVector Field(int index) => Type.Id is DuckTypeId.Struct
        ? new DuckVector(DuckApi.duckdb_struct_vector_get_child(_borrowed, (ulong)index), Type.Fields[index], Count)
        : throw Wrong("a struct");

    /// <inheritdoc cref="Field(int)"/>
    public DuckVector Field(string name)
    {
        for (var i = 0; i < Type.Fields.Count; i++)
            if (string.Equals(Type.Fields[i].Name, name, StringComparison.OrdinalIgnoreCase))
                return Field(i);
        throw new ArgumentException($"The column {_column.Name} ({Type}) has no field {name}.", nameof(name));
    }

    private DuckColumn Item() => new(_column.Name, Type.Child!);
}
