using Habitue.Duck;
using Habitue.Insights;
using Habitue.Lake.Storage;
using Habitue.Learning;
using Habitue.ModelShelf;
using Habitue.Recommendations;
using Habitue.Simulation;
using Habitue.Stages;
using Habitue.Tests.Loading;
using Habitue.Tests.Storage;

namespace Habitue.Tests.Recommendations;

/// <summary>A simulated shop and a real one: the winner is surely better than what needs no model.</summary>
[Collection(nameof(OnlineRetail))]
public sealed class ShopsTests(OnlineRetail retail, ITestOutputHelper output)
{
    [Fact]
    public void On_a_simulated_shop_it_beats_what_needs_no_model_and_reasons_are_true()
    {
        using var home = new LoadedHome();
        var (shop, end) = (Path.Combine(home.Folder, "shop"), new DateTime(2026, 1, 1));
        Simulator.Write(new ShopPlan { Customers = 1200, Seed = 5 }, shop);
        Assert.Empty(home.Load(shop).Refused);
        Models.Build(home.Warehouse, end);
        Judge(home.Warehouse, home.Folder, end);

        Assert.Equal(0, home.Count("recommendations r JOIN customers c ON c.customer_id = r.customer_id", "c.marketing_consent = FALSE OR NOT c.is_known"));
        Assert.Equal(0, home.Count("recommendations r JOIN products p ON p.product_id = r.product_id", "p.stock = 0"));
        Assert.Equal(0, home.Count("recommendations r JOIN order_lines l ON l.customer_id = r.customer_id AND l.product_id = r.product_id LEFT JOIN product_repeats p ON p.product_id = r.product_id", "p.is_replenishable IS NOT TRUE"));
        // "bought with X by 23 others": that many customers bought both, counted anew.
        Assert.Equal(0, home.Count("""
            (SELECT r.product_id, CAST(regexp_extract(r.reason, ' by ([0-9,]+) others?$', 1).replace(',', '') AS BIGINT) AS said, regexp_extract(r.reason, '^bought with (.*) by [0-9,]+ others?$', 1) AS name
             FROM recommendations r WHERE r.reason LIKE 'bought with %') said
            """, """
            said NOT IN (SELECT COUNT(*) FROM (SELECT DISTINCT customer_id FROM order_lines WHERE is_known AND product_id = said.product_id) a
                JOIN (SELECT DISTINCT l.customer_id, l.product_id FROM order_lines l JOIN products p ON p.product_id = l.product_id WHERE l.is_known AND p.product_name = said.name) b ON b.customer_id = a.customer_id GROUP BY b.product_id)
            """));
        Assert.True(home.Count("recommendations", "reason LIKE 'bought with %'") > 500);
    }

    [Fact]
    public void On_online_retail_it_beats_what_needs_no_model()
    {
        var folder = Directory.CreateTempSubdirectory("habitue-recommend-");
        try
        {
            Judge(retail.Warehouse, folder.FullName, OnlineRetail.End);
            // Half of what is in the last month's first orders is a thing that the customer has had before: showing nothing else is hard to beat, and is beaten.
            Assert.True(retail.Warehouse.Scalar<double>("SELECT value FROM recommendation_quality WHERE is_chosen AND part = 'all' AND measure = 'hit rate'") > 0.8);
        }
        finally
        {
            // Others read this warehouse too, and expect to find what they know.
            foreach (var table in retail.Warehouse.Rows<string>("SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'recommendation%' OR table_name IN ('product_similar', 'product_repeats', 'models', 'promotions', 'model_metrics', 'model_curves')"))
                retail.Warehouse.Execute($"DROP TABLE {table}");
            folder.Delete(recursive: true);
        }
    }

    private void Judge(DuckConnection warehouse, string folder, DateTime asOf)
    {
        var run = new SliceRun(warehouse, new Shelf(Path.Combine(folder, "models"), warehouse, TimeProvider.System), new PastFeatures(warehouse, asOf), asOf, "load 1", new Seed(7), 0, new StageRun(_ => { }, _ => { }, CancellationToken.None));
        output.WriteLine(RecommendationsSlice.Slice.Train(run).Words);
        var above = warehouse.Rows<(string Measure, double Value, double Low, double High)>("SELECT measure, value, low, high FROM recommendation_quality WHERE measure LIKE 'NDCG@10 above %' ORDER BY measure");
        foreach (var (measure, value, low, high) in above) output.WriteLine($"{measure}: {value:0.0000} ({low:0.0000} to {high:0.0000})");
        Assert.Equal(["NDCG@10 above buy again", "NDCG@10 above popular", "NDCG@10 above popular lately"], above.Select(one => one.Measure));
        Assert.All(above, one => Assert.True(one.Low > 0, one.Measure));
    }
}
