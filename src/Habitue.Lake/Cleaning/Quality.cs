using Habitue.Duck;
using Habitue.Lake.Loading;

namespace Habitue.Lake.Cleaning;

/// <summary>A line of the quality report.</summary>
/// <param name="Found">Rows in what was read.</param>
/// <param name="Touched">Rows after duplicates were set aside.</param>
/// <param name="Note">Why, for the person whose rows these are.</param>
public sealed record QualityStep(int Step, string Rule, string Issue, string Method, string Action, long Found, long Touched, string Note);

/// <summary>What is in all that was read, before anything was decided about it.</summary>
public sealed record QualityFacts(long Lines, long Customers, long Orders, long Products, long Countries, long SaleLines, long SaleCustomers, long SaleOrders);

/// <summary>What can be counted without any table: rows that were set aside by rule, what rules found by step, and the facts.</summary>
public sealed record QualityOfRead(IReadOnlyDictionary<string, long> Rejected, IReadOnlyDictionary<int, (long Found, long Touched)> Counts, QualityFacts Facts);

/// <summary>A row that was set aside.</summary>
public sealed record RejectedRow(long Load, string Entity, string Rule, string Reason, string Address, long? Row, string Original);

/// <summary>
/// The quality report: step by step what was wrong, what was done and how many rows it touched, counted over all that
/// the warehouse has read. Rows that were set aside count as found, so the numbers are those of the raw data.
/// </summary>
public static class Quality
{
    private const string Duplicates = "'exact-duplicate', 'same-message-id', 'same-moment-and-content'";

    /// <summary>Counts every rule anew and keeps the result in the tables <c>quality_log</c> and <c>quality_facts</c>.</summary>
    /// <param name="warehouse">The connection.</param>
    /// <param name="hasTables">Whether the tables that some rules look at are those of what was read; otherwise these rules are left out.</param>
    /// <param name="read">What was counted before; null counts it now.</param>
    /// <param name="cancel">Stops the counting.</param>
    public static IReadOnlyList<QualityStep> Count(DuckConnection warehouse, bool hasTables, QualityOfRead? read, CancellationToken cancel)
    {
        read ??= OfRead(warehouse, cancel);
        var counts = new Dictionary<int, (long Found, long Touched)>(read.Counts);
        if (hasTables)
            CountInto(counts, warehouse, CleaningRules.All.Where(r => r.Needs is not null));
        cancel.ThrowIfCancellationRequested();
        List<QualityStep> steps = [.. CleaningRules.All.Where(r => hasTables || r.Needs is null).Select(rule =>
        {
            (long found, long touched) = rule.Kind == RuleKind.Count ? counts[rule.Step] : (read.Rejected.GetValueOrDefault(rule.Name), read.Rejected.GetValueOrDefault(rule.Name));
            return new QualityStep(rule.Step, rule.Name, rule.Issue, rule.Method, rule.Action, found, touched, rule.Reason);
        })];
        Keep(warehouse, steps, read.Facts);
        return steps;
    }

    /// <summary>Counts what needs no table but what was read: it may be done while tables are made.</summary>
    public static QualityOfRead OfRead(DuckConnection warehouse, CancellationToken cancel)
    {
        CreateReadRows(warehouse);
        Dictionary<string, long> rejected = warehouse.Rows<(string, long)>("SELECT rule, COUNT(*) FROM quarantine GROUP BY rule").ToDictionary(r => r.Item1, r => r.Item2);
        var counts = new Dictionary<int, (long, long)>();
        CountInto(counts, warehouse, CleaningRules.All.Where(r => r.Needs is null));
        cancel.ThrowIfCancellationRequested();
        return new QualityOfRead(rejected, counts, Facts(warehouse));
    }

    private static void CountInto(Dictionary<int, (long, long)> counts, DuckConnection warehouse, IEnumerable<Rule> rules)
    {
        string all = string.Join(" UNION ALL ", rules.Where(r => r.Kind == RuleKind.Count).Select(r => $"SELECT {r.Step} AS step, CAST(found AS BIGINT) AS found, CAST(touched AS BIGINT) AS touched FROM ({r.Sql})"));
        foreach ((int step, long found, long touched) in warehouse.Rows<(int, long, long)>(all))
            counts[step] = (found, touched);
    }

