using System.Runtime.InteropServices;

namespace Habitue.Duck.Native;

// https://duckdb.org/docs/stable/clients/c/appender
internal static partial class DuckApi
{
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial DuckState duckdb_appender_create(OwnedConnection connection, string? schema, string table, out OwnedAppender appender);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_appender_column_count(OwnedAppender appender);

    [LibraryImport(Library)]
    internal static partial OwnedType duckdb_appender_column_type(OwnedAppender appender, ulong column);

    [LibraryImport(Library)]
    internal static partial OwnedError duckdb_appender_error_data(OwnedAppender appender);

    [LibraryImport(Library)]
    internal static partial DuckState duckdb_append_data_chunk(OwnedAppender appender, OwnedChunk chunk);

    [LibraryImport(Library)]
    internal static partial DuckState duckdb_appender_flush(OwnedAppender appender);

    [LibraryImport(Library)]
    internal static partial DuckState duckdb_appender_close(OwnedAppender appender);

    [LibraryImport(Library)]
    internal static partial DuckState duckdb_appender_clear(OwnedAppender appender);

    [LibraryImport(Library)]
    internal static partial DuckState duckdb_appender_destroy(ref nint appender);

    [LibraryImport(Library)]
    internal static partial BorrowedText duckdb_error_data_message(OwnedError error);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_error_data(ref nint error);
}
