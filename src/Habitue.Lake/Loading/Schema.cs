using Habitue.Duck;
using Habitue.Lake.Events;

namespace Habitue.Lake.Loading;

/// <summary>The tables that a load fills. The models of the warehouse are built from these and never write to them.</summary>
public static class Schema
{
    /// <summary>Columns of events that no source fills: cleaning decides them.</summary>
    private static readonly (string Name, string Type)[] EventExtras =
    [
        ("is_known", "BOOLEAN"), ("is_bot", "BOOLEAN"), ("is_cancellation", "BOOLEAN"),
    ];

    /// <summary>Columns that every entity's table ends with: where a row came from, and what it said besides.</summary>
    private static readonly (string Name, string Type)[] Origin =
    [
        ("properties", "VARCHAR"), ("content_hash", "UBIGINT"), ("source", "INTEGER"), ("source_row", "BIGINT"), ("load", "BIGINT"),
    ];

    public static void Create(DuckConnection warehouse)
    {
        var ddl = new System.Text.StringBuilder();
        foreach (Entity entity in Entity.All.Where(e => e != Entity.Events))
            ddl.Append("CREATE TABLE IF NOT EXISTS ").Append(entity.Name).Append(" (").Append(string.Join(", ", ColumnsOf(entity).Select(c => $"{c.Name} {c.Type}"))).Append(");\n");
        ddl.Append("""
            CREATE TABLE IF NOT EXISTS sources (source INTEGER, address VARCHAR, layout VARCHAR, entity VARCHAR, format VARCHAR, bytes BIGINT,
                modified TIMESTAMP, sha256 VARCHAR, rows BIGINT, rejected BIGINT, cursor VARCHAR, mapping VARCHAR, load BIGINT, loaded_at TIMESTAMP);
            CREATE TABLE IF NOT EXISTS lake_files (path VARCHAR, rows BIGINT, bytes BIGINT, first_load BIGINT, last_load BIGINT);
            CREATE TABLE IF NOT EXISTS lake_loads (load BIGINT);
            CREATE TABLE IF NOT EXISTS loads (load BIGINT, loaded_at TIMESTAMP, files BIGINT, rows BIGINT, kept BIGINT, rejected BIGINT);
            CREATE TABLE IF NOT EXISTS quarantine (load BIGINT, entity VARCHAR, rule VARCHAR, reason VARCHAR, source INTEGER, source_row BIGINT, original VARCHAR,
                message_id VARCHAR, event VARCHAR, occurred_at TIMESTAMP, customer_id VARCHAR, order_id VARCHAR, product_id VARCHAR, product_name VARCHAR,
                country VARCHAR, quantity DOUBLE, unit_price DECIMAL(18,4), amount DECIMAL(18,4), rejected_at TIMESTAMP);
            """);
        // All at once: each commit of its own would wait for the disk.
        using DuckTransaction transaction = warehouse.Begin();
        warehouse.Execute(ddl.ToString());
        EventRows.Create(warehouse);
        transaction.Commit();
    }

    public static IEnumerable<(string Name, string Type)> ColumnsOf(Entity entity)
    {
        foreach (Field field in entity.Fields)
            yield return (field.Name, field.SqlType);
        if (entity == Entity.Events)
            foreach ((string Name, string Type) extra in EventExtras)
                yield return extra;
        foreach ((string Name, string Type) origin in Origin)
            yield return origin;
    }
}
