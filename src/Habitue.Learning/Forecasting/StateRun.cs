using Habitue.Learning.Numerics;

namespace Habitue.Learning.Forecasting;

/// <summary>
/// The states of a series under additive errors: value = level + φ slope + season + error, and each error moves the states by its share. Errors are linear in the states at the start, so that
/// the start that fits best follows from least squares and need not be searched.
/// </summary>
internal sealed class StateRun(int season, bool hasTrend)
{
    /// <summary>How many numbers the states at the start are: level, slope, and all parts of the season but the last, which makes their sum 0.</summary>
    public int Starts => 1 + (hasTrend ? 1 : 0) + (season - 1);

    /// <summary>Runs through the values from a start; leaves the states after the last one.</summary>
    /// <param name="values">On the scale of the model.</param>
    /// <param name="by">How fast the parts move.</param>
    /// <param name="states">Level, slope, then the season's parts, of which that of step t stands at t modulo the season. Changed.</param>
    /// <param name="from">The place of the first value in the season.</param>
    /// <returns>The sum of squared errors.</returns>
    public double Follow(ReadOnlySpan<double> values, Smoothing by, double[] states, int from = 0)
    {
        var sum = 0.0;
        for (var t = 0; t < values.Length; t++)
        {
            var place = 2 + ((from + t) % season);
            var slope = by.Damping * states[1];
            var error = values[t] - (states[0] + slope + states[place]);
            sum += error * error;
            states[0] += slope + (by.Level * error);
            states[1] = slope + (by.Slope * error);
            states[place] += by.Season * error;
        }

        return sum;
    }

    /// <summary>The states at the start with which the squared errors are least, as <see cref="Follow"/> takes them; and that least sum.</summary>
    public (double[] Start, double Squares) Best(ReadOnlySpan<double> values, Smoothing by)
    {
        // One run for the values from a start of zeros, and one for each unit of a start without values.
        var k = Starts;
        var (states, errors) = (new double[(k + 1) * (2 + season)], new double[k + 1]);
        for (var i = 0; i < k; i++) Unit(i, states.AsSpan((i + 1) * (2 + season), 2 + season));
        var (products, right) = (new double[k * k], new double[k]);
        for (var t = 0; t < values.Length; t++)
        {
            for (var run = 0; run <= k; run++)
            {
                var own = states.AsSpan(run * (2 + season), 2 + season);
                var place = 2 + (t % season);
                var slope = by.Damping * own[1];
                var error = errors[run] = (run == 0 ? values[t] : 0) - (own[0] + slope + own[place]);
                own[0] += slope + (by.Level * error);
                own[1] = slope + (by.Slope * error);
                own[place] += by.Season * error;
            }

            for (var i = 0; i < k; i++)
            {
                right[i] -= errors[i + 1] * errors[0];
                for (var j = 0; j <= i; j++) products[(i * k) + j] += errors[i + 1] * errors[j + 1];
            }
        }

        Solve(products, right, k);
        var start = new double[2 + season];
        var unit = new double[2 + season];
        for (var i = 0; i < k; i++)
        {
            Array.Clear(unit);
            Unit(i, unit);
            for (var j = 0; j < start.Length; j++) start[j] += right[i] * unit[j];
        }

        return (start, Follow(values, by, (double[])start.Clone()));
    }

    private void Unit(int number, Span<double> states)
    {
        if (number == 0) states[0] = 1;
        else if (hasTrend && number == 1) states[1] = 1;
        else
        {
            states[2 + number - (hasTrend ? 2 : 1)] = 1;
            states[^1] = -1;
        }
    }

    /// <summary>A little is added to the diagonal: a start that the values say nothing about stays near 0.</summary>
    private static unsafe void Solve(double[] products, double[] right, int k)
    {
        var whole = 0.0;
        for (var i = 0; i < k; i++) whole += products[(i * k) + i];
        for (var i = 0; i < k; i++) products[(i * k) + i] += 1e-12 * whole;
        fixed (double* a = products, b = right)
            if (!SmallCholesky.Solve(a, k, k, b)) Array.Clear(right);
    }
}
