using System.Text.Json;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Forecasting;
using Habitue.Tests.Architecture;
using Habitue.Tests.Learning.Lifetime;

namespace Habitue.Tests.Learning.Forecasting;

/// <summary>Beside statsmodels' ETSModel (tests/reference/forecasting.py): the likelihood, the forecasts and their variances at its parameters, and that ours are at least as likely.</summary>
public sealed class ExponentialSmoothingTests
{
    private static readonly JsonElement[] Cases = [.. JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Folder, "tests", "reference", "forecasting.json"))).RootElement.GetProperty("cases").EnumerateArray()];

    public static TheoryData<string> Names() => [.. Cases.Select(one => one.GetProperty("name").GetString()!)];

    private static (JsonElement Case, ExponentialSmoothing Recipe, TimeSeries Series) Of(string name)
    {
        var one = Cases.Single(one => one.GetProperty("name").GetString() == name);
        var recipe = new ExponentialSmoothing { Season = one.GetProperty("season").GetInt32(), Trend = one.GetProperty("damped").GetBoolean() ? SeriesTrend.Damped : SeriesTrend.None, Scale = one.GetProperty("root").GetBoolean() ? SeriesScale.Root : SeriesScale.AsIs };
        return (one, recipe, new TimeSeries(one.GetProperty("values").Numbers()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void At_the_other_program_s_parameters_likelihood_and_forecasts_are_its(string name)
    {
        var (one, recipe, series) = Of(name);
        double[] by = one.GetProperty("smoothing").Numbers(), start = one.GetProperty("start").Numbers();
        var values = ExponentialSmoothingModel.Scaled(series.Values, recipe.Scale);
        var smoothing = new Smoothing(by[0], by[1], by[2], by[3]);
        var squares = new StateRun(recipe.Season, by[3] > 0).Follow(values, smoothing, (double[])start.Clone());

        // On the scale as it is, so that means and variances can be read off the interval.
        var model = ExponentialSmoothingModel.Of(recipe with { Scale = SeriesScale.AsIs }, smoothing, start, by[3] > 0, values, squares);
        Reference.Near(one.Number("logLikelihood"), model.LogLikelihood, 1e-9);
        Reference.Near(one.Number("mse"), model.Variance, 1e-9);
        var (mean, variance, next) = (one.GetProperty("mean").Numbers(), one.GetProperty("variance").Numbers(), model.Next(20, level: 0.9));
        for (var h = 0; h < 20; h++)
        {
            Reference.Near(mean[h], next[h].Expected, 1e-9);
            // 1.6448536 is the normal quantile of 0.95.
            Reference.Near(variance[h], Math.Pow((next[h].High - next[h].Expected) / 1.6448536269514722, 2), 1e-8);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_found_is_at_least_as_likely_as_what_the_other_program_finds(string name)
    {
        var (one, recipe, series) = Of(name);
        var model = recipe.Fit(series);
        // Its search stops early now and then; a likelihood far above its would be another model's.
        Assert.InRange(model.LogLikelihood - one.Number("logLikelihood"), -1e-4, 3);
    }

    [Fact]
    public void The_trend_is_chosen_by_the_criterion()
    {
        foreach (var name in (string[])["weekly", "no season, damped trend"])
        {
            var (_, recipe, series) = Of(name);
            var (without, with, chosen) = ((recipe with { Trend = SeriesTrend.None }).Fit(series), (recipe with { Trend = SeriesTrend.Damped }).Fit(series), (recipe with { Trend = SeriesTrend.Chosen }).Fit(series));
            Assert.Equal(Math.Min(without.Criterion, with.Criterion), chosen.Criterion);
            Assert.Equal(with.Criterion < without.Criterion, chosen.HasTrend);
        }
    }

    [Fact]
    public void A_pattern_without_chance_goes_on_as_it_is()
    {
        double[] week = [3, 5, 8, 13, 21, 34, 0];
        var model = new ExponentialSmoothing { Trend = SeriesTrend.None }.Fit(new TimeSeries([.. Enumerable.Range(0, 35).Select(day => week[day % 7])]));
        Assert.All(model.Next(14).Index(), step => Assert.Equal(week[step.Index % 7], step.Item.Expected, 1e-4));
    }

    [Fact]
    public void On_the_scale_of_roots_bounds_stay_above_zero_and_the_mean_is_that_of_draws()
    {
        var (_, recipe, series) = Of("weekly on the scale of roots");
        var model = recipe.Fit(series);
        var next = model.Next(1)[0];
        Assert.InRange(next.Expected, next.Low, next.High);
        // The mean of the squared normal variable, by a fine sum over its density.
        var flat = ExponentialSmoothingModel.Of(recipe with { Scale = SeriesScale.Root }, new Smoothing(0.1, 0, 0, 0), [1.5, 0, 0, 0, 0, 0, 0, 0, 0], false, [1.5], 0);
        Assert.Equal(2.25, flat.Next(1)[0].Expected, 1e-12);
        var (sum, deviation) = (0.0, Math.Sqrt(model.Variance));
        var root = Math.Sqrt(next.High) - (1.2815515655446004 * deviation);
        for (var z = -8.0; z < 8; z += 0.001) sum += 0.001 * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * Math.Pow(Math.Max(0, root + (z * deviation)), 2);
        Assert.Equal(sum, next.Expected, 1e-3);
        Assert.Equal("Value 1 of the series is -1; on the scale of roots it must be 0 or more.", Assert.Throws<BadDataException>(() => recipe.Fit(new TimeSeries([.. Enumerable.Range(0, 40).Select(i => i == 1 ? -1.0 : 1)]))).Message);
    }

    [Fact]
    public void A_model_that_follows_the_series_to_its_end_is_where_it_was()
    {
        var (_, recipe, series) = Of("weekly");
        var model = recipe.Fit(series);
        Assert.Equal(model.Next(14), model.Follow(series).Next(14));
        Assert.NotEqual(model.Next(14), model.Follow(series.First(180)).Next(14));
        Assert.Equal("Value 2 of the series is NaN; it must be finite.", Assert.Throws<BadDataException>(() => new TimeSeries([1, 2, double.NaN])).Message);
    }
}
