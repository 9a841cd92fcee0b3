using Habitue.Insights;
using Habitue.Segments;
using Habitue.Stages;

namespace Habitue.Tests.Segments;

public sealed class SegmentsJobTests : IDisposable
{
    private readonly PlantedGroups groups = new();

    public void Dispose() => groups.Dispose();

    [Fact]
    public void Planted_groups_are_found_and_named()
    {
        var report = groups.Three().Train();
        Assert.Equal(3, report.Segments);
        Assert.InRange(report.Silhouette, 0.8, 1);
        Assert.Equal(
            ["gone,Low value, lapsed,300", "autumn,Medium value, active,200", "regular,High value, frequent,100"],
            groups.Bench.Ask("SELECT regexp_extract(customer_id, '[a-z]+'), cluster_name, COUNT(*) FROM customer_segments GROUP BY ALL ORDER BY 3 DESC"));
    }

    [Fact]
    public void The_table_of_segments_adds_up_to_all_customers_and_all_revenue()
    {
        groups.Three().Train();
        var segments = SegmentsJob.Read(groups.Bench.Warehouse);
        Assert.Equal(600, segments.Sum(segment => segment.Customers));
        Assert.Equal(1, segments.Sum(segment => segment.Share), 9);
        Assert.Equal(1, segments.Sum(segment => segment.RevenueShare), 9);
        Assert.Equal(groups.Bench.Warehouse.Scalar<decimal>("SELECT SUM(monetary) FROM customer_features"), segments.Sum(segment => segment.Revenue));
        Assert.Equal("High value, frequent", segments[0].Name);
    }

    [Fact]
    public void Equal_customers_get_equal_scores_and_the_best_get_5()
    {
        groups.Three().Train();
        Assert.Equal(["0"], groups.Bench.Ask("SELECT COUNT(*) FROM (SELECT f.frequency FROM customer_segments s JOIN customer_features f USING (customer_id) GROUP BY f.frequency HAVING COUNT(DISTINCT s.rfm_f) > 1)"));
        Assert.Equal(["1,5"], groups.Bench.Ask("SELECT MIN(rfm_r), MAX(rfm_r) FROM customer_segments"));
        Assert.Equal(["Lost", "Champions"], groups.Bench.Ask("SELECT rfm_segment FROM customer_segments WHERE customer_id IN ('regular0', 'gone29') ORDER BY customer_id"));
    }

    [Fact]
    public void The_same_seed_gives_the_same_tables_on_any_number_of_threads()
    {
        string[] tables = [SegmentTables.Customers, SegmentTables.Segments, SegmentTables.Choice, SegmentTables.Portraits, SegmentTables.Tree, SegmentTables.Silhouettes, SegmentTables.History];
        string[] Print() => [.. tables.SelectMany(table => groups.Bench.Ask($"SELECT * FROM {table}"))];
        groups.Three().Train();
        var first = Print();
        SegmentsJob.Train(groups.Bench.Run with { Threads = 1 });
        Assert.Equal(first, Print());
        Assert.True(first.Length > 1200, "the tables are hardly filled");
    }

    [Fact]
    public void Every_method_is_tried_and_one_is_chosen_with_a_reason()
    {
        groups.Three().Train();
        Assert.Equal(["DBSCAN", "Gaussian mixture", "K-Means", "Ward"], groups.Bench.Ask("SELECT DISTINCT method FROM segment_choice ORDER BY 1"));
        Assert.Equal(["1,3,chosen: the clearest of the divisions that come out again from other customers"], groups.Bench.Ask("SELECT place, clusters, reason FROM segment_choice WHERE chosen"));
        Assert.Equal(["0"], groups.Bench.Ask("SELECT COUNT(*) FROM segment_choice WHERE reason = '' OR reason IS NULL"));
        // What is stable and clearer than the chosen one can only be a division in two.
        Assert.Equal(["0"], groups.Bench.Ask("SELECT COUNT(*) FROM segment_choice WHERE stability >= 0.8 AND clusters > 2 AND silhouette > (SELECT silhouette FROM segment_choice WHERE chosen)"));
    }

    [Fact]
    public void The_method_that_the_shop_wants_is_tried_alone_until_the_best_is_wanted_again()
    {
        groups.Three();
        var run = groups.Bench.Run;
        string[] Tried() => [.. groups.Bench.Ask("SELECT DISTINCT method FROM segment_choice ORDER BY 1")];
        string Watched() => SegmentsSlice.Slice.Watches!(run);
        var before = Watched();
        SegmentsJob.Train(run with { Chosen = new Dictionary<string, string> { [WantedMethod.OptionName] = "kmeans" } });
        Assert.Equal(["K-Means"], Tried());
        Assert.Equal(["0"], groups.Bench.Ask("SELECT COUNT(*) FROM segment_tree"));
        Assert.NotEqual(before, Watched());
        SegmentsJob.Train(run);
        Assert.Equal(["K-Means"], Tried());
        SegmentsJob.Train(run with { Chosen = new Dictionary<string, string> { [WantedMethod.OptionName] = WantedMethod.Best } });
        Assert.Equal(4, Tried().Length);
        Assert.Equal(before, Watched());
    }

    [Fact]
    public void Two_groups_that_are_far_apart_stay_two()
    {
        groups.Fill("""
            SELECT 'a' || i AS customer_id, 2.0 + i % 5 AS recency_days, 10 + i % 3 AS frequency, CAST(1000 + i AS DECIMAL(18,4)) AS monetary FROM range(120) t(i)
            UNION ALL SELECT 'b' || i, 300.0 + i % 40, 1, 20 + i % 10 FROM range(120) t(i)
            """).Train();
        Assert.Equal(["a,120", "b,120"], groups.Bench.Ask("SELECT LEFT(customer_id, 1), COUNT(*) FROM customer_segments GROUP BY cluster, 1 ORDER BY 1"));
    }

