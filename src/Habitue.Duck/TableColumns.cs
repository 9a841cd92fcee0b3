using Habitue.Duck.Native;

namespace Habitue.Duck;

/// <summary>What the catalogue knows of a table of the warehouse.</summary>
internal static class TableColumns
{
    internal static IReadOnlyList<DuckColumn>? Read(DuckConnection connection, string table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var found = DuckApi.duckdb_table_description_create(connection.Handle, null, table, out var description);
        using (description)
        {
            if (found == DuckState.Error) return null;
            var columns = new DuckColumn[DuckApi.duckdb_table_description_get_column_count(description)];
            for (var i = 0; i < columns.Length; i++)
            {
                using var type = DuckApi.duckdb_table_description_get_column_type(description, (ulong)i);
                columns[i] = new DuckColumn(DuckApi.duckdb_table_description_get_column_name(description, (ulong)i).Take() ?? $"#{i + 1}", TypeReading.Read(type));
            }
            return columns;
        }
    }
}
