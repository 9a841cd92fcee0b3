using Habitue.Lake.Features;
using Habitue.Tests.Storage;

namespace Habitue.Tests.Features;

/// <summary>
/// Real customers: sums over all of them against pandas 1.5.3 (groupby, diff, mean, median, std) on the same lines, computed apart
/// from this project.
/// </summary>
[Collection(nameof(OnlineRetail))]
public sealed class OnlineRetailFeaturesTests(OnlineRetail retail)
{
    [Theory]
    [InlineData("recency_days", 399354)]
    [InlineData("frequency", 18532)]
    [InlineData("monetary", 8887208.894)]
    [InlineData("average_order_value", 1811747.2)]
    [InlineData("largest_order_value", 2835526.112)]
    [InlineData("tenure_days", 985030)]
    [InlineData("days_since_first_order", 966641)]
    [InlineData("active_months", 13054)]
    [InlineData("purchase_frequency_score", 2761.1502487773964)]
    [InlineData("mean_gap_days", 206698.19049112685)]
    [InlineData("median_gap_days", 195305.42222222223)]
    [InlineData("sd_gap_days", 83328.05340092635)]
    [InlineData("overdue_ratio", 3659147.4267801056)]
    [InlineData("orders_30d", 2681)]
    [InlineData("orders_90d", 6626)]
    [InlineData("orders_365d", 17756)]
    [InlineData("season_orders", 2640)]
    [InlineData("spend_30d", 1319032.68)]
    [InlineData("spend_90d", 3444230.252)]
    [InlineData("spend_365d", 8576552.524)]
    [InlineData("spend_change_90d", 1603283.101)]
    [InlineData("average_basket_lines", 94324.11148555132)]
    [InlineData("average_basket_units", 1093708.896220222)]
    [InlineData("average_unit_price", 9989.845359275881)]
    [InlineData("weekend_share", 552.3903796806942)]
    [InlineData("evening_share", 70.61209418759057)]
    [InlineData("distinct_products", 266158)]
    [InlineData("repeat_share", 616.2115239741153)]
    [InlineData("returned_lines", 8872)]
    [InlineData("returned_value", 608689.47)]
    [InlineData("returns_rate", 90.27460374746929)]
    [InlineData("engagement_score", 91707.1864653784)]
    public void A_feature_summed_over_all_customers_is_that_of_pandas(string feature, double expected) =>
        Assert.Equal(1, retail.Warehouse.Scalar<double>($"SELECT SUM(CAST({feature} AS DOUBLE)) FROM customer_features") / expected, 1e-8);

    [Fact]
    public void There_is_a_row_for_each_known_customer_and_orders_for_most() =>
        Assert.Equal(["4372|4338|2845|2010"], Lines("SELECT COUNT(*), COUNT(recency_days), COUNT(mean_gap_days), COUNT(sd_gap_days) FROM customer_features"));

    [Fact]
    public void The_default_date_is_the_day_after_the_last_order() => Assert.Equal(OnlineRetail.End, CustomerFeatures.DefaultAsOf(retail.Warehouse));

    [Fact]
    public void What_the_data_do_not_tell_is_null_and_the_catalogue_says_what_it_needs()
    {
        Dictionary<string, FeatureState> states = FeatureCatalogue.Read(retail.Warehouse).ToDictionary(state => state.Feature.Name);
        Assert.Equal((4338L, (string?)null), (states["recency_days"].Filled, states["recency_days"].Needs));
        Assert.Equal((0L, "page or product views of known customers"), (states["sessions"].Filled, states["sessions"].Needs));
        Assert.Equal(["categories", "channels", "devices", "discounts", "emails", "reviews", "sessions", "tickets", "words"],
            states.Values.Where(state => state.Needs is not null).Select(state => state.Feature.Source).Distinct().Order());
        Assert.All(states.Values, state => Assert.True(state.Needs is null || state.Filled == 0));
    }

    [Fact]
    public void An_earlier_date_gives_what_the_earlier_lines_give()
    {
        // pandas on the lines before 2011-11-01 only.
        var date = new DateTime(2011, 11, 1, 0, 0, 0, DateTimeKind.Utc);
        CustomerFeatures.Compute(retail.Warehouse, date, "features_in_november");
        Assert.Equal(["4010|3974|371595|15097|7213812.844|2590333.572|220846|403647.92"], Lines("""
            SELECT COUNT(*), COUNT(recency_days), SUM(recency_days), SUM(frequency), SUM(monetary), SUM(spend_90d), SUM(distinct_products), SUM(returned_value)
            FROM features_in_november
            """));
    }

    [Fact]
    public void The_bytes_do_not_depend_on_the_number_of_threads()
    {
        IReadOnlyList<string> two = Lines("SELECT * FROM customer_features ORDER BY customer_id");
        retail.Warehouse.Execute("SET threads = 1");
        try
        {
            CustomerFeatures.Compute(retail.Warehouse, OnlineRetail.End, "features_by_one_thread");
        }
        finally
        {
            retail.Warehouse.Execute("SET threads = 2");
        }
        Assert.Equal(two, Lines("SELECT * FROM features_by_one_thread ORDER BY customer_id"));
    }

    private IReadOnlyList<string> Lines(string sql) => TextLines.Of(retail.Warehouse, sql);
}
