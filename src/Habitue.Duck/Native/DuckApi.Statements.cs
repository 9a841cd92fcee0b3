using System.Runtime.InteropServices;

namespace Habitue.Duck.Native;

// https://duckdb.org/docs/stable/clients/c/prepared; several statements in one text; pending results
internal static partial class DuckApi
{
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ulong duckdb_extract_statements(OwnedConnection connection, string sql, out OwnedExtract statements);

    [LibraryImport(Library)]
    internal static partial BorrowedText duckdb_extract_statements_error(OwnedExtract statements);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_extracted(ref nint statements);

    [LibraryImport(Library)]
    internal static partial DuckState duckdb_prepare_extracted_statement(OwnedConnection connection, OwnedExtract statements, ulong index, out OwnedStatement statement);

    [LibraryImport(Library)]
    internal static partial BorrowedText duckdb_prepare_error(OwnedStatement statement);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_prepare(ref nint statement);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_nparams(OwnedStatement statement);

    [LibraryImport(Library)]
    internal static partial int duckdb_prepared_statement_type(OwnedStatement statement);

    [LibraryImport(Library)]
    internal static partial DuckState duckdb_clear_bindings(OwnedStatement statement);

    [LibraryImport(Library)]
    internal static partial DuckState duckdb_pending_prepared(OwnedStatement statement, out OwnedPending pending);

    /// <summary>Marked as deprecated in the manual, and still the only way to a result that is not held in memory as a whole.</summary>
    [LibraryImport(Library)]
    internal static partial DuckState duckdb_pending_prepared_streaming(OwnedStatement statement, out OwnedPending pending);

    [LibraryImport(Library)]
    internal static partial BorrowedText duckdb_pending_error(OwnedPending pending);

    /// <summary>Does a piece of the work that no other thread has taken.</summary>
    [LibraryImport(Library)]
    internal static partial DuckPendingState duckdb_pending_execute_task(OwnedPending pending);

    [LibraryImport(Library)]
    internal static partial DuckState duckdb_execute_pending(OwnedPending pending, OwnedResult result);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_pending(ref nint pending);
}
