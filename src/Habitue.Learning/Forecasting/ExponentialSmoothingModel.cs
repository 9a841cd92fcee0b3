using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Forecasting;

/// <summary>What <see cref="ExponentialSmoothing"/> learned: how fast the parts of the series move, and where they stand at its end.</summary>
public sealed class ExponentialSmoothingModel : IModel<ExponentialSmoothingModel>
{
    private readonly double[] start, states;
    private readonly int season, seen;
    private readonly SeriesScale scale;

    private ExponentialSmoothingModel(ModelCard card, Smoothing by, double[] start, double[] states, double variance, int season, int seen, bool hasTrend, SeriesScale scale) =>
        (Card, By, this.start, this.states, Variance, this.season, this.seen, HasTrend, this.scale) = (card, by, start, states, variance, season, seen, hasTrend, scale);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("exponential-smoothing", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>How fast the parts move.</summary>
    public Smoothing By { get; }

    /// <summary>Whether the level is expected to go on moving.</summary>
    public bool HasTrend { get; }

    /// <summary>The variance of the errors one step ahead, on the model's scale.</summary>
    public double Variance { get; }

    /// <summary>The level at the end of the series, on the model's scale.</summary>
    public double Level => states[0];

    /// <summary>The logarithm of the likelihood of the values that it was fitted on, on the model's scale.</summary>
    public double LogLikelihood => Card.Figures["log_likelihood"];

    /// <summary>The corrected information criterion of Akaike; lower is better, between models of one scale and series.</summary>
    public double Criterion => Card.Figures["criterion"];

    /// <summary>The next steps after the last value that was seen, in the unit of the series.</summary>
    /// <param name="steps">How many, at least 1.</param>
    /// <param name="level">With which probability a value lies within its interval, between 0 and 1.</param>
    public IReadOnlyList<Forecast> Next(int steps, double level = 0.8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        if (level is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "A level lies between 0 and 1.");
        var (next, reach) = (new Forecast[steps], SpecialFunctions.NormalQuantile(0.5 + (level / 2)));
        double slopes = 0, power = 1, sum = 1;
        for (var h = 1; h <= steps; h++)
        {
            power *= By.Damping;
            slopes += power;
            var mean = states[0] + (slopes * states[1]) + states[2 + ((seen + h - 1) % season)];
            var deviation = Math.Sqrt(Variance * sum);
            next[h - 1] = scale == SeriesScale.AsIs ? new Forecast(mean, mean - (reach * deviation), mean + (reach * deviation)) : OfRoot(mean, deviation, reach);
            // What an error of now still does to the value after h more steps.
            var effect = By.Level + (By.Slope * slopes) + (h % season == 0 ? By.Season : 0);
            sum += effect * effect;
        }

        return next;
    }

    /// <summary>
    /// The same model at the end of a longer series, which begins with the values that it was fitted on: it has seen what came since and learned nothing else from it. This is how a forecast is
    /// checked at later and later moments.
    /// </summary>
    public ExponentialSmoothingModel Follow(TimeSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var own = (double[])start.Clone();
        new StateRun(season, HasTrend).Follow(Scaled(series.Values, scale), By, own);
        return new ExponentialSmoothingModel(Card, By, start, own, Variance, season, series.Count, HasTrend, scale);
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("smoothing", [By.Level, By.Slope, By.Season, By.Damping]);
        to.Write("start", start);
        to.Write("states", states);
        to.Write("variance", [Variance]);
        to.Write("shape", [season, seen, HasTrend ? 1 : 0, (int)scale]);
    }

    /// <inheritdoc/>
    public static ExponentialSmoothingModel Load(ModelReader from)
    {
        var (by, shape) = (from.Doubles("smoothing", 4), from.Integers("shape", 4));
        if (shape[0] < 1 || shape[1] < 0 || !Enum.IsDefined((SeriesScale)shape[3])) throw new InvalidDataException("The shape of the series cannot be.");
        return new ExponentialSmoothingModel(from.Card, new Smoothing(by[0], by[1], by[2], by[3]), from.Doubles("start", 2 + shape[0]), from.Doubles("states", 2 + shape[0]), from.Doubles("variance", 1)[0], shape[0], shape[1], shape[2] == 1, (SeriesScale)shape[3]);
    }

    internal static ExponentialSmoothingModel Of(ExponentialSmoothing recipe, Smoothing by, double[] start, bool hasTrend, double[] values, double squares)
    {
        var (run, states, n) = (new StateRun(recipe.Season, hasTrend), (double[])start.Clone(), values.Length);
        run.Follow(values, by, states);
        var likelihood = -0.5 * n * (Math.Log(2 * Math.PI * Math.Max(squares / n, double.Epsilon)) + 1);
        // What was estimated: the states at the start, how fast the parts move, and the variance.
        var estimated = run.Starts + 2 + (hasTrend ? 2 : 0) + (recipe.Season > 1 ? 1 : 0);
        var criterion = (-2 * likelihood) + (2.0 * estimated * n / (n - estimated - 1));
        var card = ModelCard.Of(Format, recipe, [], n, ("log_likelihood", likelihood), ("criterion", criterion), ("trend", hasTrend ? 1 : 0));
        return new ExponentialSmoothingModel(card, by, start, states, squares / n, recipe.Season, n, hasTrend, recipe.Scale);
    }

    internal static double[] Scaled(ReadOnlySpan<double> values, SeriesScale scale)
    {
        var scaled = values.ToArray();
        if (scale == SeriesScale.AsIs) return scaled;
        for (var i = 0; i < scaled.Length; i++)
            scaled[i] = scaled[i] >= 0 ? Math.Sqrt(scaled[i]) : throw new BadDataException($"Value {i} of the series is {scaled[i]}; on the scale of roots it must be 0 or more.", "value", i);
        return scaled;
    }

    /// <summary>The square of a normal variable that counts as 0 where it is below 0.</summary>
    private static Forecast OfRoot(double mean, double deviation, double reach)
    {
        double Square(double root) => root > 0 ? root * root : 0;
        if (deviation == 0) return new Forecast(Square(mean), Square(mean), Square(mean));
        var z = mean / deviation;
        var density = Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);
        var expected = (((mean * mean) + (deviation * deviation)) * SpecialFunctions.NormalTail(-z)) + (mean * deviation * density);
        return new Forecast(Math.Max(0, expected), Square(mean - (reach * deviation)), Square(mean + (reach * deviation)));
    }
}
