using Habitue.Insights;
using Habitue.Tests.Insights;
using Habitue.Value;

namespace Habitue.Tests.Value;

/// <summary>The rule of promotion, and the figures of groups of customers.</summary>
public sealed class ValueSheetTests
{
    private sealed record Figure(string Part, string Metric, double Value, double Low, double High, double? Baseline);

    private static IReadOnlyList<Figure> Figures(SliceBench bench) => bench.Warehouse.Rows<Figure>("SELECT part, metric, value, low, high, baseline FROM model_metrics WHERE name = 'value' ORDER BY part, metric");

    [Fact]
    public void A_forecast_is_promoted_just_when_the_paired_interval_of_the_difference_in_money_lies_above_0()
    {
        foreach (var (customers, days, seed) in new[] { (600, 170, 14), (150, 120, 15), (80, 100, 16) })
        {
            using var bench = new SliceBench(ProcessShop.AsOf);
            bench.Warehouse.Execute(ProcessShop.Of(customers, days, seed).Sql(one => one.At < ProcessShop.AsOf));
            var words = SliceStates.Train(ValueSlice.Slice, bench.Run).Words;
            var figures = Figures(bench).Where(figure => figure.Part == "all").ToDictionary(figure => figure.Metric);
            Assert.NotEmpty(figures);
            Assert.All(Figures(bench), figure => Assert.True(figure.Low <= figure.Value && figure.Value <= figure.High && figure.Low < figure.High && figure.Baseline is not null, $"{figure.Part}, {figure.Metric}"));
            string[] targets = ["purchases", "money"];
            foreach (var what in targets)
            {
                var (error, gain) = (figures[$"deviance of {what}"], figures[ValueSheet.Closer(what)]);
                Assert.True(gain.Low <= gain.Value && gain.Value <= gain.High);
                Assert.Equal(error.Baseline!.Value - error.Value, gain.Value, 6);
            }
            Assert.Equal(figures[ValueSheet.Closer("money")].Low > 0, !words.Contains("no forecast is better than what needs no model", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_deviance_is_that_of_the_textbook_and_smallest_for_the_mean()
    {
        Assert.Equal(2 * ((3 * Math.Log(3 / 2.0)) - 1), ForecastErrors.Deviance(3, 2, 1e-9), 12);
        Assert.Equal(4, ForecastErrors.Deviance(0, 2, 1e-9), 12);
        Assert.Equal(0, ForecastErrors.Deviance(5, 5, 1e-9), 12);
        double[] came = [0, 0, 0, 0, 10];
        double Of(double said) => came.Average(one => ForecastErrors.Deviance(one, said, 1e-9));
        Assert.True(Of(2) < Of(1.9) && Of(2) < Of(2.1) && Of(2) < Of(0.001));
        Assert.True(ForecastErrors.Of(came, ForecastErrors.Same(0, 5)).Mae < ForecastErrors.Of(came, ForecastErrors.Same(2, 5)).Mae);   // what the absolute error would reward
    }

    [Fact]
    public void Large_enough_groups_of_history_country_and_channel_have_figures_of_their_own()
    {
        using var bench = new SliceBench(ProcessShop.AsOf);
        bench.Warehouse.Execute(ProcessShop.Of(800, 170, 17).Sql(one => one.At < ProcessShop.AsOf));
        bench.Warehouse.Execute("""
            ALTER TABLE orders ADD COLUMN channel VARCHAR;
            UPDATE orders SET channel = CASE WHEN hash(customer_id) % 2 = 0 THEN 'web' ELSE 'store' END;
            CREATE TABLE customers AS SELECT DISTINCT customer_id, CASE WHEN customer_id < 'c00010' THEN 'Malta' ELSE 'France' END AS country FROM orders
            """);
        ValueSlice.Slice.Train(bench.Run);
        var groups = Figures(bench).Where(figure => figure.Part != "all").ToLookup(figure => figure.Part);
        Assert.Subset(new HashSet<string> { "history=new", "history=repeat", "history=lapsed", "country=France", "channel=web", "channel=store" }, groups.Select(group => group.Key).ToHashSet());
        Assert.True(groups.Contains("country=France") && groups.Contains("channel=web") && groups.Contains("history=lapsed"));   // Malta has ten customers at most
        foreach (var group in groups)
        {
            Assert.Equal(6, group.Count());
            Assert.All(group, figure => Assert.InRange(figure.Value, figure.Low, figure.High));
            Assert.Equal([0.8, 0.95], group.Where(figure => figure.Metric.StartsWith("share within", StringComparison.Ordinal)).Select(figure => figure.Baseline!.Value));
        }
        // The channels part everybody in two, so their errors' mean, weighted, is that of all.
        var all = Figures(bench).Single(figure => figure is { Part: "all", Metric: "mean absolute error of money" }).Value;
        double Of(string group) => groups[group].Single(figure => figure.Metric == "mean absolute error of money").Value;
        Assert.InRange(all, Math.Min(Of("channel=web"), Of("channel=store")), Math.Max(Of("channel=web"), Of("channel=store")));
    }
}
