using Habitue.Duck;
using Habitue.Lake.Marts;
using Habitue.Server.Web.Access;

namespace Habitue.Explore;

/// <summary>
/// What of the tables is shown to a role that may not see persons: views of the same names lie before the tables, and what they hide cannot be reached by any question, since a
/// question may not name a table in another way.
/// </summary>
internal static class MaskedViews
{
    /// <summary>The tables of the home with their columns.</summary>
    public static IReadOnlyList<ExploredTable> Read(DuckConnection connection)
    {
        var columns = connection.Rows<(string Table, string Name, string Type)>("SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = 'main' AND NOT internal ORDER BY table_name, column_index");
        return [.. columns.GroupBy(column => column.Table).Select(table => new ExploredTable(table.Key,
            [.. table.Zip(PersonalColumns.Among([.. table.Select(column => column.Name)]), (column, isPersonal) => new ExploredColumn(column.Name, column.Type, isPersonal))]))];
    }

    /// <summary>Lays the masks over the tables, for this connection only.</summary>
    public static void Lay(DuckConnection connection, IReadOnlyList<ExploredTable> tables, string idWord)
    {
        var database = connection.Scalar<string>("SELECT current_database()");
        var views = tables.Where(table => table.Columns.Any(column => column.IsPersonal || IsId(column, table)))
            .Select(table => $"CREATE TEMP VIEW {Quoted(table.Name)} AS SELECT {string.Join(", ", table.Columns.Select(column => Masked(column, table, idWord)))} FROM {Quoted(database)}.main.{Quoted(table.Name)}");
        connection.Execute(string.Join(";\n", views.Prepend("SELECT 1")));
    }

    private static bool IsId(ExploredColumn column, ExploredTable table) => column.Type == "VARCHAR" && PersonalColumns.IsId(column.Name, table.Columns.Select(one => one.Name));

    private static string Masked(ExploredColumn column, ExploredTable table, string idWord)
    {
        var name = Quoted(column.Name);
        if (column.IsPersonal) return $"CASE WHEN {name} IS NOT NULL THEN '{Masks.Hidden}' END AS {name}";
        return IsId(column, table) ? $"{PersonalColumns.Renamed(name, idWord)} AS {name}" : name;
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

/// <summary>A table that can be asked.</summary>
internal sealed record ExploredTable(string Name, IReadOnlyList<ExploredColumn> Columns);

/// <param name="IsPersonal">It tells who somebody is.</param>
internal sealed record ExploredColumn(string Name, string Type, bool IsPersonal);
