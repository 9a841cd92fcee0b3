using System.Globalization;
using Habitue.Learning;
using Habitue.Learning.Evaluation;
using Habitue.ModelShelf;

namespace Habitue.Value;

/// <summary>
/// How far a forecast is off: the mean size of the errors, and the root of their mean square, in which the large customers count most. Each is taken
/// as a share of what saying the same for everybody would err by, and the mean of the two decides: a model must be good for the many and for the few.
/// </summary>
internal sealed record ForecastErrors(double Mae, double Rmse, double Correlation)
{
    public static ForecastErrors Of(ReadOnlySpan<double> came, ReadOnlySpan<double> said)
    {
        double absolute = 0, squared = 0, meanCame = 0, meanSaid = 0, both = 0, ofCame = 0, ofSaid = 0;
        for (var i = 0; i < came.Length; i++) (meanCame, meanSaid) = (meanCame + (came[i] / came.Length), meanSaid + (said[i] / came.Length));
        for (var i = 0; i < came.Length; i++)
        {
            var (off, a, b) = (said[i] - came[i], came[i] - meanCame, said[i] - meanSaid);
            (absolute, squared) = (absolute + Math.Abs(off), squared + (off * off));
            (both, ofCame, ofSaid) = (both + (a * b), ofCame + (a * a), ofSaid + (b * b));
        }
        return new ForecastErrors(absolute / came.Length, Math.Sqrt(squared / came.Length), ofCame * ofSaid > 0 ? both / Math.Sqrt(ofCame * ofSaid) : 0);
    }

    /// <summary>
    /// How far what was said of a customer is from what came, as a Poisson deviance: nothing has a smaller one on average than the true expectation, unlike the absolute error, which
    /// rewards saying nothing of those who mostly buy nothing; and a single customer weighs as much as the own money, unlike in the squared error. Source: Gneiting, "Making and evaluating
    /// point forecasts" (2011), section 3.1.
    /// </summary>
    public static double Deviance(double came, double said, double floor)
    {
        var (y, m) = (Math.Max(0, came), Math.Max(floor, said));
        return 2 * ((y > 0 ? y * Math.Log(y / m) : 0) - y + m);
    }

    /// <summary>Below 1 is better than saying the mean for everybody.</summary>
    public double BesideMean(ForecastErrors ofMean) => (Share(Mae, ofMean.Mae) + Share(Rmse, ofMean.Rmse)) / 2;

    /// <summary>
    /// The candidate with the least error. One that was learned from earlier moments must be better than the best plain one by more than chance
    /// (95 %): what wins by a hair on one period loses as often on the next.
    /// </summary>
    public static (string Name, string Why) Choose(ReadOnlySpan<double> came, IReadOnlyDictionary<string, double[]> answers, Seed seed, FitRun run)
    {
        double[] actual = [.. came];
        var ofMean = Of(actual, Same(actual.Average(), actual.Length));
        var errors = answers.ToDictionary(one => one.Key, one => Of(actual, one.Value).BesideMean(ofMean));
        var plain = errors.Where(one => ValueModel.IsPlain(one.Key)).MinBy(one => one.Value);
        var best = errors.MinBy(one => one.Value);
        var list = string.Join(", ", errors.OrderBy(one => one.Value).Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Key} {one.Value:0.000}")));
        if (best.Key == plain.Key) return (plain.Key, $"least error beside the mean ({list})");
        var (one, two) = (answers[best.Key], answers[plain.Key]);
        var gain = new Bootstrap { Samples = 200, Method = BootstrapMethod.Percentile, Seed = seed, Level = 0.95 }.Of(actual.Length, rows => On(rows, actual, two, ofMean) - On(rows, actual, one, ofMean), run);
        return gain.Low > 0 ? (best.Key, $"least error beside the mean, by more than chance ({list})") : (plain.Key, $"none is surely better ({list})");
    }

    /// <summary>The figures of a forecast on the test period, with intervals, beside saying last period's.</summary>
    public static IEnumerable<ModelMetric> Metrics(string what, double[] came, double[] said, double[] last, Seed seed, FitRun run)
    {
        var scores = Array.ConvertAll(said, value => (float)value);
        var before = Of(came, last);
        var draw = new Bootstrap { Samples = 300, Method = BootstrapMethod.Percentile, Seed = seed };
        ModelMetric With(string name, Func<ForecastErrors, double> figure, bool higher)
        {
            var limits = draw.Of(came, scores, (t, s) => figure(Of(t, Array.ConvertAll(s.ToArray(), value => (double)value))), run);
            return new ModelMetric("all", $"{name} of {what}", limits.Estimate, limits.Low, limits.High, figure(before), higher);
        }
        yield return With("mean absolute error", errors => errors.Mae, false);
        yield return With("root mean squared error", errors => errors.Rmse, false);
        yield return With("correlation", errors => errors.Correlation, true);
    }

    public static double[] Same(double value, int count) => [.. Enumerable.Repeat(value, count)];

    /// <summary>The error of some of the customers, beside that of saying the mean for everybody.</summary>
    public static double On(ReadOnlySpan<int> rows, double[] came, double[] said, ForecastErrors ofMean)
    {
        double[] c = new double[rows.Length], s = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++) (c[i], s[i]) = (came[rows[i]], said[rows[i]]);
        return Of(c, s).BesideMean(ofMean);
    }

    private static double Share(double part, double whole) => whole > 0 ? part / whole : 1;
}
