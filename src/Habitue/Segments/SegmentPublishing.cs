using Habitue.Duck;
using Habitue.Insights;
using Habitue.Lake.Features;
using Habitue.Learning.Data;

namespace Habitue.Segments;

/// <summary>What was found about the buyers of now, row by row in the order of their ids.</summary>
/// <param name="Labels">The cluster of each, from 0.</param>
/// <param name="Ids">The lasting number of each cluster, and its name.</param>
/// <param name="Rows">The customers in the space of the clusters.</param>
internal sealed record FoundSegments(string[] Customers, int[] Labels, IReadOnlyList<int> Ids, IReadOnlyList<string> Names, Matrix Rows, Matrix Map);

/// <summary>
/// Writes the tables of customers, segments, moves, history and trend: all of them or none. Business rules are applied here,
/// to the customers of now and to those of the past moments alike.
/// </summary>
internal sealed class SegmentPublishing(SliceRun run, IReadOnlyList<SegmentRule> rules)
{
    /// <summary>Sums of what was spent look so many days back.</summary>
    private const int SpendDays = 90;

    internal const string Spend = "spend_90d";

    private DuckConnection Warehouse => run.Warehouse;

    /// <param name="now">The buyers of now.</param>
    /// <param name="past">The past moments.</param>
    /// <param name="labels">The clusters of the buyers of each of these.</param>
    public void Write(FoundSegments now, SegmentsPast past, IReadOnlyList<int[]> labels)
    {
        // Needs no warehouse, and is there when the customers are written.
        var overlap = Task.Run(() => Overlap.Of(now.Rows, now.Labels, now.Ids.Count, run.Cancel), CancellationToken.None);
        var ruleIds = rules.Count == 0 ? [] : SegmentIdentity.Of(Warehouse, rules, now.Ids);
        (int Id, string Kind, string Name)[] names = [.. now.Ids.Select((id, k) => (id, "found", now.Names[k])), .. rules.Select((rule, i) => (ruleIds[i], "rule", rule.Name))];
        Warehouse.Execute("CREATE OR REPLACE TEMP TABLE segment_names (id INTEGER, kind VARCHAR, name VARCHAR)");
        foreach (var (id, kind, name) in names) Warehouse.Execute("INSERT INTO segment_names VALUES ($1, $2, $3)", [id, kind, name]);
        Warehouse.Execute("CREATE OR REPLACE TEMP TABLE members_at (days_before INTEGER, as_of TIMESTAMP, customer_id VARCHAR, found_id INTEGER, found VARCHAR, segment_id INTEGER, segment VARCHAR, monetary DECIMAL(18,4), spend_90d DECIMAL(18,4))");
        Members(CustomerFeatures.Table, [(0, now.Customers, now.Labels)], now.Ids, ruleIds);
        Members(past.Table, [.. past.Buyers.Zip(labels, (buyers, clusters) => (buyers.Days, buyers.Customers, clusters))], now.Ids, ruleIds);
        Customers(now, overlap.GetAwaiter().GetResult());
        Warehouse.Execute(SliceQueries.Read("Segments/segments"), run.Cancel);
        SegmentIdentity.Keep(Warehouse, names, run.AsOf);
        History();
        Trend(past);
        Courses();
        Warehouse.Execute(SliceQueries.Read("Segments/segment_transitions"), run.Cancel);
        foreach (var table in (string[])["cluster_of", "members_at", "segment_names", "before_now"]) Warehouse.Execute($"DROP TABLE {table}");
        Warehouse.Execute($"DROP TABLE IF EXISTS {PastMoments.OwnTable}");
    }

    private void Members(string features, (int Days, string[] Customers, int[] Labels)[] moments, IReadOnlyList<int> ids, int[] ruleIds)
    {
        if (moments.Length == 0) return;
        Warehouse.Execute("CREATE OR REPLACE TEMP TABLE found_at (customer_id VARCHAR, found_id INTEGER, days_before INTEGER, as_of TIMESTAMP)");
        using (var rows = Warehouse.Appender("found_at"))
            foreach (var (days, customers, labels) in moments)
                rows.Append(customers, Array.ConvertAll(labels, label => ids[label]), Array.ConvertAll(labels, _ => days), Array.ConvertAll(labels, _ => run.AsOf.AddDays(-days)));
        var decide = rules.Count == 0 ? "c.found_id" : $"CASE {string.Join(' ', rules.Select((rule, i) => $"WHEN {rule.Condition} THEN {ruleIds[i]}"))} ELSE c.found_id END";
        var spend = Warehouse.Has(CustomerFeatures.Table, Spend) ? "CAST(f.spend_90d AS DECIMAL(18,4))" : "CAST(NULL AS DECIMAL(18,4))";
        Warehouse.Execute(SliceQueries.Read("Segments/members_at", ("decide", decide), ("spend", spend), ("features", features)), run.Cancel);
        Warehouse.Execute("DROP TABLE found_at");
    }

