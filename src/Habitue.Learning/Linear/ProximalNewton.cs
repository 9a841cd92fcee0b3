namespace Habitue.Learning.Linear;

/// <summary>
/// For losses with a cost of sizes: the loss is replaced by its parabola, which coordinate descent makes small together with the
/// penalty, and so on from there. Parameters that do not pay come out as exactly 0.
/// Source: Lee, Sun and Saunders, "Proximal Newton-type methods for minimizing composite functions", SIAM J. Optim. 24 (2014),
/// algorithm 1.
/// </summary>
internal static class ProximalNewton
{
    private const double Close = 1e-5;
    private const int SampleSteps = 4;
    private const int MostHalvings = 40;

    public static Solution Minimize(ISmoothLoss loss, Penalty penalty, double[] start, Stop stop, FitRun run)
    {
        var at = (double[])start.Clone();
        if (loss.Sample() is { } sample)
            at = Descend(sample, penalty.Times(sample.Weight / loss.Weight), at, new Stop(1e-6, SampleSteps), run with { Progress = null }).At;
        return Descend(loss, penalty, at, stop, run);
    }

    private static Solution Descend(ISmoothLoss loss, Penalty penalty, double[] at, Stop stop, FitRun run)
    {
        var size = loss.Size;
        var (gradient, hessian, descent) = (new double[size], new double[size * size], new CoordinateDescent(size));
        var (step, next, nextGradient) = (new double[size], new double[size], new double[size]);
        var objective = loss.At(at, gradient, hessian, run) + penalty.AddSquares(at, gradient) + penalty.Sizes(at);
        var fresh = true;
        for (var iteration = 0; ; iteration++)
        {
            if (fresh) Complete(hessian, penalty.Ridge);
            var distance = -descent.Minimize(hessian, gradient, at, penalty, 1e-4 * stop.Tolerance * loss.Weight, step, run.Cancel) / loss.Weight;
            run.Step(1 - (1 / (iteration + 2.0)));
            if (!double.IsFinite(objective) || !double.IsFinite(distance)) return new Solution(at, double.NaN, iteration, false);
            if (distance <= stop.Tolerance)
            {
                for (var i = 0; i < size; i++) at[i] += step[i];
                return new Solution(at, objective - (distance * loss.Weight), iteration, true);
            }

            if (iteration == stop.Iterations) return new Solution(at, objective, iteration, false);
            fresh = distance > Close;
            var (length, found) = (1.0, objective);
            for (var halvings = 0; ; halvings++, length /= 2)
            {
                for (var i = 0; i < size; i++) next[i] = at[i] + (length * step[i]);
                found = loss.At(next, nextGradient, fresh ? hessian : [], run) + penalty.AddSquares(next, nextGradient) + penalty.Sizes(next);
                if (found <= objective - (1e-4 * length * distance * loss.Weight) + (1e-13 * Math.Abs(objective))) break;
                if (halvings == MostHalvings) return new Solution(at, objective, iteration, false);
            }

            (at, next) = (next, at);
            (gradient, nextGradient) = (nextGradient, gradient);
            objective = found;
        }
    }

    /// <summary>The upper triangle like the lower one, and the ridge on the diagonal.</summary>
    private static void Complete(double[] hessian, double[] ridge)
    {
        var size = ridge.Length;
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < i; j++) hessian[(j * size) + i] = hessian[(i * size) + j];
            if (double.IsFinite(ridge[i])) hessian[(i * size) + i] += ridge[i];
        }
    }
}
