using System.Runtime.InteropServices;

namespace Habitue.Duck.Native;

// https://duckdb.org/docs/stable/clients/c/query
internal static partial class DuckApi
{
    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_result(nint result);

    [LibraryImport(Library)]
    internal static partial BorrowedText duckdb_column_name(OwnedResult result, ulong column);

    [LibraryImport(Library)]
    internal static partial OwnedType duckdb_column_logical_type(OwnedResult result, ulong column);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_column_count(OwnedResult result);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_rows_changed(OwnedResult result);

    [LibraryImport(Library)]
    internal static partial BorrowedText duckdb_result_error(OwnedResult result);

    [LibraryImport(Library)]
    internal static partial nint duckdb_fetch_chunk(ResultStruct result);
}
