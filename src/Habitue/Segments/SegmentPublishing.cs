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
    /// <summary>How many days before the moment the trend looks, over a year; the moments lie on the grid of the other slices' features. Without other slices, only every third is computed.</summary>
    private static readonly int[] DaysBefore = [.. Enumerable.Range(1, 13).Select(step => step * Origins.StepDays)], DaysBeforeAlone = [Origins.StepDays, .. Enumerable.Range(1, 4).Select(step => 3 * step * Origins.StepDays)];

    /// <summary>Sums of what was spent look so many days back.</summary>
    private const int SpendDays = 90;

    private const string Spend = "spend_90d", OwnPast = "segments_past_features";

    private DuckConnection Warehouse => run.Warehouse;

    /// <summary>The past moments for which features can be computed, when orders were there, and the buyers of these; from then on the features are there.</summary>
    /// <param name="features">What divides customers.</param>
    public static SegmentsPast Past(SliceRun run, IReadOnlyList<SegmentFeature> features)
    {
        if (!SegmentIdentity.Has(run.Warehouse, "orders", "is_known") || !SegmentIdentity.Has(run.Warehouse, "customers", "first_seen_at")) return SegmentsPast.None;
        if (run.Warehouse.Rows<DateTime?>("SELECT MIN(ordered_at) FROM orders WHERE is_known")[0] is not { } first) return SegmentsPast.None;
        // A trend that has every month keeps them.
        var isMonthly = SegmentIdentity.Has(run.Warehouse, SegmentTables.Trend, "days_before") && run.Warehouse.Rows<bool>($"SELECT {SegmentTables.IsMonthly}")[0];
        int[] days = [.. (run.IsAlone && !isMonthly ? DaysBeforeAlone : DaysBefore).Where(days => run.AsOf.AddDays(-days) > first)];
        if (days.Length == 0) return SegmentsPast.None with { FirstOrder = first };
        var known = SegmentRules.Known(run.Warehouse).Keys;
        var asked = SegmentRuleFile.Words(run);
        var needed = SegmentFeatures.All.SelectMany(feature => feature.Needs).Append(Spend).ToHashSet();
        var table = run.Past.OfAll(OwnPast, !run.IsAlone, [.. known.Where(name => needed.Contains(name) || asked.Contains(name))], [.. days.Select(before => run.AsOf.AddDays(-before))], run.Cancel);
        return new SegmentsPast([.. days.Select(before => PastBuyers.Read(run, features, table, before))], table, first);
    }

    /// <param name="now">The buyers of now.</param>
    /// <param name="past">The past moments.</param>
    /// <param name="labels">The clusters of the buyers of each of these.</param>
    public void Write(FoundSegments now, SegmentsPast past, IReadOnlyList<int[]> labels)
    {
        var ruleIds = rules.Count == 0 ? [] : SegmentIdentity.Of(Warehouse, rules, now.Ids);
        (int Id, string Kind, string Name)[] names = [.. now.Ids.Select((id, k) => (id, "found", now.Names[k])), .. rules.Select((rule, i) => (ruleIds[i], "rule", rule.Name))];
        Warehouse.Execute("CREATE OR REPLACE TEMP TABLE segment_names (id INTEGER, kind VARCHAR, name VARCHAR)");
        foreach (var (id, kind, name) in names) Warehouse.Execute("INSERT INTO segment_names VALUES ($1, $2, $3)", [id, kind, name]);
        Warehouse.Execute("CREATE OR REPLACE TEMP TABLE members_at (days_before INTEGER, as_of TIMESTAMP, customer_id VARCHAR, found_id INTEGER, found VARCHAR, segment_id INTEGER, segment VARCHAR, monetary DECIMAL(18,4), spend_90d DECIMAL(18,4))");
        Members(CustomerFeatures.Table, [(0, now.Customers, now.Labels)], now.Ids, ruleIds);
        Members(past.Table, [.. past.Buyers.Zip(labels, (buyers, clusters) => (buyers.Days, buyers.Customers, clusters))], now.Ids, ruleIds);
        Customers(now);
        Warehouse.Execute(SliceQueries.Read("Segments/segments"), run.Cancel);
        SegmentIdentity.Keep(Warehouse, names, run.AsOf);
        History();
        Trend(past);
        Courses();
        Warehouse.Execute(SliceQueries.Read("Segments/segment_transitions"), run.Cancel);
        foreach (var table in (string[])["cluster_of", "members_at", "segment_names", "before_now"]) Warehouse.Execute($"DROP TABLE {table}");
        Warehouse.Execute($"DROP TABLE IF EXISTS {OwnPast}");
    }

    private void Members(string features, (int Days, string[] Customers, int[] Labels)[] moments, IReadOnlyList<int> ids, int[] ruleIds)
    {
        if (moments.Length == 0) return;
        Warehouse.Execute("CREATE OR REPLACE TEMP TABLE found_at (customer_id VARCHAR, found_id INTEGER, days_before INTEGER, as_of TIMESTAMP)");
        using (var rows = Warehouse.Appender("found_at"))
            foreach (var (days, customers, labels) in moments)
                rows.Append(customers, Array.ConvertAll(labels, label => ids[label]), Array.ConvertAll(labels, _ => days), Array.ConvertAll(labels, _ => run.AsOf.AddDays(-days)));
        var decide = rules.Count == 0 ? "c.found_id" : $"CASE {string.Join(' ', rules.Select((rule, i) => $"WHEN {rule.Condition} THEN {ruleIds[i]}"))} ELSE c.found_id END";
        var spend = SegmentIdentity.Has(Warehouse, CustomerFeatures.Table, Spend) ? "CAST(f.spend_90d AS DECIMAL(18,4))" : "CAST(NULL AS DECIMAL(18,4))";
        Warehouse.Execute(SliceQueries.Read("Segments/members_at", ("decide", decide), ("spend", spend), ("features", features)), run.Cancel);
        Warehouse.Execute("DROP TABLE found_at");
    }

    private void Customers(FoundSegments now)
    {
        var overlap = Overlap.Of(now.Rows, now.Labels, now.Ids.Count, run.Cancel);
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
        if (SegmentIdentity.Has(Warehouse, SegmentTables.Customers, "found_cluster"))
            if (Warehouse.Execute($"INSERT INTO before_now SELECT customer_id, cluster, cluster_name, as_of FROM {SegmentTables.Customers} WHERE as_of < {at} AND cluster IS NOT NULL") > 0) return "published";
        if (SegmentIdentity.Has(Warehouse, SegmentTables.Moves, "basis"))
            if (Warehouse.Execute($"INSERT INTO before_now SELECT customer_id, previous_segment_id, previous_segment, previous_as_of FROM {SegmentTables.Moves} WHERE as_of = {at} AND basis = 'published' AND previous_segment_id IS NOT NULL") > 0) return "published";
        return Warehouse.Execute($"INSERT INTO before_now SELECT customer_id, segment_id, segment, as_of FROM members_at WHERE days_before = {DaysBefore[0]}") > 0 ? "present model" : "";
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

/// <summary>The past moments at which the segments can be looked at.</summary>
/// <param name="Table">Where the features of everybody as of these moments are.</param>
/// <param name="FirstOrder">When the orders begin.</param>
internal sealed record SegmentsPast(IReadOnlyList<PastBuyers> Buyers, string Table, DateTime FirstOrder)
{
    public static SegmentsPast None { get; } = new([], PastFeatures.Table, DateTime.UnixEpoch);
}

/// <summary>Who had bought by a past moment.</summary>
/// <param name="Days">How many days before the moment of the run.</param>
/// <param name="Habits">What divides them.</param>
internal sealed record PastBuyers(int Days, string[] Customers, Matrix Habits)
{
    public static PastBuyers Read(SliceRun run, IReadOnlyList<SegmentFeature> features, string table, int days)
    {
        var (customers, habits) = SegmentFeatures.Read(run.Warehouse, features, table, run.AsOf.AddDays(-days), run.Cancel);
        return new PastBuyers(days, customers, habits);
    }
}
