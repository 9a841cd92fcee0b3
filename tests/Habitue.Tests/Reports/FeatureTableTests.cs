using Habitue.Lake.Features;
using Habitue.Reports.Page;
using Habitue.Reports.Statistics;

namespace Habitue.Tests.Reports;

public sealed class FeatureTableTests
{
    [Fact]
    public void A_large_shop_is_described_by_a_sample_and_says_so()
    {
        using var shop = CornerShop.Open().Build().Run("""
            CREATE TABLE customer_features AS SELECT 'c' || i AS customer_id, TIMESTAMP '2024-03-01' AS as_of, CAST(i AS DOUBLE) AS recency_days FROM range(45000) r(i);
            CREATE TABLE customer_segments AS SELECT customer_id, as_of, 1 AS rfm_r, 1 AS rfm_f, 1 AS rfm_m, 'Lost' AS rfm_segment, 0 AS cluster, 'All' AS cluster_name, recency_days AS pc1, 0.0 AS pc2 FROM customer_features;
            INSERT INTO customers BY NAME SELECT customer_id, TRUE AS is_known, TIMESTAMP '2024-01-01' AS last_order_at, 1 AS orders, 1 AS revenue, 0 AS returned FROM customer_features
            """);
        using var report = WrittenReport.Of(shop.Warehouse);
        Assert.Matches("1 feature of 45,000 customers as of 1 Mar 2024, shown for a sample of 1[45],\\d{3}\\.", report.Text);
        Assert.Contains("4,000 of 45,000 customers, chosen by their id.", report.Text);
        Assert.Equal(4000, report.Charts.GetProperty("cluster-chart").GetProperty("clusters")[0].GetProperty("points").GetArrayLength());
        var counts = report.Numbers("feature-recency_days", "counts");
        Assert.InRange(counts.Max() / counts.Order().ElementAt(1), 1, 1.3);   // evenly drawn; the last bin is a broken one
    }

    [Fact]
    public void The_features_shown_come_from_all_kinds_of_sources_and_never_tell_the_same_twice()
    {
        var entries = FeatureCatalogue.All.Where(entry => entry.Unit != "name").ToArray();
        var columns = entries.Select((entry, i) => new FeatureColumn(entry.Name, entry, [.. Enumerable.Range(1, 60).Select(row => (double)(row * (i + 7) * 7919 % 61))])).ToList();
        columns.Insert(1, new FeatureColumn("twin", entries[0], columns[0].Values));
        var table = new FeatureTable { Features = [.. columns], Clusters = new long[60], First = new double[60], Second = new double[60], Customers = 60 };
        var chosen = table.Choose(16);
        Assert.Equal(16, chosen.Length);
        Assert.Equal(chosen.Order(), chosen);
        Assert.Contains(0, chosen);
        Assert.DoesNotContain(1, chosen);
        Assert.InRange(chosen.Select(i => table.Varying[i].Source).Distinct().Count(), 7, 16);
        Assert.All(chosen, i => Assert.False(table.Correlations.Repeats(i, chosen.Where(other => other != i))));
    }
}
