using Habitue.Duck;
using Habitue.Lake.Events;

namespace Habitue.Lake.Loading;

/// <summary>
/// How events are kept: the table <c>event_rows</c> has the columns that some source has filled so far, the view
/// <c>events</c> has all of them. A column that nobody fills costs neither time nor space, and a message id that the
/// source did not give is told by the row's place instead of being stored.
/// </summary>
internal static class EventRows
{
    public const string Table = "event_rows";

    /// <summary>The id of an event that its source did not name.</summary>
    public const string PlaceId = "'s' || source || '-' || source_row";

    /// <summary>Columns that every event has.</summary>
    private static readonly string[] Always = ["event", "occurred_at", "customer_id", "is_known", "is_bot", "is_cancellation", "content_hash", "source", "source_row", "load"];

    public static void Create(DuckConnection warehouse)
    {
        IEnumerable<string> columns = Schema.ColumnsOf(Entity.Events).Where(c => Always.Contains(c.Name)).Select(c => $"{c.Name} {c.Type}");
        warehouse.Execute($"CREATE TABLE IF NOT EXISTS {Table} ({string.Join(", ", columns)})");
        if (warehouse.Scalar<long>("SELECT COUNT(*) FROM duckdb_views() WHERE view_name = 'events' AND NOT temporary") == 0)
            warehouse.Execute(View(Stored(warehouse)));
    }

    /// <summary>The columns that are stored now.</summary>
    public static HashSet<string> Stored(DuckConnection warehouse) =>
        [.. warehouse.Rows<string>($"SELECT column_name FROM duckdb_columns() WHERE table_name = '{Table}' AND NOT internal")];

    /// <summary>Adds the columns that a batch fills and that no earlier one did.</summary>
    public static void Widen(DuckConnection warehouse, IEnumerable<string> filled)
    {
        HashSet<string> stored = Stored(warehouse);
        Dictionary<string, string> types = Schema.ColumnsOf(Entity.Events).ToDictionary(c => c.Name, c => c.Type);
        List<string> missing = [.. filled.Where(f => !stored.Contains(f))];
        if (missing.Count == 0)
            return;
        foreach (string column in missing)
            warehouse.Execute($"ALTER TABLE {Table} ADD COLUMN {column} {types[column]}");
        stored.UnionWith(missing);
        warehouse.Execute(View(stored));
    }

    private static string View(HashSet<string> stored)
    {
        IEnumerable<string> columns = Schema.ColumnsOf(Entity.Events).Select(c => c.Name switch
        {
            "message_id" when stored.Contains(c.Name) => $"COALESCE(message_id, {PlaceId}) AS message_id",
            "message_id" => $"{PlaceId} AS message_id",
            _ when stored.Contains(c.Name) => c.Name,
            _ => $"CAST(NULL AS {c.Type}) AS {c.Name}",
        });
        return $"CREATE OR REPLACE VIEW events AS SELECT {string.Join(", ", columns)} FROM {Table}";
    }
}