    [Theory]
    [InlineData(1, "1 customer is too few to compare; to divide them it needs 30")]
    [InlineData(20, "20 customers are too few to compare; to divide them it needs 30")]
    [InlineData(40, "40 customers are the same in recency, frequency and money, so that nothing divides them")]
    public void A_shop_of_few_or_equal_customers_has_one_segment_and_a_sentence(int customers, string why)
    {
        var done = groups.Fill($"SELECT 'c' || i AS customer_id, 3.0 AS recency_days, 1 AS frequency, CAST(10 AS DECIMAL(18,4)) AS monetary, 3.0 AS tenure_days FROM range({customers}) t(i)").Words();
        Assert.Equal($"{Words.Count(customers, "customer")} in one segment: {why}", done.Words);
        Assert.Equal([$"All customers,{customers}"], groups.Bench.Ask("SELECT segment, customers FROM segments"));
        Assert.Equal([$"{customers}"], groups.Bench.Ask("SELECT COUNT(*) FROM customer_segments WHERE rfm_segment IS NOT NULL"));
    }

    [Fact]
    public void Without_buyers_it_is_not_ready_and_the_tables_are_empty()
    {
        groups.Three().Train();
        var done = groups.Fill("SELECT 'v' AS customer_id, CAST(NULL AS DOUBLE) AS recency_days, 0 AS frequency, CAST(0 AS DECIMAL(18,4)) AS monetary").Words();
        Assert.Equal("not ready: it needs customers who bought; nobody has bought anything yet.", done.Words);
        Assert.Equal(["0"], groups.Bench.Ask("SELECT (SELECT COUNT(*) FROM customer_segments) + (SELECT COUNT(*) FROM segments) + (SELECT COUNT(*) FROM segment_portraits)"));
    }

    [Fact]
    public void A_feature_that_is_the_same_for_everybody_is_left_out_and_named()
    {
        var done = groups.Fill("""
            SELECT 'a' || i AS customer_id, 2.0 + i % 5 AS recency_days, 1 AS frequency, CAST(1000 + i AS DECIMAL(18,4)) AS monetary FROM range(120) t(i)
            UNION ALL SELECT 'b' || i, 300.0 + i % 40, 1, 20 + i % 10 FROM range(120) t(i)
            """).Words();
        Assert.Equal("240 customers in 2 segments", done.Words.Split(" (")[0]);
        Assert.Contains("left out, the same for everybody: number of orders", done.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelling_leaves_the_last_segments_in_place()
    {
        groups.Three().Train();
        groups.Bench.Warehouse.Execute("DELETE FROM customer_features WHERE customer_id LIKE 'gone%'");
        var stopped = groups.Bench.Run with { Stage = groups.Bench.Run.Stage with { Cancel = new CancellationToken(true) } };
        Assert.ThrowsAny<OperationCanceledException>(() => SegmentsJob.Train(stopped));
        Assert.Equal(["600"], groups.Bench.Ask("SELECT COUNT(*) FROM customer_segments"));
    }

    [Fact]
    public void Every_figure_has_an_interval_and_stands_beside_the_grid_or_chance()
    {
        groups.Three().Train();
        var metrics = groups.Bench.Shelf.Metrics(groups.Bench.Shelf.Promoted(SegmentModel.ShelfName)!);
        Assert.Equal(["all", "all", "segment", "segment", "segment"], metrics.Select(metric => metric.Part.Split('=')[0]));
        Assert.All(metrics, metric => Assert.True(metric.Low <= metric.Value && metric.Value <= metric.High && metric.Baseline is not null, $"{metric.Part}, {metric.Metric}"));
        Assert.True(metrics[0].Value > metrics[0].Baseline);
        Assert.Equal(0, metrics[1].Baseline);
    }

    [Fact]
    public void The_shelved_model_divides_again_without_learning_and_gives_the_same()
    {
        groups.Three().Train();
        string[] Who() => groups.Bench.Ask("SELECT customer_id, cluster, cluster_name FROM customer_segments");
        var trained = Who();
        var model = groups.Bench.Shelf.Promoted(SegmentModel.ShelfName)!;
        Assert.Equal(1, model.Version);
        groups.Bench.Warehouse.Execute("DROP TABLE customer_segments");
        var done = SegmentsJob.Score(groups.Bench.Run);
        Assert.Equal(3, done.Segments);
        Assert.Equal(trained, Who());
        Assert.Single(groups.Bench.Shelf.All());
    }

    [Fact]
    public void Scoring_without_a_model_says_what_makes_one()
    {
        groups.Three();
        var lack = Assert.Throws<NotReadyException>(() => SegmentsJob.Score(groups.Bench.Run));
        Assert.Equal("segments has no model yet; `habitue train segments` makes one, from 30 customers on.", lack.Message);
    }

    [Fact]
    public void Customers_in_the_middle_of_their_segment_are_sure_and_know_the_next_one()
    {
        groups.Three().Train();
        Assert.Equal(["0"], groups.Bench.Ask("SELECT COUNT(*) FROM customer_segments WHERE chance < 0.99 OR silhouette < 0.5 OR second_segment = cluster_name OR chance + second_chance > 1.000001"));
        Assert.Equal(["Medium value, active"], groups.Bench.Ask("SELECT DISTINCT second_segment FROM customer_segments WHERE customer_id LIKE 'gone%'"));
    }
}
