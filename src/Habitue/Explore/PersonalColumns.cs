using System.Security.Cryptography;
using Habitue.Duck;
using Habitue.Server.Web.Access;

namespace Habitue.Explore;

/// <summary>
/// Which columns tell who somebody is, and what of them is shown to whom. For a role that may not see persons, views of the same names lie before the tables: what they hide
/// cannot be reached by any question, since a question may not name a table in another way.
/// </summary>
internal static class PersonalColumns
{
    /// <summary>What customers wrote, and fields that hold a record as it came.</summary>
    private static readonly HashSet<string> Free = ["properties", "original", "details", "title", "subject", "body", "user_agent", "search"];

    private static readonly HashSet<string> Ids = ["customer_id", "anonymous_id", "session_id", "session_key"];

    /// <summary>Two ids that differ are told apart, and none can be guessed from its mask: the word is of this process alone.</summary>
    private static readonly string Salt = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>The tables of the home with their columns, and which of these are personal. Only a table of customers has personal columns: the name of a model is none.</summary>
    public static IReadOnlyList<ExploredTable> Read(DuckConnection connection)
    {
        var columns = connection.Rows<(string Table, string Name, string Type)>("SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = 'main' AND NOT internal ORDER BY table_name, column_index");
        return [.. columns.GroupBy(column => column.Table).Select(table =>
        {
            var ofCustomers = table.Any(column => column.Name is "customer_id");
            return new ExploredTable(table.Key, [.. table.Select(column => new ExploredColumn(column.Name, column.Type, ofCustomers && (Masks.Personal.Contains(column.Name) || Free.Contains(column.Name))))]);
        })];
    }

    /// <summary>Lays the masks over the tables, for this connection only.</summary>
    public static void Mask(DuckConnection connection, IReadOnlyList<ExploredTable> tables)
    {
        var database = connection.Scalar<string>("SELECT current_database()");
        var views = tables.Where(table => table.Columns.Any(column => column.IsPersonal || Ids.Contains(column.Name)))
            .Select(table => $"CREATE TEMP VIEW {Quoted(table.Name)} AS SELECT {string.Join(", ", table.Columns.Select(Masked))} FROM {Quoted(database)}.main.{Quoted(table.Name)}");
        connection.Execute(string.Join(";\n", views.Prepend("SELECT 1")));
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Masked(ExploredColumn column)
    {
        var name = Quoted(column.Name);
        if (column.IsPersonal) return $"CASE WHEN {name} IS NOT NULL THEN '{Masks.Hidden}' END AS {name}";
        // An id that is an e-mail address names a person; another word for it still joins.
        return Ids.Contains(column.Name) && column.Type == "VARCHAR" ? $"CASE WHEN contains({name}, '@') THEN '#' || left(sha256({name} || '{Salt}'), 16) ELSE {name} END AS {name}" : name;
    }
}

/// <summary>A table that can be asked.</summary>
internal sealed record ExploredTable(string Name, IReadOnlyList<ExploredColumn> Columns);

/// <param name="IsPersonal">It tells who somebody is.</param>
internal sealed record ExploredColumn(string Name, string Type, bool IsPersonal);
