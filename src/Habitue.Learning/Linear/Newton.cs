using Habitue.Learning.Numerics;

namespace Habitue.Learning.Linear;

/// <summary>
/// Newton's steps with halving, for losses with squared penalties. The first steps are taken on a share of the rows where there are
/// many; close to the end, where second derivatives hardly change any more, the last ones serve again, so that a step costs half.
/// Source: Boyd and Vandenberghe, Convex Optimization (2004), algorithm 9.5: half the squared decrement, as it is called there, is
/// how far the objective still is from its least.
/// </summary>
internal static class Newton
{
    /// <summary>Below this distance per unit of weight the second derivatives at the next point are those of this one, to a percent.</summary>
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
        var (gradient, hessian, root) = (new double[size], new double[size * size], new Cholesky(size));
        var (step, next, nextGradient) = (new double[size], new double[size], new double[size]);
        var objective = loss.At(at, gradient, hessian, run) + penalty.AddSquares(at, gradient);
        var fresh = true;
        for (var iteration = 0; ; iteration++)
        {
            if (fresh) root.Factor(hessian, penalty.Ridge);
            root.Solve(gradient, step);
            var distance = 0.5 * DotProduct.Of(step, gradient) / loss.Weight;
            run.Step(1 - (1 / (iteration + 2.0)));
            if (!double.IsFinite(objective) || !double.IsFinite(distance)) return new Solution(at, double.NaN, iteration, false);
            if (distance <= stop.Tolerance)
            {
                for (var i = 0; i < size; i++) at[i] -= step[i]; // it costs nothing any more
                return new Solution(at, objective - (distance * loss.Weight), iteration, true);
            }

            if (iteration == stop.Iterations) return new Solution(at, objective, iteration, false);
            fresh = distance > Close;
            var (length, found) = (1.0, objective);
            for (var halvings = 0; ; halvings++, length /= 2)
            {
                for (var i = 0; i < size; i++) next[i] = at[i] - (length * step[i]);
                found = loss.At(next, nextGradient, fresh ? hessian : [], run) + penalty.AddSquares(next, nextGradient);
                // Near the end the gain is less than the rounding of the sums.
                if (found <= objective - (1e-4 * length * 2 * distance * loss.Weight) + (1e-13 * Math.Abs(objective))) break;
                if (halvings == MostHalvings) return new Solution(at, objective, iteration, false);
            }

            (at, next) = (next, at);
            (gradient, nextGradient) = (nextGradient, gradient);
            objective = found;
        }
    }
}
