using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Forecasting;

namespace Habitue.Tests.Docs;

/// <summary>The examples of docs/learning/forecasting.md, run as they stand there.</summary>
public sealed class LearningForecastingExamplesTests
{
    [Fact]
    public void The_examples_do_what_the_page_says()
    {
        var random = new Seed(3).For(0);
        double[] revenueOfEachDay = [.. Enumerable.Range(0, 180).Select(day => (day % 7 == 6 ? 0 : 900 + (60 * (day % 7))) * (0.8 + (0.4 * random.NextDouble())))];

        #region example
        var series = new TimeSeries(revenueOfEachDay);                        // the oldest first, a day without sales is a 0
        var recipe = new ExponentialSmoothing { Season = 7, Scale = SeriesScale.Root };
        var model = recipe.Fit(series);

        IReadOnlyList<Forecast> next = model.Next(28, level: 0.8);            // 28 days: expected, low, high
        var check = ForecastCheck.Of(recipe, series, steps: 28, moments: 9);  // null when the series is too short
        #endregion

        Assert.Equal(28, next.Count);
        Assert.InRange(next[180 % 7].Expected, 0, 2_000);
        Assert.InRange(check!.RelativeError, 0.05, 0.2);
        Assert.InRange(check.Within, 0.6, 1);
        DocumentedExample.IsOnPage("forecasting", nameof(LearningForecastingExamplesTests));
    }
}
