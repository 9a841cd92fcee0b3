using Habitue.Duck;
using Habitue.Insights;
using Habitue.Learning.Clustering;
using Habitue.Learning.Data;

namespace Habitue.Segments;

/// <summary>
/// Sees to it that a segment keeps its number when customers are divided anew: new clusters are matched with the segments of
/// the last time by the customers that they have in common; a cluster that continues none gets a number that no segment had.
/// </summary>
internal static class SegmentIdentity
{
    public static void Make(DuckConnection warehouse) => warehouse.Execute($"""
        CREATE TABLE IF NOT EXISTS {SegmentTables.Ids} (segment_id INTEGER, kind VARCHAR, name VARCHAR, first_as_of TIMESTAMP);
        CREATE TABLE IF NOT EXISTS {SegmentTables.History} (as_of TIMESTAMP, segment_id INTEGER, segment VARCHAR, kind VARCHAR, customers BIGINT, share DOUBLE, value DECIMAL(18,4));
        """);

    /// <summary>A lasting number for each cluster.</summary>
    /// <param name="order">The clusters, the most valuable first: in this order new numbers are given.</param>
    public static int[] Match(DuckConnection warehouse, string[] customers, int[] labels, IReadOnlyList<int> order, CancellationToken cancel)
    {
        var ids = new int[order.Count];
        Array.Fill(ids, -1);
        if (warehouse.Has(SegmentTables.Customers, "found_cluster"))
        {
            warehouse.Execute("CREATE OR REPLACE TEMP TABLE new_clusters (customer_id VARCHAR, cluster INTEGER)", cancel);
            using (var rows = warehouse.Appender("new_clusters")) rows.Append(customers, labels);
            var both = FrameReader.Read(warehouse, $"SELECT c.found_cluster AS before, w.cluster AS after FROM {SegmentTables.Customers} c JOIN new_clusters w ON w.customer_id = c.customer_id WHERE c.found_cluster IS NOT NULL ORDER BY c.customer_id", cancel);
            warehouse.Execute("DROP TABLE new_clusters", cancel);
            var (before, after) = ((NumberColumn)both["before"], (NumberColumn)both["after"]);
            var matching = ClusterMatching.ByRows([.. before.Values.ToArray().Select(id => (int)id)], [.. after.Values.ToArray().Select(id => (int)id)]);
            for (var k = 0; k < matching.Old.Count; k++) ids[k] = matching.Old[k];
        }
        var next = warehouse.Scalar<int>($"SELECT COALESCE(MAX(segment_id), 0) FROM {SegmentTables.Ids}") + 1;
        foreach (var cluster in order)
            if (ids[cluster] < 0) ids[cluster] = next++;
        return ids;
    }

    /// <summary>The numbers of the rules' segments, by their names.</summary>
    public static int[] Of(DuckConnection warehouse, IReadOnlyList<SegmentRule> rules, IReadOnlyList<int> found)
    {
        var known = warehouse.Rows<(int Id, string Name)>($"SELECT segment_id, name FROM {SegmentTables.Ids} WHERE kind = 'rule'");
        var next = Math.Max(found.Max(), warehouse.Scalar<int>($"SELECT COALESCE(MAX(segment_id), 0) FROM {SegmentTables.Ids}")) + 1;
        return [.. rules.Select(rule => known.Where(one => one.Name == rule.Name).Select(one => (int?)one.Id).FirstOrDefault() ?? next++)];
    }

    /// <summary>Writes down which numbers there are now, and what they are called now.</summary>
    public static void Keep(DuckConnection warehouse, IEnumerable<(int Id, string Kind, string Name)> segments, DateTime asOf)
    {
        foreach (var (id, kind, name) in segments)
        {
            warehouse.Execute($"UPDATE {SegmentTables.Ids} SET name = $2 WHERE segment_id = $1", [id, name]);
            warehouse.Execute($"INSERT INTO {SegmentTables.Ids} SELECT $1, $2, $3, $4 WHERE NOT EXISTS (SELECT 1 FROM {SegmentTables.Ids} WHERE segment_id = $1)", [id, kind, name, asOf]);
        }
    }
}
