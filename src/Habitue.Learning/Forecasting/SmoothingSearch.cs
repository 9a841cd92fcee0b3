using Habitue.Learning.Numerics;

namespace Habitue.Learning.Forecasting;

/// <summary>Finds how fast the parts of a series move by maximum likelihood: a search over at most four numbers, from several starts.</summary>
internal static class SmoothingSearch
{
    /// <summary>The bounds of the parameters; φ as Hyndman and others bound it.</summary>
    private const double Least = 1e-4, Most = 1 - 1e-4, LeastDamping = 0.8, MostDamping = 0.98;

    private const int MostSteps = 200;

    private static readonly (double Level, double Slope, double Season, double Damping)[] Beginnings = [(0.1, 0.1, 0.1, 0.95), (0.5, 0.1, 0.1, 0.9), (0.1, 0.1, 0.5, 0.9), (0.02, 0.02, 0.02, 0.97)];

    public static (Smoothing By, double[] Start, double Squares) Run(double[] values, int season, bool hasTrend, FitRun run)
    {
        var states = new StateRun(season, hasTrend);
        // Where the values can be met exactly, less than rounding is not looked for.
        var floor = (1e-20 * values.Sum(value => value * value)) + 1e-300;
        double Loss(ReadOnlySpan<double> x) => 0.5 * values.Length * Math.Log(Math.Max(states.Best(values, Of(x, season, hasTrend)).Squares, floor));
        double Sloped(ReadOnlySpan<double> x, Span<double> gradient)
        {
            var at = x.ToArray();
            for (var i = 0; i < at.Length; i++)
            {
                const double step = 1e-5;
                at[i] = x[i] + step;
                var high = Loss(at);
                at[i] = x[i] - step;
                gradient[i] = (high - Loss(at)) / (2 * step);
                at[i] = x[i];
            }

            return Loss(x);
        }

        SmoothMinimum? best = null;
        foreach (var beginning in Beginnings)
        {
            var search = new SmoothMinimum(Sloped, From(beginning, season, hasTrend));
            search.Run(MostSteps, 1e-9, new FitRun(run.Cancel));
            if (best is null || search.Value < best.Value) best = search;
        }

        var by = Of(best!.X, season, hasTrend);
        var (start, squares) = states.Best(values, by);
        return (by, start, squares);
    }

    private static double[] From((double Level, double Slope, double Season, double Damping) one, int season, bool hasTrend)
    {
        var x = new List<double> { Unbounded(one.Level) };
        if (hasTrend) x.AddRange([Unbounded(one.Slope), Unbounded((one.Damping - LeastDamping) / (MostDamping - LeastDamping))]);
        if (season > 1) x.Add(Unbounded(one.Season));
        return [.. x];
    }

    private static Smoothing Of(ReadOnlySpan<double> x, int season, bool hasTrend)
    {
        var level = Least + ((Most - Least) * Share(x[0]));
        var slope = hasTrend ? level * Share(x[1]) : 0;
        var damping = hasTrend ? LeastDamping + ((MostDamping - LeastDamping) * Share(x[2])) : 0;
        return new Smoothing(level, slope, season > 1 ? (1 - level) * Share(x[^1]) : 0, damping);
    }

    private static double Share(double x) => 1 / (1 + Math.Exp(-x));

    private static double Unbounded(double share) => Math.Log(share / (1 - share));
}
