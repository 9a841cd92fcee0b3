using Habitue.Reports.Statistics;

namespace Habitue.Tests.Reports;

public sealed class HistogramTests
{
    [Fact]
    public void Even_values_fall_into_even_bins_with_round_limits()
    {
        var histogram = Histogram.Of(Feature(Enumerable.Range(0, 100).Select(i => (double)i)));
        Assert.False(histogram.IsLogarithmic);
        Assert.Equal(Enumerable.Range(0, 21).Select(i => i * 5.0), histogram.Edges);
        Assert.All(histogram.Counts, count => Assert.Equal(5, count));
    }

    [Fact]
    public void A_long_tail_is_counted_by_powers_of_ten_and_zero_stands_alone()
    {
        var histogram = Histogram.Of(Feature([.. Enumerable.Repeat(0.0, 30), .. Enumerable.Repeat(1.0, 50), .. Enumerable.Repeat(3.0, 20), 40, 900, 1000, 40_000]));
        Assert.True(histogram.IsLogarithmic);
        Assert.Equal(30, histogram.Zeros);
        Assert.Equal([1.0, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000], histogram.Edges);
        Assert.Equal([50, 20, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1], histogram.Counts);
    }

    [Fact]
    public void Whole_numbers_get_no_bin_that_can_hold_none() =>
        Assert.Equal([1.0, 2, 3, 5, 7, 10, 15, 20, 30], Histogram.Of(Feature([.. Enumerable.Repeat(1.0, 60), 2, 20, 20])).Edges);

    [Fact]
    public void A_share_is_never_logarithmic() =>
        Assert.False(Histogram.Of(Feature([.. Enumerable.Repeat(0.001, 100), 0.5, 1])).IsLogarithmic);

    [Theory]
    [InlineData(0.0, 1e-7, 2.5e-7)]
    [InlineData(-5.0, 0.0, 5.0)]
    [InlineData(1e9, 2e9, 7e12)]
    public void Every_value_is_counted_once(params double[] values)
    {
        var histogram = Histogram.Of(Feature(values.Append(double.NaN)));
        Assert.Equal(values.Length, histogram.Counts.Sum() + (histogram.Zeros ?? 0));
    }

    [Fact]
    public void Quantiles_lie_between_the_two_nearest_values()
    {
        var feature = Feature([4, 1, double.NaN, 3, 2]);
        Assert.Equal([1, 1.75, 2.5, 4], new[] { 0, 0.25, 0.5, 1 }.Select(feature.Quantile));
    }

    private static FeatureColumn Feature(IEnumerable<double> values) => new("feature", null, [.. values]);
}
