using System.Runtime.InteropServices;

namespace Habitue.Duck.Native;

// https://duckdb.org/docs/stable/clients/c/data_chunk and /vector. SuppressGCTransition: these only read a field.
internal static unsafe partial class DuckApi
{
    [LibraryImport(Library), SuppressGCTransition]
    internal static partial ulong duckdb_vector_size();

    [LibraryImport(Library)]
    internal static partial nint duckdb_create_data_chunk(ReadOnlySpan<nint> types, ulong columns);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_data_chunk(ref nint chunk);

    [LibraryImport(Library)]
    internal static partial void duckdb_data_chunk_reset(OwnedChunk chunk);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial ulong duckdb_data_chunk_get_size(OwnedChunk chunk);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial void duckdb_data_chunk_set_size(OwnedChunk chunk, ulong size);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial nint duckdb_data_chunk_get_vector(OwnedChunk chunk, ulong column);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial byte* duckdb_vector_get_data(nint vector);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial ulong* duckdb_vector_get_validity(nint vector);

    [LibraryImport(Library)]
    internal static partial void duckdb_vector_ensure_validity_writable(nint vector);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial nint duckdb_list_vector_get_child(nint vector);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial ulong duckdb_list_vector_get_size(nint vector);

    [LibraryImport(Library)]
    internal static partial DuckState duckdb_list_vector_set_size(nint vector, ulong size);

    [LibraryImport(Library)]
    internal static partial DuckState duckdb_list_vector_reserve(nint vector, ulong capacity);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial nint duckdb_struct_vector_get_child(nint vector, ulong index);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial nint duckdb_array_vector_get_child(nint vector);
}
