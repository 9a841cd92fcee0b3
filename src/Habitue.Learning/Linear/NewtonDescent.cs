namespace Habitue.Learning.Linear;

/// <summary>Where to go from a point at which the loss looks like its parabola: what <see cref="Newton"/> and <see cref="ProximalNewton"/> differ in.</summary>
internal interface IParabola
{
    /// <summary>Takes over the second derivatives at the present point, whose lower triangle is filled.</summary>
    void Take(double[] hessian);

    /// <summary>Writes the step to the least of the parabola and the penalty.</summary>
    /// <returns>By how much they fall along it, as far as the slopes tell (what the objective has to fall by a share of), and how far the objective is from its least.</returns>
    (double Slope, double Distance) Step(double[] gradient, double[] at, double[] step, CancellationToken cancel);
}

/// <summary>
/// Steps with halving for losses with penalties. The first ones are taken on a share of the rows where there are many; close to the end, where
/// second derivatives hardly change any more, the last ones serve again, so that a step costs half.
/// </summary>
internal static class NewtonDescent
{
    /// <summary>Below this distance per unit of weight the second derivatives at the next point are those of this one, to a percent.</summary>
    private const double Close = 1e-5;

    private const int SampleSteps = 4;
    private const int MostHalvings = 40;

    /// <param name="loss">What is to be made small, together with the penalty.</param>
    /// <param name="penalty">What the parameters cost.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="stop">When it is enough.</param>
    /// <param name="parabola">Makes what finds the steps, for all rows or a share of them.</param>
    /// <param name="run">Threads, progress and cancellation.</param>
    public static Solution Minimize(ISmoothLoss loss, Penalty penalty, double[] start, Stop stop, Func<ISmoothLoss, Penalty, Stop, IParabola> parabola, FitRun run)
    {
        var at = (double[])start.Clone();
        if (loss.Sample() is { } sample)
            at = Descend(sample, penalty.Times(sample.Weight / loss.Weight), at, new Stop(1e-6, SampleSteps), parabola, run with { Progress = null }).At;
        return Descend(loss, penalty, at, stop, parabola, run);
    }

    private static Solution Descend(ISmoothLoss loss, Penalty penalty, double[] at, Stop stop, Func<ISmoothLoss, Penalty, Stop, IParabola> parabola, FitRun run)
    {
        var size = loss.Size;
        var (gradient, hessian, toLeast) = (new double[size], new double[size * size], parabola(loss, penalty, stop));
        var (step, next, nextGradient) = (new double[size], new double[size], new double[size]);
        var objective = loss.At(at, gradient, hessian, run) + penalty.AddSquares(at, gradient) + penalty.Sizes(at);
        var fresh = true;
        for (var iteration = 0; ; iteration++)
        {
            if (fresh) toLeast.Take(hessian);
            var (slope, distance) = toLeast.Step(gradient, at, step, run.Cancel);
            (slope, distance) = (slope / loss.Weight, distance / loss.Weight);
            run.Step(1 - (1 / (iteration + 2.0)));
            if (!double.IsFinite(objective) || !double.IsFinite(distance)) return new Solution(at, double.NaN, iteration, false);
            if (distance <= stop.Tolerance)
            {
                for (var i = 0; i < size; i++) at[i] += step[i]; // it costs nothing any more
                return new Solution(at, objective - (distance * loss.Weight), iteration, true);
            }

            if (iteration == stop.Iterations) return new Solution(at, objective, iteration, false);
            fresh = distance > Close;
            var (length, found) = (1.0, objective);
            for (var halvings = 0; ; halvings++, length /= 2)
            {
                for (var i = 0; i < size; i++) next[i] = at[i] + (length * step[i]);
                found = loss.At(next, nextGradient, fresh ? hessian : [], run) + penalty.AddSquares(next, nextGradient) + penalty.Sizes(next);
                // Near the end the gain is less than the rounding of the sums.
                if (found <= objective - (1e-4 * length * slope * loss.Weight) + (1e-13 * Math.Abs(objective))) break;
                if (halvings == MostHalvings) return new Solution(at, objective, iteration, false);
            }

            (at, next) = (next, at);
            (gradient, nextGradient) = (nextGradient, gradient);
            objective = found;
        }
    }
}
