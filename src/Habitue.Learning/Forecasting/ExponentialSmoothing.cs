using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Forecasting;

/// <summary>
/// Forecasts a series from its level, its trend and its season, each learned anew with every value and faster the less the old ones say: for the next weeks of revenue, orders or visits by the day.
/// Not for what depends on known events to come (holidays, campaigns, prices), and not beyond a few seasons: the interval grows, and the model knows no seasons longer than its own.
/// <code>
/// var model = new ExponentialSmoothing { Season = 7, Scale = SeriesScale.Root }.Fit(new TimeSeries(revenueOfEachDay));
/// IReadOnlyList&lt;Forecast&gt; next = model.Next(28, level: 0.8);
/// </code>
/// Additive errors in state space form (ETS(A,N,A), ETS(A,Ad,A), and without a season); parameters by maximum likelihood, intervals from the model's own variance. Cost: a few thousand runs through the series;
/// memory: the series. Source: Hyndman, Koehler, Ord and Snyder, "Forecasting with exponential smoothing: the state space approach" (2008), chapters 2, 5 and 6.
/// </summary>
public sealed record ExponentialSmoothing : IEstimator<TimeSeries, ExponentialSmoothingModel>
{
    /// <summary>After how many steps the season comes again: 7 for days with a weekly season, 12 for months; 1 for none.</summary>
    [Range(1, 400)]
    public int Season { get; init; } = 7;

    /// <summary>What the level is expected to do.</summary>
    public SeriesTrend Trend { get; init; } = SeriesTrend.Chosen;

    /// <summary>The scale that it works on.</summary>
    public SeriesScale Scale { get; init; } = SeriesScale.AsIs;

    /// <summary>The least number of values: three seasons, and never fewer than 12.</summary>
    public int LeastValues => Math.Max(12, 3 * Season);

    /// <inheritdoc/>
    /// <exception cref="BadDataException">There are fewer values than <see cref="LeastValues"/>, or a negative one on the scale of roots.</exception>
    public ExponentialSmoothingModel Fit(TimeSeries data, FitRun run = default)
    {
        Settings.Check(this);
        ArgumentNullException.ThrowIfNull(data);
        run.Cancel.ThrowIfCancellationRequested();
        if (data.Count < LeastValues) throw new BadDataException($"ExponentialSmoothing with a season of {Season} needs at least {LeastValues} values; there {(data.Count == 1 ? "is" : "are")} {data.Count}.");
        var values = ExponentialSmoothingModel.Scaled(data.Values, Scale);
        ExponentialSmoothingModel? best = null;
        foreach (var hasTrend in Trend switch { SeriesTrend.None => [false], SeriesTrend.Damped => [true], _ => (bool[])[false, true] })
        {
            var (by, start, squares) = SmoothingSearch.Run(values, Season, hasTrend, run);
            var model = ExponentialSmoothingModel.Of(this, by, start, hasTrend, values, squares);
            if (best is null || model.Criterion < best.Criterion) best = model;
            run.Step(hasTrend ? 1 : 0.4);
        }

        run.Progress?.Report(1);
        return best!;
    }
}
