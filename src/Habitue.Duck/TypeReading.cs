using Habitue.Duck.Native;

namespace Habitue.Duck;

/// <summary>Turns DuckDB's description of a type into a <see cref="DuckType"/>.</summary>
internal static class TypeReading
{
    // The plain types are shared, so a result of plain columns makes no type objects.
    private static readonly DuckType?[] s_plain = new DuckType?[256];

    internal static DuckType Read(OwnedType type)
    {
        var id = DuckApi.duckdb_get_type_id(type);
        return id switch
        {
            DuckTypeId.Varchar or DuckTypeId.Blob => Named(id, type),
            DuckTypeId.Decimal => new DuckType(id) { Width = DuckApi.duckdb_decimal_width(type), Scale = DuckApi.duckdb_decimal_scale(type) },
            DuckTypeId.Enum => new DuckType(id) { Labels = Labels(type) },
            DuckTypeId.List => new DuckType(id) { Child = Take(DuckApi.duckdb_list_type_child_type(type)) },
            DuckTypeId.Array => new DuckType(id)
            {
                Child = Take(DuckApi.duckdb_array_type_child_type(type)),
                Size = (int)DuckApi.duckdb_array_type_array_size(type),
            },
            DuckTypeId.Map => new DuckType(id) { Child = Entry(type) },
            DuckTypeId.Struct => new DuckType(id) { Fields = Fields(type) },
            DuckTypeId.Union => new DuckType(id) { Fields = Members(type) },
            _ => Plain(id),
        };
    }

    private static DuckType Plain(DuckTypeId id) => s_plain[(byte)id] ??= new DuckType(id);

    private static DuckType Named(DuckTypeId id, OwnedType type) =>
        DuckApi.duckdb_logical_type_get_alias(type).Take() is { Length: > 0 } alias ? new DuckType(id) { Alias = alias } : Plain(id);

    private static DuckType Take(OwnedType type)
    {
        using (type)
            return Read(type);
    }

    private static string[] Labels(OwnedType type)
    {
        var labels = new string[DuckApi.duckdb_enum_dictionary_size(type)];
        for (var i = 0; i < labels.Length; i++)
            labels[i] = DuckApi.duckdb_enum_dictionary_value(type, (ulong)i).Take() ?? "";
        return labels;
    }

    private static DuckType Entry(OwnedType type) => new(DuckTypeId.Struct)
    {
        Fields =
        [
            new DuckColumn("key", Take(DuckApi.duckdb_map_type_key_type(type))),
            new DuckColumn("value", Take(DuckApi.duckdb_map_type_value_type(type))),
        ],
    };

    private static DuckColumn[] Fields(OwnedType type)
    {
        var fields = new DuckColumn[DuckApi.duckdb_struct_type_child_count(type)];
        for (ulong i = 0; i < (ulong)fields.Length; i++)
            fields[i] = new DuckColumn(DuckApi.duckdb_struct_type_child_name(type, i).Take() ?? "", Take(DuckApi.duckdb_struct_type_child_type(type, i)));
        return fields;
    }

    private static DuckColumn[] Members(OwnedType type)
    {
        var members = new DuckColumn[DuckApi.duckdb_union_type_member_count(type)];
        for (ulong i = 0; i < (ulong)members.Length; i++)
            members[i] = new DuckColumn(DuckApi.duckdb_union_type_member_name(type, i).Take() ?? "", Take(DuckApi.duckdb_union_type_member_type(type, i)));
        return members;
    }
}
