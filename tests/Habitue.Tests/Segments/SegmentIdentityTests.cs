using Habitue.Insights;
using Habitue.Lake.Storage;
using Habitue.Segments;

namespace Habitue.Tests.Segments;

/// <summary>A segment keeps its number when customers are divided anew later, and who moved is counted.</summary>
public sealed class SegmentIdentityTests : IDisposable
{
    private static readonly DateTime Later = new(2026, 2, 1);

    private readonly PlantedGroups groups = new();

    public void Dispose() => groups.Dispose();

    private string[] Ask(string sql) => groups.Bench.Ask(sql);

    /// <summary>A month later: 40 of autumn have become as the regulars are, 10 of the gone are no longer known, 30 are new among the regulars.</summary>
    private SegmentsReport AMonthLater()
    {
        groups.Bench.Warehouse.Execute("""
            CREATE OR REPLACE TABLE customer_features AS
            SELECT customer_id, CASE WHEN customer_id LIKE 'autumn%' AND i < 40 THEN 1.0 + i % 7 ELSE recency_days END AS recency_days,
                CASE WHEN customer_id LIKE 'autumn%' AND i < 40 THEN 20 + i % 5 ELSE frequency END AS frequency,
                CAST(CASE WHEN customer_id LIKE 'autumn%' AND i < 40 THEN 5000 + i ELSE monetary END AS DECIMAL(18,4)) AS monetary,
                tenure_days, TIMESTAMP '2026-02-01' AS as_of
            FROM (SELECT *, TRY_CAST(regexp_extract(customer_id, '[0-9]+') AS INTEGER) AS i FROM customer_features)
            WHERE NOT (customer_id LIKE 'gone%' AND i < 10)
            UNION ALL SELECT 'fresh' || i, 1.0 + i % 7, 20 + i % 5, CAST(5000 + 10 * i AS DECIMAL(18,4)), 600.0, TIMESTAMP '2026-02-01' FROM range(30) t(i)
            """);
        Functions.SetAsOf(groups.Bench.Warehouse, Later);
        return SegmentsJob.Train(groups.Bench.Run with { AsOf = Later, Past = new PastFeatures(groups.Bench.Warehouse, Later), Data = "load 2" });
    }

    [Fact]
    public void Numbers_stay_and_moves_are_counted()
    {
        groups.Three().Train();
        var before = Ask("SELECT DISTINCT regexp_extract(customer_id, '[a-z]+'), cluster FROM customer_segments ORDER BY 1");
        Assert.Equal(3, before.Length);
        AMonthLater();
        Assert.Equal(before, Ask("SELECT DISTINCT regexp_extract(m.customer_id, '[a-z]+'), m.segment_id FROM segment_moves m WHERE m.segment_id IS NOT NULL AND m.segment_id = m.previous_segment_id ORDER BY 1"));
        string Id(string who) => before.Single(line => line.StartsWith(who, StringComparison.Ordinal)).Split(',')[1];
        Assert.Equal(
            [$"{Id("gone")},{Id("gone")},290", $"{Id("autumn")},{Id("autumn")},160", $"{Id("regular")},{Id("regular")},100", $"{Id("autumn")},{Id("regular")},40", $",{Id("regular")},30", $"{Id("gone")},,10"],
            Ask("SELECT from_id, to_id, customers FROM segment_migrations ORDER BY customers DESC"));
        Assert.Equal(["published"], Ask("SELECT DISTINCT basis FROM segment_migrations"));
    }

    [Fact]
    public void History_keeps_every_moment_once_and_a_repeated_run_remembers_the_moment_before()
    {
        groups.Three().Train();
        AMonthLater();
        var moves = Ask("SELECT * FROM segment_moves");
        AMonthLaterAgain();
        Assert.Equal(moves, Ask("SELECT * FROM segment_moves"));
        Assert.Equal(["600,3", "620,3"], Ask("SELECT SUM(customers), COUNT(*) FROM segment_history GROUP BY as_of ORDER BY as_of"));
        Assert.Equal(["3"], Ask("SELECT COUNT(*) FROM segment_ids"));
    }

    [Fact]
    public void A_group_that_was_not_there_before_gets_a_number_that_nobody_had()
    {
        groups.Three().Train();
        groups.Bench.Warehouse.Execute("""
            DELETE FROM customer_features WHERE customer_id LIKE 'gone%';
            INSERT INTO customer_features (customer_id, recency_days, frequency, monetary, tenure_days, as_of) SELECT 'whale' || i, 1.0 + i % 3, 200 + i % 9, CAST(900000 + i AS DECIMAL(18,4)), 700.0, TIMESTAMP '2026-01-01' FROM range(200) t(i)
            """);
        groups.Train();
        Assert.Equal(["whale,4"], Ask("SELECT DISTINCT regexp_extract(customer_id, '[a-z]+'), cluster FROM customer_segments WHERE customer_id LIKE 'whale%'"));
        Assert.Equal(["0"], Ask("SELECT COUNT(*) FROM segment_moves WHERE previous_segment_id IS NOT NULL"));
    }

    private void AMonthLaterAgain() => SegmentsJob.Train(groups.Bench.Run with { AsOf = Later, Past = new PastFeatures(groups.Bench.Warehouse, Later), Data = "load 2" });
}
