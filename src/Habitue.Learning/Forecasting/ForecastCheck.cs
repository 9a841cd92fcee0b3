using Habitue.Learning.Data;

namespace Habitue.Learning.Forecasting;

/// <summary>How a forecast did on values that it had not seen.</summary>
/// <param name="Forecasts">How many values were forecast; each step ahead from each moment counts.</param>
/// <param name="Error">The mean absolute error, in the unit of the series.</param>
/// <param name="NaiveError">The same of the naive forecast: each value is that of one season before.</param>
/// <param name="MeanValue">The mean of the values that were forecast.</param>
/// <param name="Within">Which share of the values lay within the interval.</param>
/// <param name="Level">Which share should.</param>
public sealed record ForecastCheck(int Forecasts, double Error, double NaiveError, double MeanValue, double Within, double Level)
{
    /// <summary>The error as a share of the mean value; NaN when that is 0.</summary>
    public double RelativeError => MeanValue == 0 ? double.NaN : Error / Math.Abs(MeanValue);

    /// <summary>The naive error as a share of the mean value; NaN when that is 0.</summary>
    public double RelativeNaiveError => MeanValue == 0 ? double.NaN : NaiveError / Math.Abs(MeanValue);

    /// <summary>
    /// Goes back in the series: learns from its beginning, and from a season later each time forecasts the next steps as if nothing later were known. The parameters stay those of the first moment.
    /// </summary>
    /// <param name="recipe">What is checked.</param>
    /// <param name="series">The whole series.</param>
    /// <param name="steps">How many steps ahead, at least 1.</param>
    /// <param name="moments">From how many moments.</param>
    /// <param name="level">The level of the intervals.</param>
    /// <param name="run">Cancellation.</param>
    /// <returns>Null when the series is too short: the first moment needs what the recipe needs.</returns>
    public static ForecastCheck? Of(ExponentialSmoothing recipe, TimeSeries series, int steps = 28, int moments = 9, double level = 0.8, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(series);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(moments, 1);
        var first = series.Count - steps - ((moments - 1) * recipe.Season);
        if (first < recipe.LeastValues) return null;
        var model = recipe.Fit(series.First(first), run);
        double error = 0, naive = 0, sum = 0, within = 0;
        for (var moment = 0; moment < moments; moment++)
        {
            var at = first + (moment * recipe.Season);
            var next = model.Follow(series.First(at)).Next(steps, level);
            for (var h = 0; h < steps; h++)
            {
                var value = series.Values[at + h];
                error += Math.Abs(value - next[h].Expected);
                naive += Math.Abs(value - series.Values[at - recipe.Season + (h % recipe.Season)]);
                sum += value;
                if (value >= next[h].Low && value <= next[h].High) within++;
            }
        }

        var count = moments * steps;
        return new ForecastCheck(count, error / count, naive / count, sum / count, within / count, level);
    }
}