    private void Customers(FoundSegments now, Overlap overlap)
    {
        var basis = Before();
        Warehouse.Execute("CREATE OR REPLACE TEMP TABLE cluster_of (customer_id VARCHAR, chance DOUBLE, second_id INTEGER, second_chance DOUBLE, silhouette DOUBLE, pc1 DOUBLE, pc2 DOUBLE)");
        using (var rows = Warehouse.Appender("cluster_of"))
            rows.Append(now.Customers, overlap.Chance, Array.ConvertAll(overlap.Second, second => second < 0 ? (int?)null : now.Ids[second]), overlap.SecondChance, overlap.Silhouette, Doubles(now.Map.Column(0)), Doubles(now.Map.Column(1)));
        Warehouse.Execute(SliceQueries.Read("Segments/customer_segments"), run.Cancel);
        var previous = Warehouse.Rows<DateTime?>("SELECT MAX(as_of) FROM before_now")[0] is { } moment ? PastFeatures.Literal(moment) : "CAST(NULL AS TIMESTAMP)";
        Warehouse.Execute(SliceQueries.Read("Segments/segment_moves", ("previous", previous), ("moment", PastFeatures.Literal(run.AsOf)), ("basis", basis), ("any", basis.Length > 0 ? "TRUE" : "FALSE")), run.Cancel);
    }

    /// <summary>
    /// Where customers were before, best of all as it was published then; when nothing was, as the present model divides the
    /// customers of 30 days ago. Carried out twice for one moment, it remembers the moment before.
    /// </summary>
    private string Before()
    {
        var at = PastFeatures.Literal(run.AsOf);
        const string Columns = "customer_id VARCHAR, segment_id INTEGER, segment VARCHAR, as_of TIMESTAMP";
        Warehouse.Execute($"CREATE OR REPLACE TEMP TABLE before_now ({Columns})");
        if (Warehouse.Has(SegmentTables.Customers, "found_cluster"))
            if (Warehouse.Execute($"INSERT INTO before_now SELECT customer_id, cluster, cluster_name, as_of FROM {SegmentTables.Customers} WHERE as_of < {at} AND cluster IS NOT NULL") > 0) return "published";
        if (Warehouse.Has(SegmentTables.Moves, "basis"))
            if (Warehouse.Execute($"INSERT INTO before_now SELECT customer_id, previous_segment_id, previous_segment, previous_as_of FROM {SegmentTables.Moves} WHERE as_of = {at} AND basis = 'published' AND previous_segment_id IS NOT NULL") > 0) return "published";
        return Warehouse.Execute($"INSERT INTO before_now SELECT customer_id, segment_id, segment, as_of FROM members_at WHERE days_before = {PastMoments.Nearest}") > 0 ? "present model" : "";
    }

    private void History()
    {
        var at = PastFeatures.Literal(run.AsOf);
        Warehouse.Execute($"DELETE FROM {SegmentTables.History} WHERE as_of = {at}");
        Warehouse.Execute($"INSERT INTO {SegmentTables.History} SELECT {at}, cluster, segment, kind, customers, share, revenue FROM {SegmentTables.Segments} ORDER BY cluster");
    }

    /// <summary>What was spent in days of which the orders tell only a part is not known.</summary>
    private void Trend(SegmentsPast past) => Warehouse.Execute($"""
        CREATE OR REPLACE TABLE {SegmentTables.Trend} AS
        SELECT n.id AS segment_id, n.name AS segment, t.days_before, t.as_of, COUNT(m.customer_id) AS customers,
            CASE WHEN days_before(t.as_of, {SpendDays}) >= {PastFeatures.Literal(past.FirstOrder.Date)} THEN CAST(SUM(m.spend_90d) AS DECIMAL(18,4)) END AS spend_90d
        FROM segment_names n
        CROSS JOIN (SELECT DISTINCT days_before, as_of FROM members_at) t
        LEFT JOIN members_at m ON m.segment_id = n.id AND m.days_before = t.days_before
        GROUP BY n.id, n.name, t.days_before, t.as_of
        ORDER BY n.id, t.days_before
        """);

    private void Courses() => Warehouse.Execute($"""
        CREATE OR REPLACE TABLE {SegmentTables.Courses} AS
        SELECT customer_id, as_of, segment_id, segment
        FROM (SELECT *, LAG(segment_id) OVER (PARTITION BY customer_id ORDER BY as_of) AS before_id FROM members_at)
        WHERE segment_id IS DISTINCT FROM before_id
        ORDER BY customer_id, as_of
        """, run.Cancel);

    private static double[] Doubles(float[] values) => Array.ConvertAll(values, value => (double)value);
}
