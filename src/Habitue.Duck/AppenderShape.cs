using Habitue.Duck.Native;

namespace Habitue.Duck;

/// <summary>Makes the chunk of an appender with the columns of its table, and makes it ready for the next rows.</summary>
internal static class AppenderShape
{
    internal static (OwnedChunk Chunk, DuckColumnWriter[] Columns) Make(
        DuckConnection connection, OwnedAppender appender, string? schema, string table, OwnedArena texts)
    {
        var types = new OwnedType[DuckApi.duckdb_appender_column_count(appender)];
        try
        {
            var names = Names(connection, schema, table, types.Length);
            var columns = new DuckColumnWriter[types.Length];
            for (var i = 0; i < types.Length; i++)
                types[i] = DuckApi.duckdb_appender_column_type(appender, (ulong)i);
            var chunk = new OwnedChunk(DuckApi.duckdb_create_data_chunk(Array.ConvertAll(types, type => type.DangerousGetHandle()), (ulong)types.Length));
            for (var i = 0; i < types.Length; i++)
                columns[i] = new DuckColumnWriter(new DuckColumn(names[i], TypeReading.Read(types[i])), texts);
            Restart(chunk, columns);
            return (chunk, columns);
        }
        finally
        {
            foreach (var type in types)
                type?.Dispose();
        }
    }

    internal static void Restart(OwnedChunk chunk, DuckColumnWriter[] columns)
    {
        DuckApi.duckdb_data_chunk_reset(chunk);
        for (var i = 0; i < columns.Length; i++)
            columns[i].Start(DuckApi.duckdb_data_chunk_get_vector(chunk, (ulong)i), DuckAppender.ChunkRows);
    }

    private static string[] Names(DuckConnection connection, string? schema, string table, int count)
    {
        DuckApi.duckdb_table_description_create(connection.Handle, schema, table, out var description);
        using (description)
            return [.. Enumerable.Range(0, count).Select(i => DuckApi.duckdb_table_description_get_column_name(description, (ulong)i).Take() ?? $"#{i + 1}")];
    }
}
