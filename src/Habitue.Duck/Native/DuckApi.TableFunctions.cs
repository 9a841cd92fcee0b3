using System.Runtime.InteropServices;

namespace Habitue.Duck.Native;

// https://duckdb.org/docs/stable/clients/c/table_functions. SuppressGCTransition: these only read or write a field.
internal static unsafe partial class DuckApi
{
    [LibraryImport(Library)]
    internal static partial OwnedTableFunction duckdb_create_table_function();

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_table_function(ref nint function);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void duckdb_table_function_set_name(OwnedTableFunction function, string name);

    [LibraryImport(Library)]
    internal static partial void duckdb_table_function_add_parameter(OwnedTableFunction function, OwnedType type);

    [LibraryImport(Library)]
    internal static partial void duckdb_table_function_set_bind(OwnedTableFunction function, delegate* unmanaged[Cdecl]<nint, void> bind);

    [LibraryImport(Library)]
    internal static partial void duckdb_table_function_set_init(OwnedTableFunction function, delegate* unmanaged[Cdecl]<nint, void> init);

    [LibraryImport(Library)]
    internal static partial void duckdb_table_function_set_local_init(OwnedTableFunction function, delegate* unmanaged[Cdecl]<nint, void> init);

    [LibraryImport(Library)]
    internal static partial void duckdb_table_function_set_function(OwnedTableFunction function, delegate* unmanaged[Cdecl]<nint, nint, void> fill);

    [LibraryImport(Library)]
    internal static partial void duckdb_table_function_supports_projection_pushdown(OwnedTableFunction function, [MarshalAs(UnmanagedType.U1)] bool supports);

    [LibraryImport(Library)]
    internal static partial DuckState duckdb_register_table_function(OwnedConnection connection, OwnedTableFunction function);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_bind_get_parameter(nint info, ulong index);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void duckdb_bind_add_result_column(nint info, string name, OwnedType type);

    [LibraryImport(Library)]
    internal static partial void duckdb_bind_set_bind_data(nint info, nint data, delegate* unmanaged[Cdecl]<nint, void> destroy);

    [LibraryImport(Library)]
    internal static partial void duckdb_bind_set_cardinality(nint info, ulong rows, [MarshalAs(UnmanagedType.U1)] bool isExact);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void duckdb_bind_set_error(nint info, string message);

    [LibraryImport(Library)]
    internal static partial nint duckdb_init_get_bind_data(nint info);

    [LibraryImport(Library)]
    internal static partial void duckdb_init_set_init_data(nint info, nint data, delegate* unmanaged[Cdecl]<nint, void> destroy);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_init_get_column_count(nint info);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_init_get_column_index(nint info, ulong index);

    [LibraryImport(Library)]
    internal static partial void duckdb_init_set_max_threads(nint info, ulong threads);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void duckdb_init_set_error(nint info, string message);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial nint duckdb_function_get_init_data(nint info);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial nint duckdb_function_get_local_init_data(nint info);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void duckdb_function_set_error(nint info, string message);

    [LibraryImport(Library)]
    internal static partial long duckdb_get_int64(OwnedValue value);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial nint duckdb_data_chunk_get_vector(nint chunk, ulong column);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial void duckdb_data_chunk_set_size(nint chunk, ulong size);
}
