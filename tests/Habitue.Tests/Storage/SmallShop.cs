using System.Globalization;
using Habitue.Duck;
using Habitue.Lake.Events;
using Habitue.Lake.Loading;
using Habitue.Lake.Storage;

namespace Habitue.Tests.Storage;

/// <summary>A warehouse in memory with the tables that a load fills, and rows that a test writes down.</summary>
internal sealed class SmallShop : IDisposable
{
    private readonly DuckDatabase _database = DuckDatabase.InMemory(new DuckSettings { Threads = 2 });
    private int _rows;

    public SmallShop()
    {
        Warehouse = _database.Connect();
        Schema.Create(Warehouse);
        EventRows.Fit(Warehouse, Schema.ColumnsOf(Entity.Events).Select(column => column.Name), new Dictionary<string, string>());
    }

    public DuckConnection Warehouse { get; }

    public SmallShop Add(params Row[] rows)
    {
        if (rows.Length == 0)
            return this;
        string values = string.Join(",\n", rows.Select(Values));
        Warehouse.Execute($"""
            INSERT INTO {EventRows.Table} BY NAME
            SELECT 1 AS source, source_row, message_id, type, event, occurred_at, customer_id, is_known, session_id, order_id, product_id, product_name, category, quantity,
                CAST(unit_price AS DECIMAL(18,4)) AS unit_price, CAST(COALESCE(amount, CAST(quantity * unit_price AS DECIMAL(18,4))) AS DECIMAL(18,4)) AS amount,
                discount, coupon, country, channel, device, duration_seconds, is_bot, is_cancellation, properties
            FROM (VALUES {values}) rows (source_row, message_id, type, event, occurred_at, customer_id, is_known, session_id, order_id, product_id, product_name,
                category, quantity, unit_price, amount, discount, coupon, country, channel, device, duration_seconds, is_bot, is_cancellation, properties)
            """);
        return this;
    }

    public SmallShop Run(string sql)
    {
        Warehouse.Execute(sql);
        return this;
    }

    public SmallShop Build(string asOf = "2024-01-01")
    {
        Models.Build(Warehouse, DateTime.Parse(asOf, CultureInfo.InvariantCulture));
        Models.BuildServed(Warehouse);
        return this;
    }

    /// <summary>The rows of a query, values separated by bars, NULL as nothing.</summary>
    public IReadOnlyList<string> Lines(string sql) => TextLines.Of(Warehouse, sql);

    public void Dispose()
    {
        Warehouse.Dispose();
        _database.Dispose();
    }

    private string Values(Row row)
    {
        string[] values =
        [
            (++_rows).ToString(CultureInfo.InvariantCulture), Text(row.Id ?? $"m{_rows:D4}"), Text(row.Type), Text(row.Event), $"TIMESTAMP '{row.At}'", Text(row.Customer), Truth(row.Known), Text(row.Session),
            Text(row.Order), Text(row.Product), Text(row.Name), Text(row.Category), Number(row.Quantity, "DOUBLE"), Number(row.Price, "DECIMAL(18,4)"),
            Number(row.Amount, "DECIMAL(18,4)"), Number(row.Discount, "DECIMAL(18,4)"), Text(row.Coupon), Text(row.Country), Text(row.Channel), Text(row.Device),
            Number(row.Seconds, "DOUBLE"), Truth(row.Bot), Truth(row.Cancelled), Text(row.Properties),
        ];
        return $"({string.Join(", ", values)})";
    }

    private static string Text(string? value) => value is null ? "CAST(NULL AS VARCHAR)" : $"'{value.Replace("'", "''")}'";

    private static string Truth(bool value) => value ? "TRUE" : "FALSE";

    private static string Number(IFormattable? value, string type) => $"CAST({value?.ToString(null, CultureInfo.InvariantCulture) ?? "NULL"} AS {type})";
}
