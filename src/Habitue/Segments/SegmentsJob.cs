using Habitue.Duck;
using Habitue.Lake.Storage;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Statistics;

namespace Habitue.Segments;

/// <summary>
/// Gives every customer who bought a segment: the RFM grid, a cluster with a name, and a place on the map of customers.
/// Writes <c>customer_segments</c> (one row per customer) and <c>segments</c> (one row per cluster), both or none.
/// </summary>
internal static class SegmentsJob
{
    public static SegmentsReport Run(DuckConnection warehouse, Seed seed, FitRun run)
    {
        var columns = FeatureMatrix.NumbersOf(warehouse);
        var (customers, features) = FeatureMatrix.Read(warehouse, columns, run.Cancel);
        var clustering = ValueClusters.Of(features, seed, run);
        var map = CustomerMap.Of(features, run with { Progress = null });
        var names = SegmentNames.Of(Places.Of(features, clustering));

        using var transaction = warehouse.Begin();
        warehouse.Execute("CREATE OR REPLACE TEMP TABLE cluster_of (customer_id VARCHAR, cluster INTEGER, cluster_name VARCHAR, pc1 DOUBLE, pc2 DOUBLE)");
        using (var rows = warehouse.Appender("cluster_of"))
            rows.Append(customers, clustering.Labels, Array.ConvertAll(clustering.Labels, label => names[label]), Doubles(map.Column(0)), Doubles(map.Column(1)));
        warehouse.Execute(Queries.Read("customer_segments"), run.Cancel);
        warehouse.Execute(Queries.Read("segments"), run.Cancel);
        warehouse.Execute("DROP TABLE cluster_of");
        transaction.Commit();
        return new SegmentsReport(customers.Length, clustering.Clusters, clustering.Silhouette);
    }

    /// <summary>
    /// Divides a few made-up customers, so that the loops are compiled for this processor before the real ones come: while files
    /// are listed and looked at, a second processor has nothing else to do.
    /// </summary>
    public static void Prepare()
    {
        var few = new Matrix(4 * ValueClusters.FewestCustomers, ValueClusters.Columns);
        for (var row = 0; row < few.Rows; row++)
            for (var column = 0; column < few.Columns.Count; column++) few[row, column] = (row % 4 * 10) + ((row * (column + 3)) % 7);
        var alone = new FitRun(Threads: 1);
        ValueClusters.Of(few, new Seed(0), alone);
        CustomerMap.Of(few, alone);
        Correlation.Pearson(few, alone);
        Correlation.Spearman(few, alone);
    }

    /// <summary>The segments as the last run left them, the most valuable first; none when no run looked for any.</summary>
    public static IReadOnlyList<Segment> Read(DuckConnection warehouse) => warehouse.Scalar<long>("SELECT COUNT(*) FROM duckdb_tables() WHERE table_name = 'segments'") == 0 ? [] : warehouse.Rows<Segment>(
        "SELECT segment AS name, customers, share, revenue, revenue_share, recency_days, orders, average_order_value FROM segments ORDER BY revenue DESC, segment");

    /// <summary>What the two tables are made of.</summary>
    public static IReadOnlyList<LineageEdge> Lineage { get; } =
        [new("customer_features", "customer_segments"), new("customer_segments", "segments"), new("customer_features", "segments")];

    private static double[] Doubles(float[] values) => Array.ConvertAll(values, value => (double)value);
}

/// <summary>One segment as people talk of it.</summary>
/// <param name="Share">Of all customers who bought, from 0 to 1.</param>
/// <param name="RecencyDays">The median of the days since the last order.</param>
/// <param name="Orders">Orders per customer.</param>
internal sealed record Segment(string Name, long Customers, double Share, decimal Revenue, double RevenueShare, double RecencyDays, double Orders, decimal AverageOrderValue);

/// <summary>What the segmentation did.</summary>
/// <param name="Silhouette">From -1 to 1; NaN when there were too few customers to divide.</param>
internal sealed record SegmentsReport(int Customers, int Clusters, double Silhouette);
