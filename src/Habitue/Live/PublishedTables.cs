using Habitue.Duck;

namespace Habitue.Live;

/// <summary>What the last run published of each customer, read from the warehouse's tables into memory. Tables that are not there say nothing.</summary>
internal sealed class PublishedTables
{
    private Dictionary<string, PublishedScores> scores = [];

    public int Count => scores.Count;

    public PublishedScores? Of(string id) => scores.GetValueOrDefault(id);

    /// <summary>Reads all tables anew.</summary>
    public void Read(DuckConnection warehouse)
    {
        var tables = warehouse.Rows<string>("SELECT table_name FROM duckdb_tables() UNION SELECT view_name FROM duckdb_views()").ToHashSet(StringComparer.Ordinal);
        if (!tables.Contains("customers")) return;
        var (columns, joins) = (new List<string>(), new List<string>());
        void Take(string table, string alias, string source, params ReadOnlySpan<(string Value, string Type, string Name)> values)
        {
            var there = tables.Contains(table);
            if (there) joins.Add($"LEFT JOIN {source} {alias} ON {alias}.customer_id = c.customer_id");
            foreach (var (value, type, name) in values) columns.Add((there ? $"{alias}.{value}" : $"CAST(NULL AS {type})") + $" AS {name}");
        }
        Take("customer_segments", "s", "customer_segments", ("cluster_name", "VARCHAR", "segment"));
        Take("churn_risks", "r", "churn_risks", ("probability", "DOUBLE", "risk"), ("risk_class", "VARCHAR", "class"));
        Take("purchase_scores", "p", "(SELECT customer_id, MAX(probability) FILTER (WHERE horizon_days = 7) AS buys_7, MAX(probability) FILTER (WHERE horizon_days = 30) AS buys_30 FROM purchase_scores GROUP BY customer_id)", ("buys_7", "DOUBLE", "buys_7"), ("buys_30", "DOUBLE", "buys_30"));
        Take("customer_values", "v", "customer_values", ("value_12m", "DOUBLE", "value"));
        // Segments and classes are few: each word is kept once.
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        string? Once(string? word) => word is null ? null : words.TryGetValue(word, out var known) ? known : words[word] = word;
        scores = warehouse.Rows<Row>(
                $"SELECT c.customer_id AS id, {string.Join(", ", columns)}, c.last_order_at AS last, CAST(c.orders AS BIGINT) AS orders FROM customers c {string.Join(' ', joins)} WHERE c.is_known")
            .ToDictionary(row => row.Id, row => new PublishedScores(Once(row.Segment), row.Risk, Once(row.Class), row.Buys7, row.Buys30, row.Value, row.Last is { } last ? DateTime.SpecifyKind(last, DateTimeKind.Utc) : null, row.Orders), StringComparer.Ordinal);
    }

    private sealed record Row(string Id, string? Segment, double? Risk, string? Class, double? Buys7, double? Buys30, double? Value, DateTime? Last, long Orders);
}
