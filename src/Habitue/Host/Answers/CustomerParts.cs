using System.Text.Json;
using Habitue.Duck;

namespace Habitue.Host.Answers;

/// <summary>What one table tells of a customer: a row is a line.</summary>
internal sealed record CustomerPart(string Title, string Table, IReadOnlyList<DuckColumn> Columns, IReadOnlyList<object?[]> Lines)
{
    /// <summary>As an array under the table's name.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray(Table);
        foreach (var line in Lines)
        {
            json.WriteStartObject();
            for (var column = 0; column < line.Length; column++)
            {
                json.WritePropertyName(Columns[column].Name);
                Cell.Json(json, line[column]);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}

/// <summary>All that the warehouse knows of one customer, by the tables that are there: for the terminal and for the server.</summary>
internal static class CustomerParts
{
    private static readonly (string Title, string Table, string Sql)[] Parts =
    [
        ("Who", "customers", "SELECT * EXCLUDE (customer_id) FROM customers WHERE customer_id = $1"),
        ("Segment", "customer_segments", "SELECT * EXCLUDE (customer_id, as_of, pc1, pc2) FROM customer_segments WHERE customer_id = $1"),
        ("Likely to buy", "purchase_scores", "SELECT horizon_days AS days, probability, model, version FROM purchase_scores WHERE customer_id = $1 ORDER BY horizon_days"),
        ("Why", "purchase_reasons", "SELECT horizon_days AS days, contribution, words FROM purchase_reasons WHERE customer_id = $1 ORDER BY horizon_days, place"),
        ("Likely to stay away", "churn_risks", "SELECT * EXCLUDE (customer_id, as_of) FROM churn_risks WHERE customer_id = $1"),
        ("Why", "churn_reasons", "SELECT contribution, words FROM churn_reasons WHERE customer_id = $1 ORDER BY place"),
        ("Value", "customer_values", "SELECT * EXCLUDE (customer_id, as_of) FROM customer_values WHERE customer_id = $1"),
        ("Why", "value_reasons", "SELECT contribution, words FROM value_reasons WHERE customer_id = $1 ORDER BY place"),
        ("Recommended", "recommendations", "SELECT * EXCLUDE (customer_id) FROM recommendations WHERE customer_id = $1 ORDER BY place"),
        ("To do", "actions_today", "SELECT action, why, money, money_low, money_high, product_name FROM actions_today WHERE customer_id = $1"),
    ];

    /// <summary>The parts that hold something, in their order.</summary>
    public static IReadOnlyList<CustomerPart> Read(DuckConnection warehouse, string customer, CancellationToken cancel)
    {
        var there = warehouse.Rows<string>("SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'").ToHashSet();
        return [.. Parts.Where(part => there.Contains(part.Table)).Select(part => Part(warehouse, part.Title, part.Table, part.Sql, customer, cancel)).Where(part => part.Lines.Count > 0)];
    }

    /// <summary>All features of a customer; null when there are none.</summary>
    public static CustomerPart? Features(DuckConnection warehouse, string customer, CancellationToken cancel) =>
        Of(warehouse, "customer_features", "SELECT * EXCLUDE (customer_id) FROM customer_features WHERE customer_id = $1", customer, cancel);

    /// <summary>The latest events of a customer, the newest first; null when there are none.</summary>
    public static CustomerPart? RecentEvents(DuckConnection warehouse, string customer, int most, CancellationToken cancel) =>
        Of(warehouse, "events", $"SELECT occurred_at, type, event, order_id, product_id, quantity, unit_price, page, search FROM events WHERE customer_id = $1 ORDER BY occurred_at DESC LIMIT {most}", customer, cancel);

    private static CustomerPart? Of(DuckConnection warehouse, string table, string sql, string customer, CancellationToken cancel)
    {
        if (warehouse.Scalar<long>("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'main' AND table_name = $1", table) == 0) return null;
        var part = Part(warehouse, table, table, sql, customer, cancel);
        return part.Lines.Count > 0 ? part : null;
    }

    private static CustomerPart Part(DuckConnection warehouse, string title, string table, string sql, string customer, CancellationToken cancel)
    {
        using var result = warehouse.Query(sql, [customer], cancel);
        var lines = new List<object?[]>();
        foreach (var chunk in result.Chunks())
            for (var row = 0; row < chunk.Count; row++)
            {
                var line = new object?[result.Columns.Count];
                for (var column = 0; column < line.Length; column++) line[column] = chunk[column].GetValue(row);
                lines.Add(line);
            }
        return new CustomerPart(title, table, result.Columns, lines);
    }
}
