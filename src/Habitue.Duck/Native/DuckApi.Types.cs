using System.Runtime.InteropServices;

namespace Habitue.Duck.Native;

// https://duckdb.org/docs/stable/clients/c/types: logical types
internal static partial class DuckApi
{
    [LibraryImport(Library)]
    internal static partial DuckTypeId duckdb_get_type_id(OwnedType type);

    [LibraryImport(Library)]
    internal static partial OwnedText duckdb_logical_type_get_alias(OwnedType type);

    [LibraryImport(Library)]
    internal static partial OwnedType duckdb_create_logical_type(DuckTypeId type);

    [LibraryImport(Library)]
    internal static partial OwnedType duckdb_create_decimal_type(byte width, byte scale);

    [LibraryImport(Library)]
    internal static partial byte duckdb_decimal_width(OwnedType type);

    [LibraryImport(Library)]
    internal static partial byte duckdb_decimal_scale(OwnedType type);

    [LibraryImport(Library)]
    internal static partial uint duckdb_enum_dictionary_size(OwnedType type);

    [LibraryImport(Library)]
    internal static partial OwnedText duckdb_enum_dictionary_value(OwnedType type, ulong index);

    [LibraryImport(Library)]
    internal static partial OwnedType duckdb_list_type_child_type(OwnedType type);

    [LibraryImport(Library)]
    internal static partial OwnedType duckdb_array_type_child_type(OwnedType type);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_array_type_array_size(OwnedType type);

    [LibraryImport(Library)]
    internal static partial OwnedType duckdb_map_type_key_type(OwnedType type);

    [LibraryImport(Library)]
    internal static partial OwnedType duckdb_map_type_value_type(OwnedType type);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_struct_type_child_count(OwnedType type);

    [LibraryImport(Library)]
    internal static partial OwnedText duckdb_struct_type_child_name(OwnedType type, ulong index);

    [LibraryImport(Library)]
    internal static partial OwnedType duckdb_struct_type_child_type(OwnedType type, ulong index);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_union_type_member_count(OwnedType type);

    [LibraryImport(Library)]
    internal static partial OwnedText duckdb_union_type_member_name(OwnedType type, ulong index);

    [LibraryImport(Library)]
    internal static partial OwnedType duckdb_union_type_member_type(OwnedType type, ulong index);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_logical_type(ref nint type);
}
