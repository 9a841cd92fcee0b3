using Habitue.Insights;
using Habitue.Purchase;
using Habitue.Tests.Insights;
using Habitue.Tests.Storage;

namespace Habitue.Tests.Purchase;

public sealed class PurchaseSliceTests
{
    [Fact]
    public void Those_who_buy_often_are_likely_those_who_stopped_are_not_and_the_expected_number_comes_true()
    {
        using var bench = PlantedShop.Open();
        PurchaseSlice.Slice.Train(bench.Run());

        foreach (var horizon in (int[])[7, 30])
        {
            var came = PlantedShop.Coming(bench, horizon);
            var said = bench.Warehouse.Rows<(string Kind, double Expected, double Variance, long Customers)>($"""
                SELECT CASE CAST(customer_id[2:] AS INTEGER) % 3 WHEN 0 THEN 'often' WHEN 1 THEN 'seldom' ELSE 'stopped' END, SUM(probability), SUM(probability * (1 - probability)), COUNT(*)
                FROM purchase_scores WHERE horizon_days = {horizon} GROUP BY ALL
                """).ToDictionary(row => row.Kind);
            foreach (var kind in (string[])["often", "seldom", "stopped"])
            {
                // If the probabilities are true, the number that comes lies so near to the expected one in 999 of 1,000 shops; the model itself learned from the same kind at
                // about ten moments, which adds a tenth to the variance.
                var near = 3.29 * Math.Sqrt(said[kind].Variance * 1.1);
                TestContext.Current.TestOutputHelper?.WriteLine($"{horizon} days, {kind}: {said[kind].Expected:0.0} expected of {said[kind].Customers}, {came[kind]} came, within {near:0.0}");
                Assert.Equal(100, said[kind].Customers);
                Assert.InRange(came[kind], said[kind].Expected - near, said[kind].Expected + near);
            }
            Assert.True(said["often"].Expected > said["seldom"].Expected && said["seldom"].Expected > said["stopped"].Expected);
        }
    }

    [Fact]
    public void Every_score_has_a_reason_in_words_and_its_model_on_the_shelf()
    {
        using var bench = PlantedShop.Open();
        var words = PurchaseSlice.Slice.Train(bench.Run()).Words;

        Assert.Matches(@"^\d+ of 300 customers expected to buy within 7 days; \d+ of 300 customers expected to buy within 30 days \(AUC 0\.\d\d\)$", words);

        Assert.Equal(["30|purchase-30d|1|300", "7|purchase-7d|1|300"], bench.Lines("SELECT horizon_days, model, version, COUNT(*) FROM purchase_scores GROUP BY ALL ORDER BY 2"));
        Assert.Equal(["0"], bench.Lines("SELECT COUNT(*) FROM purchase_scores s WHERE NOT EXISTS (SELECT 1 FROM purchase_reasons r WHERE r.customer_id = s.customer_id AND r.horizon_days = s.horizon_days AND r.words LIKE '% times as %likely')"));
        // What is usual, the reasons and everything else sum to the log-odds of the answer.
        Assert.Equal(["600|true"], bench.Lines("""
            SELECT COUNT(*), lower(CAST(BOOL_AND(ABS(1 / (1 + EXP(-told)) - probability) < 1e-4) AS VARCHAR)) FROM purchase_scores
            JOIN (SELECT customer_id, horizon_days, SUM(contribution) AS told FROM purchase_reasons GROUP BY ALL) USING (customer_id, horizon_days)
            """));
        Assert.Equal(["600|600"], bench.Lines("SELECT COUNT(*) FILTER (WHERE place = 0 AND feature = '(usual)' AND words LIKE 'what is usual: % %'), COUNT(*) FILTER (WHERE feature = '(others)' AND words LIKE 'everything else: %') FROM purchase_reasons"));
        Assert.Equal(["7|30"], bench.Lines("SELECT MIN(horizon_days), MAX(horizon_days) FROM purchase_drivers WHERE times >= 1 AND way IN ('more', 'less', 'either')"));
        var model = bench.Shelf.Promoted("purchase-30d")!;
        Assert.Contains("rows of 10 moments from ", model.Card);
        var metrics = bench.Shelf.Metrics(model);
        Assert.Equal(["AUC", "average precision", "log loss", "Brier score", "calibration error", "accuracy", "precision", "recall", "F1", "lift of the first tenth"], metrics.Where(metric => metric.Part == "all").Select(metric => metric.Metric));
        Assert.True(metrics[0].Value > metrics[0].Baseline);
        Assert.All(metrics, metric => Assert.True(metric.Low <= metric.Value && metric.Value <= metric.High && metric.Low < metric.High && metric.Baseline is not null, $"{metric.Part}, {metric.Metric}"));
        // Nobody is new after a year, no country and no device is known, and of the lapsed none bought: one habit has figures.
        Assert.Equal(["repeat customers"], metrics.Select(metric => metric.Part).Where(part => part != "all").Distinct());
        Assert.Contains("so what the season does to everybody is not known.", model.Card, StringComparison.Ordinal);
        Assert.Superset(new HashSet<string> { "roc", "lift", "gain", "calibration", "confusion", "threshold" }, bench.Shelf.Curves(model).Select(point => point.Curve).ToHashSet());
    }

