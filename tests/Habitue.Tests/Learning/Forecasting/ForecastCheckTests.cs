using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Forecasting;

namespace Habitue.Tests.Learning.Forecasting;

public sealed class ForecastCheckTests
{
    /// <summary>Days with a weekly season, a level that wanders, and normal errors: what the model assumes.</summary>
    private static TimeSeries Days(int count, ulong seed, double wandering = 0.5)
    {
        var (random, values, level) = (new Seed(seed).For(0), new double[count], 100.0);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        for (var t = 0; t < count; t++)
        {
            var error = 6 * Normal();
            values[t] = level + (15 * Math.Sin(2 * Math.PI * t / 7)) + error;
            level += wandering * error;
        }

        return new TimeSeries(values);
    }

    [Fact]
    public void Where_the_model_is_right_intervals_hold_as_often_as_they_say()
    {
        // Nothing later than each moment is known: 60 series, 4 weeks ahead each.
        double within = 0, wider = 0, error = 0, naive = 0;
        for (ulong seed = 0; seed < 60; seed++)
        {
            var recipe = new ExponentialSmoothing { Trend = SeriesTrend.None };
            var check = ForecastCheck.Of(recipe, Days(196, seed, 0.3), steps: 14, moments: 3)!;
            within += check.Within / 60;
            (error, naive) = (error + check.Error, naive + check.NaiveError);
            wider += ForecastCheck.Of(recipe, Days(196, seed, 0.3), steps: 14, moments: 3, level: 0.95)!.Within / 60;
        }

        Assert.InRange(within, 0.74, 0.86);
        Assert.InRange(wider, 0.90, 0.98);
        Assert.True(error < 0.95 * naive, $"{error} beside {naive}");
    }

    [Fact]
    public void The_naive_forecast_repeats_the_last_season_and_errors_are_those_counted_by_hand()
    {
        // The same each week, and a last week with 10 more each day: the naive forecast misses each of its days by 10 from the moment before it.
        var values = Enumerable.Range(0, 70).Select(day => 10.0 + (day % 7) + (day >= 63 ? 10 : 0)).ToArray();
        var check = ForecastCheck.Of(new ExponentialSmoothing { Trend = SeriesTrend.None }, new TimeSeries(values), steps: 7, moments: 2)!;
        Assert.Equal(14, check.Forecasts);
        Assert.Equal(5, check.NaiveError, 1e-12);
        Assert.Equal(18, check.MeanValue, 1e-12);
        Assert.Equal(5 / 18.0, check.RelativeNaiveError, 1e-12);
        Assert.Equal(5, check.Error, 0.01);
    }

    [Fact]
    public void A_series_that_is_too_short_has_no_check()
    {
        Assert.Null(ForecastCheck.Of(new ExponentialSmoothing(), Days(104, 1)));
        Assert.NotNull(ForecastCheck.Of(new ExponentialSmoothing(), Days(105, 1)));
    }

    [Fact]
    public void What_comes_later_changes_no_earlier_forecast()
    {
        var series = Days(140, 5);
        var changed = series.Values.ToArray();
        for (var t = 126; t < 140; t++) changed[t] *= 3;
        var recipe = new ExponentialSmoothing();
        var model = recipe.Fit(series.First(126));
        Assert.Equal(model.Follow(series.First(126)).Next(14), recipe.Fit(new TimeSeries(changed).First(126)).Next(14));
    }
}
