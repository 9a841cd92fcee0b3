using Habitue.Duck;
using Habitue.Lake.Events;

namespace Habitue.Lake.Loading;

/// <summary>
/// How events are kept: the table <c>event_rows</c> has the columns in which rows differ, <c>event_constants</c> the
/// values that are the same in all rows so far (a currency, a kind of event), and the view <c>events</c> has all columns.
/// What nobody fills, and what does not differ, costs neither time nor space; a message id that the source did not give
/// is told by the row's place instead of being stored.
/// </summary>
internal static class EventRows
{
    public const string Table = "event_rows";

    /// <summary>The id of an event that its source did not name.</summary>
    public const string PlaceId = "'s' || source || '-' || source_row";

    /// <summary>Columns that every event has.</summary>
    private static readonly string[] Always = ["occurred_at", "customer_id", "is_known", "is_bot", "is_cancellation", "content_hash", "source", "source_row", "load"];

    public static void Create(DuckConnection warehouse)
    {
        IEnumerable<string> columns = Schema.ColumnsOf(Entity.Events).Where(c => Always.Contains(c.Name)).Select(c => $"{c.Name} {c.Type}");
        warehouse.Execute($"CREATE TABLE IF NOT EXISTS {Table} ({string.Join(", ", columns)}); CREATE TABLE IF NOT EXISTS event_constants (name VARCHAR, value VARCHAR)");
        if (warehouse.Scalar<long>("SELECT COUNT(*) FROM duckdb_views() WHERE view_name = 'events' AND NOT temporary") == 0)
            warehouse.Execute(View(Stored(warehouse), Constants(warehouse)));
    }

    /// <summary>The columns that some row fills.</summary>
    public static IEnumerable<string> Filled(DuckConnection warehouse) => [.. Stored(warehouse), .. Constants(warehouse).Keys];

    /// <summary>The columns that are stored now.</summary>
    public static HashSet<string> Stored(DuckConnection warehouse)
    {
        // Quicker than to ask the catalogue for the columns of all tables.
        using DuckResult nothing = warehouse.Query($"SELECT * FROM {Table} LIMIT 0");
        return [.. nothing.Columns.Select(c => c.Name)];
    }

    /// <summary>Makes room for a batch.</summary>
    /// <param name="warehouse">The connection; no transaction is open.</param>
    /// <param name="varying">The columns in which the rows of the batch differ.</param>
    /// <param name="same">The values that all rows of the batch share.</param>
    /// <returns>The columns that are stored from now on.</returns>
    public static HashSet<string> Fit(DuckConnection warehouse, IEnumerable<string> varying, IReadOnlyDictionary<string, string> same)
    {
        HashSet<string> stored = Stored(warehouse);
        Dictionary<string, string> constants = Constants(warehouse);
        List<string> different = [.. same.Keys.Union(constants.Keys).Where(c => !stored.Contains(c) && same.GetValueOrDefault(c) != constants.GetValueOrDefault(c))];
        bool isEmpty = different.Count > 0 && warehouse.Scalar<long>($"SELECT COUNT(*) FROM {Table}") == 0;
        List<string> missing = [.. varying.Concat(isEmpty ? [] : different).Distinct().Where(c => !stored.Contains(c))];
        if (missing.Count == 0 && different.Count == 0)
            return stored;
        Dictionary<string, string> types = Schema.ColumnsOf(Entity.Events).ToDictionary(c => c.Name, c => c.Type);
        using DuckTransaction transaction = warehouse.Begin();
        foreach (string column in missing)
        {
            // The rows before keep the value that they shared.
            string before = constants.Remove(column, out string? value) ? Sql.Text(value) : "NULL";
            warehouse.Execute($"ALTER TABLE {Table} ADD COLUMN {column} {types[column]} DEFAULT {before}; ALTER TABLE {Table} ALTER COLUMN {column} DROP DEFAULT");
            stored.Add(column);
        }

        if (isEmpty)
            constants = same.Where(c => !stored.Contains(c.Key)).ToDictionary();
        warehouse.Execute("DELETE FROM event_constants");
        foreach ((string name, string value) in constants)
            warehouse.Execute("INSERT INTO event_constants VALUES ($1, $2)", [name, value]);
        warehouse.Execute(View(stored, constants));
        transaction.Commit();
        return stored;
    }

    private static Dictionary<string, string> Constants(DuckConnection warehouse) =>
        warehouse.Rows<(string Name, string Value)>("SELECT name, value FROM event_constants ORDER BY name").ToDictionary(c => c.Name, c => c.Value);

    private static string View(HashSet<string> stored, Dictionary<string, string> constants)
    {
        IEnumerable<string> columns = Schema.ColumnsOf(Entity.Events).Select(c => c.Name switch
        {
            "message_id" when stored.Contains(c.Name) => $"COALESCE(message_id, {PlaceId}) AS message_id",
            "message_id" => $"{PlaceId} AS message_id",
            _ when stored.Contains(c.Name) => c.Name,
            _ => $"CAST({(constants.TryGetValue(c.Name, out string? value) ? Sql.Text(value) : "NULL")} AS {c.Type}) AS {c.Name}",
        });
        return $"CREATE OR REPLACE VIEW events AS SELECT {string.Join(", ", columns)} FROM {Table}";
    }
}