    [Fact]
    public void The_same_data_give_the_same_tables_and_a_later_score_those_of_the_promoted_model()
    {
        const string Print = "SELECT CAST(SUM(hash(customer_id, horizon_days, probability)) AS VARCHAR), COUNT(*) FROM purchase_scores";
        const string Reasons = "SELECT CAST(SUM(hash(customer_id, horizon_days, place, words)) AS VARCHAR), COUNT(*) FROM purchase_reasons";
        using var bench = PlantedShop.Open(150);
        using var other = PlantedShop.Open(150);
        PurchaseSlice.Slice.Train(bench.Run());
        PurchaseSlice.Slice.Train(other.Run());
        Assert.Equal(bench.Lines(Print), other.Lines(Print));
        Assert.Equal(bench.Lines(Reasons), other.Lines(Reasons));

        var before = bench.Lines(Print);
        PurchaseSlice.Slice.Score!(bench.Run());
        Assert.Equal(before, bench.Lines(Print));
        Assert.Equal(2, bench.Shelf.All().Count);
    }

    [Fact]
    public void A_horizon_that_was_asked_for_is_kept_up()
    {
        using var bench = PlantedShop.Open(150);
        PurchaseSlice.Slice.Train(bench.Run() with { Horizons = [14] });
        PurchaseSlice.Slice.Train(bench.Run());
        Assert.Equal([7, 14, 30], bench.Warehouse.Rows<int>("SELECT DISTINCT horizon_days FROM purchase_scores ORDER BY 1"));
        Assert.Equal(0, bench.Warehouse.Scalar<long>("SELECT COUNT(*) FROM purchase_scores a JOIN purchase_scores b USING (customer_id) WHERE a.horizon_days = 7 AND b.horizon_days = 30 AND a.probability > b.probability + 0.35"));
    }

    [Fact]
    public void What_an_order_after_the_moment_tells_is_the_answer_and_never_a_feature()
    {
        using var bench = new ShopBench(new SmallShop().Add(
            Row.Sale("ann", "o1", "2023-10-01 10:00", "MUG", 1, 2m), Row.Sale("ann", "o2", "2023-12-04 09:00", "MUG", 1, 900m),
            Row.Sale("bob", "o3", "2023-10-01 10:00", "MUG", 1, 2m), Row.Sale("bob", "o4", "2024-01-03 00:00", "MUG", 1, 900m)), PlantedShop.AsOf);
        var run = bench.Run();
        run.Past.Have([new DateTime(2023, 12, 4)], default);
        string Labels(int horizon) => SliceQueries.Read("Purchase/PurchaseLabels", ("horizon", $"{horizon}"), ("features", PastFeatures.Table));
        Assert.Equal(["ann|1|2|yes", "bob|1|2|no"], bench.Lines($"SELECT customer_id, frequency, monetary, bought FROM ({Labels(30)})"));   // 3 January is the first moment after 30 days
        Assert.Equal(["ann|yes", "bob|yes"], bench.Lines($"SELECT customer_id, bought FROM ({Labels(31)})"));
    }

    [Theory]
    [InlineData(20, 1, "customers of each outcome")]      // 20 customers, and too few of them do otherwise
    [InlineData(300, 3, "orders of at least 120 days")]   // all within a month
    public void What_is_lacking_is_said_and_no_old_answer_is_left(int customers, int lacks, string words)
    {
        using var bench = PlantedShop.Open(customers);
        if (lacks == 3) bench.Warehouse.Execute("CREATE TABLE kept AS SELECT * FROM orders WHERE ordered_at >= TIMESTAMP '2024-01-20'; DELETE FROM orders; INSERT INTO orders SELECT * FROM kept");
        bench.Warehouse.Execute("CREATE TABLE purchase_scores (customer_id VARCHAR)");
        var lack = Assert.Throws<NotReadyException>(() => PurchaseSlice.Slice.Train(bench.Run()));
        Assert.Contains(words, lack.Message);
        Assert.Equal(0, bench.Warehouse.Scalar<long>("SELECT COUNT(*) FROM purchase_scores"));
    }

    [Fact]
    public void Customers_who_all_bought_once_are_said_to_be_too_few_of_an_outcome()
    {
        using var bench = PlantedShop.Open(60);
        bench.Warehouse.Execute("CREATE TABLE kept AS SELECT * FROM orders QUALIFY ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY ordered_at) = 1; DELETE FROM orders; INSERT INTO orders SELECT * FROM kept");
        Assert.Contains("there are 0 with 'buys'", Assert.Throws<NotReadyException>(() => PurchaseSlice.Slice.Train(bench.Run())).Message);
    }
}
