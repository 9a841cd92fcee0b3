using Habitue.Duck;

namespace Habitue.Lake.Marts;

/// <summary>A table of the home as other programs get it.</summary>
/// <param name="Name">Its name, here and there.</param>
/// <param name="Columns">What is in it, in order.</param>
/// <param name="LeftOut">Personal columns that stay at home.</param>
public sealed record Mart(string Name, IReadOnlyList<MartColumn> Columns, IReadOnlyList<string> LeftOut)
{
    /// <summary>The rows, as SQL.</summary>
    /// <param name="form">How a column is written where it does not go as it is.</param>
    public string Sql(Func<MartColumn, string>? form = null) =>
        $"SELECT {string.Join(", ", Columns.Select(column => $"{form?.Invoke(column) ?? column.Sql} AS {Loading.Sql.Name(column.Name)}"))} FROM {Loading.Sql.Name(Name)}";
}

/// <param name="Sql">The value, as SQL over the table.</param>
public sealed record MartColumn(string Name, DuckType Type, string Sql);

/// <summary>Which tables other programs get. Everything that a run makes and that tells about the shop; not what the program only needs for itself, and no files of the user's own.</summary>
public static class Marts
{
    private static readonly HashSet<string> OwnUse =
    [
        "builds", "charge_lines", "complete_customers", "complete_reviews", "complete_tickets", "consent_settings", "decision_positions", "event_constants", "event_rows", "events", "fences", "fills", "flow_memory", "identity_pending",
        "installed_functions", "lake_files", "lake_loads", "live_positions", "loads", "order_products", "product_codes", "profiles", "quarantine", "repeated_products", "return_claims", "return_lines", "return_matches", "segment_ids", "segment_settings", "sources", "value_series", "value_settings", "visit_events",
    ];

    /// <summary>Where a row came from. Each means that only where rows are told by their number in a source: a recommendation's source is something else.</summary>
    private static readonly HashSet<string> Origin = ["content_hash", "source", "source_row", "load", "of_source", "of_source_row"];

    /// <summary>Whether others get the table when they name none.</summary>
    public static bool IsForOthers(string table, IReadOnlyList<string> columns) => !OwnUse.Contains(table) && !columns.Contains(PersonalColumns.RowInFile);

    /// <param name="connection">The warehouse.</param>
    /// <param name="wanted">Only these, which may be any table; empty for all that are meant for others.</param>
    /// <param name="personal">Personal columns go along, and ids as they are.</param>
    /// <param name="idWord">The home's secret word.</param>
    /// <exception cref="MartException">One of the wanted tables is not there.</exception>
    public static IReadOnlyList<Mart> Choose(DuckConnection connection, IReadOnlyList<string> wanted, bool personal, string idWord)
    {
        var known = connection.Rows<string>("SELECT table_name FROM information_schema.tables WHERE table_catalog = current_database() AND table_schema = 'main' ORDER BY table_name");
        if (wanted.FirstOrDefault(name => !known.Contains(name)) is { } missing) throw new MartException($"{missing}: there is no such table; `habitue sql \"SHOW TABLES\"` lists all.");
        return [.. (wanted.Count > 0 ? wanted.Distinct() : known).Select(name => (Name: name, Columns: ColumnsOf(connection, name)))
            .Where(table => wanted.Count > 0 || IsForOthers(table.Name, Names(table.Columns)))
            .Select(table => Of(table.Name, table.Columns, personal, idWord))];
    }

    private static DuckColumn[] ColumnsOf(DuckConnection connection, string table)
    {
        using var empty = connection.Query($"SELECT * FROM {Loading.Sql.Name(table)} LIMIT 0");
        return [.. empty.Columns];
    }

    private static string[] Names(DuckColumn[] columns) => [.. columns.Select(column => column.Name)];

    private static Mart Of(string name, DuckColumn[] columns, bool personal, string idWord)
    {
        var names = Names(columns);
        var hasOrigin = IsForOthers(name, names) && names.Any(column => column.EndsWith("source_row", StringComparison.Ordinal));
        var all = columns.Zip(PersonalColumns.Among(names), (column, isPersonal) => (Column: column, IsPersonal: isPersonal && !personal)).ToList();
        return new Mart(name, [.. all.Where(one => !one.IsPersonal && !(hasOrigin && Origin.Contains(one.Column.Name))).Select(one => new MartColumn(one.Column.Name, one.Column.Type, Value(one.Column, names, personal, idWord)))],
            [.. all.Where(one => one.IsPersonal).Select(one => one.Column.Name)]);
    }

    private static string Value(DuckColumn column, string[] ofTable, bool personal, string idWord) =>
        !personal && column.Type.Id == DuckTypeId.Varchar && PersonalColumns.IsId(column.Name, ofTable) ? PersonalColumns.Renamed(Loading.Sql.Name(column.Name), idWord) : Loading.Sql.Name(column.Name);
}

/// <summary>A table cannot be handed to others. The message is one sentence.</summary>
public sealed class MartException(string sentence) : Exception(sentence);
