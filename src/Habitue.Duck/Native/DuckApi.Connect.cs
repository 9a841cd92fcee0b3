using System.Runtime.InteropServices;

namespace Habitue.Duck.Native;

// https://duckdb.org/docs/stable/clients/c/connect and /config
internal static partial class DuckApi
{
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial DuckState duckdb_open_ext(string path, out OwnedDatabase database, OwnedConfig config, out OwnedText error);

    [LibraryImport(Library)]
    internal static partial void duckdb_close(ref nint database);

    [LibraryImport(Library)]
    internal static partial DuckState duckdb_connect(OwnedDatabase database, out OwnedConnection connection);

    [LibraryImport(Library)]
    internal static partial void duckdb_disconnect(ref nint connection);

    [LibraryImport(Library)]
    internal static partial void duckdb_interrupt(OwnedConnection connection);

    [LibraryImport(Library)]
    internal static partial ProgressStruct duckdb_query_progress(OwnedConnection connection);

    [LibraryImport(Library)]
    internal static partial BorrowedText duckdb_library_version();

    [LibraryImport(Library)]
    internal static partial DuckState duckdb_create_config(out OwnedConfig config);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial DuckState duckdb_set_config(OwnedConfig config, string name, string option);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_config(ref nint config);

    [LibraryImport(Library)]
    internal static partial void duckdb_free(nint memory);
}
