using System.Runtime.InteropServices;

namespace Habitue.Duck.Native;

// https://duckdb.org/docs/stable/clients/c/table_description
internal static partial class DuckApi
{
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial DuckState duckdb_table_description_create(OwnedConnection connection, string? schema, string table, out OwnedTable description);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_table_description_get_column_count(OwnedTable description);

    [LibraryImport(Library)]
    internal static partial OwnedText duckdb_table_description_get_column_name(OwnedTable description, ulong column);

    [LibraryImport(Library)]
    internal static partial OwnedType duckdb_table_description_get_column_type(OwnedTable description, ulong column);

    [LibraryImport(Library)]
    internal static partial void duckdb_table_description_destroy(ref nint description);
}