    /// <summary>Distinct things in all that was read, and the sale lines of known customers once duplicates are out.</summary>
    public static QualityFacts Facts(DuckConnection warehouse)
    {
        CreateReadRows(warehouse);
        // Lines of an order are put together once; what is different is counted among these, which are far fewer.
        return warehouse.Rows<QualityFacts>("""
            SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) AS lines, COUNT(DISTINCT CASE WHEN is_known THEN customer_id END) AS customers, COUNT(DISTINCT order_id) AS orders,
                (SELECT COUNT(DISTINCT product_id) FROM read_rows) AS products, COUNT(DISTINCT country) AS countries,
                CAST(COALESCE(SUM(n) FILTER (WHERE is_sale), 0) AS BIGINT) AS sale_lines, COUNT(DISTINCT CASE WHEN is_sale THEN customer_id END) AS sale_customers, COUNT(DISTINCT CASE WHEN is_sale THEN order_id END) AS sale_orders
            FROM (
                SELECT order_id, customer_id, country, is_known, is_sale, COUNT(*) AS n
                FROM (SELECT *, is_known AND NOT is_duplicate AND event = 'Order Completed' AND quantity > 0 AND unit_price > 0 AND NOT is_cancellation AS is_sale FROM read_rows)
                GROUP BY order_id, customer_id, country, is_known, is_sale)
            """)[0];
    }

    /// <summary>The quarantine, newest load first.</summary>
    public static IReadOnlyList<RejectedRow> Rejected(DuckConnection warehouse, string? rule, int limit) => warehouse.Rows<RejectedRow>(Listed + " LIMIT $2", rule, limit);

    /// <summary>The whole quarantine in the same order, row by row, so that it may be larger than memory. Nothing else may run on the connection until all are read.</summary>
    public static IEnumerable<RejectedRow> EachRejected(DuckConnection warehouse, string? rule, CancellationToken cancel)
    {
        using DuckResult rows = warehouse.Stream(Listed, [rule], cancel);
        while (rows.NextChunk() is { } chunk)
        {
            for (int i = 0; i < chunk.Count; i++)
                yield return new RejectedRow((long)chunk[0].GetValue(i)!, (string)chunk[1].GetValue(i)!, (string)chunk[2].GetValue(i)!, (string)chunk[3].GetValue(i)!, (string)chunk[4].GetValue(i)!, (long?)chunk[5].GetValue(i), (string)chunk[6].GetValue(i)!);
        }
    }

    private const string Listed = """
        SELECT q.load, q.entity, q.rule, q.reason, COALESCE(s.address, '') AS address, q.source_row AS row, q.original
        FROM quarantine AS q LEFT JOIN sources AS s ON s.source = q.source
        WHERE $1 IS NULL OR q.rule = $1
        ORDER BY q.load DESC, q.rule, q.source, q.source_row
        """;

    private static void CreateReadRows(DuckConnection warehouse) => warehouse.Execute($"""
        CREATE OR REPLACE TEMP VIEW read_rows AS
        SELECT event, customer_id, is_known, order_id, product_id, product_name, country, quantity, unit_price, is_cancellation, false AS is_duplicate FROM events
        UNION ALL
        SELECT event, customer_id, customer_id IS NOT NULL, order_id, product_id, product_name, country, quantity, unit_price,
            {BatchCleaning.CancellationSql("q").Replace("q.order_status", "CAST(NULL AS VARCHAR)")}, rule IN ({Duplicates})
        FROM quarantine AS q WHERE entity = 'events' AND rule <> 'unreadable-line'
        """);

    private static void Keep(DuckConnection warehouse, IReadOnlyList<QualityStep> steps, QualityFacts facts)
    {
        using DuckTransaction transaction = warehouse.Begin();
        warehouse.Execute("CREATE OR REPLACE TABLE quality_log (step INTEGER, rule VARCHAR, issue VARCHAR, method VARCHAR, action VARCHAR, found BIGINT, touched BIGINT, note VARCHAR)");
        T[] Each<T>(Func<QualityStep, T> of) => [.. steps.Select(of)];
        using (DuckAppender log = warehouse.Appender("quality_log"))
            log.Append(Each(s => s.Step), Each(s => s.Rule), Each(s => s.Issue), Each(s => s.Method), Each(s => s.Action), Each(s => s.Found), Each(s => s.Touched), Each(s => s.Note));
        warehouse.Execute("""
            CREATE OR REPLACE TABLE quality_facts AS SELECT $1 AS lines, $2 AS customers, $3 AS orders, $4 AS products, $5 AS countries,
                $6 AS sale_lines, $7 AS sale_customers, $8 AS sale_orders
            """, [facts.Lines, facts.Customers, facts.Orders, facts.Products, facts.Countries, facts.SaleLines, facts.SaleCustomers, facts.SaleOrders]);
        transaction.Commit();
    }
}
