using Habitue.Duck;
using Habitue.Learning;
using Habitue.Segments;

namespace Habitue.Tests.Segments;

public sealed class SegmentsJobTests : IDisposable
{
    private readonly DuckDatabase database = DuckDatabase.InMemory();
    private readonly DuckConnection warehouse;

    public SegmentsJobTests()
    {
        warehouse = database.Connect();
        warehouse.Execute("CREATE MACRO median_of(x) AS quantile_cont(x, 0.5)");
    }

    public void Dispose()
    {
        warehouse.Dispose();
        database.Dispose();
    }

    /// <summary>100 regulars who spend much and came yesterday, 200 who came in autumn, 300 who are long gone.</summary>
    private void PlantThreeGroups() => warehouse.Execute("""
        CREATE TABLE customer_features AS
        SELECT 'regular' || i AS customer_id, TIMESTAMP '2026-01-01' AS as_of, 1.0 + i % 7 AS recency_days, 20 + i % 5 AS frequency, CAST(5000 + 10 * (i % 50) AS DECIMAL(18,4)) AS monetary, 700.0 AS tenure_days, CAST(NULL AS DOUBLE) AS never_known, 'x' AS word FROM range(100) t(i)
        UNION ALL SELECT 'autumn' || i, TIMESTAMP '2026-01-01', 80.0 + i % 9, 3 + i % 2, 500 + i % 60, 600.0, NULL, 'y' FROM range(200) t(i)
        UNION ALL SELECT 'gone' || i, TIMESTAMP '2026-01-01', 400.0 + i % 30, 1, 40 + i % 20, 450.0, NULL, 'z' FROM range(300) t(i)
        UNION ALL SELECT 'visitor', TIMESTAMP '2026-01-01', NULL, 0, 0, 10.0, NULL, 'v'
        """);

    [Fact]
    public void Planted_groups_are_found_and_named()
    {
        PlantThreeGroups();
        var report = SegmentsJob.Run(warehouse, new Seed(1), default);
        Assert.Equal(3, report.Clusters);
        Assert.InRange(report.Silhouette, 0.8, 1);
        Assert.Equal(
            [("gone", "Low value, lapsed", 300), ("autumn", "Medium value, active", 200), ("regular", "High value, active", 100)],
            warehouse.Rows<(string, string, long)>("SELECT regexp_extract(customer_id, '[a-z]+'), cluster_name, COUNT(*) FROM customer_segments GROUP BY ALL ORDER BY 3 DESC"));
    }

    [Fact]
    public void The_table_of_segments_adds_up_to_all_customers_and_all_revenue()
    {
        PlantThreeGroups();
        SegmentsJob.Run(warehouse, new Seed(1), default);
        var segments = SegmentsJob.Read(warehouse);
        Assert.Equal(600, segments.Sum(segment => segment.Customers));
        Assert.Equal(1, segments.Sum(segment => segment.Share), 9);
        Assert.Equal(1, segments.Sum(segment => segment.RevenueShare), 9);
        Assert.Equal(warehouse.Scalar<decimal>("SELECT SUM(monetary) FROM customer_features"), segments.Sum(segment => segment.Revenue));
        Assert.Equal("High value, active", segments[0].Name);
    }

    [Fact]
    public void Equal_customers_get_equal_scores_and_the_best_get_5()
    {
        PlantThreeGroups();
        SegmentsJob.Run(warehouse, new Seed(1), default);
        Assert.Equal(0, warehouse.Scalar<long>("SELECT COUNT(*) FROM (SELECT f.frequency FROM customer_segments s JOIN customer_features f USING (customer_id) GROUP BY f.frequency HAVING COUNT(DISTINCT s.rfm_f) > 1)"));
        Assert.Equal((1, 5), warehouse.Rows<(int, int)>("SELECT MIN(rfm_r), MAX(rfm_r) FROM customer_segments")[0]);
        Assert.Equal("Champions", warehouse.Scalar<string>("SELECT rfm_segment FROM customer_segments WHERE customer_id = 'regular0'"));
        Assert.Equal("Lost", warehouse.Scalar<string>("SELECT rfm_segment FROM customer_segments WHERE customer_id = 'gone29'"));
    }

    [Fact]
    public void The_same_seed_gives_the_same_segments()
    {
        PlantThreeGroups();
        const string Print = "SELECT CAST(SUM(hash(customer_id, cluster, cluster_name, pc1, pc2, rfm_segment)) AS VARCHAR) FROM customer_segments";
        SegmentsJob.Run(warehouse, new Seed(7), default);
        var first = warehouse.Scalar<string>(Print);
        SegmentsJob.Run(warehouse, new Seed(7), new FitRun(Threads: 1));
        Assert.Equal(first, warehouse.Scalar<string>(Print));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(40)]
    public void A_shop_of_few_or_equal_customers_has_one_segment_or_none(int customers)
    {
        warehouse.Execute($"CREATE TABLE customer_features AS SELECT 'c' || i AS customer_id, TIMESTAMP '2026-01-01' AS as_of, 3.0 AS recency_days, 1 AS frequency, CAST(10 AS DECIMAL(18,4)) AS monetary, 3.0 AS tenure_days FROM range({customers}) t(i)");
        var report = SegmentsJob.Run(warehouse, new Seed(1), default);
        Assert.Equal(customers, report.Customers);
        var segments = SegmentsJob.Read(warehouse);
        Assert.Equal(customers == 0 ? [] : ["All customers"], segments.Select(segment => segment.Name));
    }

    [Fact]
    public void Cancelling_leaves_the_last_segments_in_place()
    {
        PlantThreeGroups();
        SegmentsJob.Run(warehouse, new Seed(1), default);
        warehouse.Execute("DELETE FROM customer_features WHERE customer_id LIKE 'gone%'");
        Assert.ThrowsAny<OperationCanceledException>(() => SegmentsJob.Run(warehouse, new Seed(1), new FitRun(new CancellationToken(true))));
        Assert.Equal(600, warehouse.Scalar<long>("SELECT COUNT(*) FROM customer_segments"));
    }

    [Fact]
    public void No_two_segments_share_a_name()
    {
        var alike = Enumerable.Range(0, 10).Select(i => new ClusterProfile(0.1, i / 10.0, 0.5, 0.9)).ToArray();
        Assert.Equal(10, SegmentNames.Of(alike).Distinct().Count());
    }
}
