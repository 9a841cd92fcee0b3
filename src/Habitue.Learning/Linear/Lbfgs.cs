using Habitue.Learning.Numerics;

namespace Habitue.Learning.Linear;

/// <summary>
/// Steps by the last ten differences of gradients, for losses of many parameters with squared penalties: no matrix of second
/// derivatives is made, so that it fits many parameters; for a few use <see cref="SmoothMinimum"/>. Each parameter is measured in a unit in which its own curvature is about 1.
/// Source: Nocedal and Wright, Numerical Optimization, 2nd edition (2006), algorithms 7.4 and 7.5.
/// </summary>
internal sealed class Lbfgs
{
    private const int Memory = 10;
    private const int MostHalvings = 50;

    private readonly double[][] moves = new double[Memory][];
    private readonly double[][] changes = new double[Memory][];
    private readonly double[] inverse = new double[Memory];
    private readonly double[] alpha = new double[Memory];
    private int kept;

    private Lbfgs(int size)
    {
        for (var i = 0; i < Memory; i++) (moves[i], changes[i]) = (new double[size], new double[size]);
    }

    /// <param name="loss">The loss.</param>
    /// <param name="penalty">Squares only.</param>
    /// <param name="start">Where to start.</param>
    /// <param name="curvatures">About how much each parameter is curved.</param>
    /// <param name="stop">When to stop.</param>
    /// <param name="run">Threads, cancellation, progress.</param>
    public static Solution Minimize(ISmoothLoss loss, Penalty penalty, double[] start, double[] curvatures, Stop stop, FitRun run)
    {
        var size = loss.Size;
        var (memory, at, units) = (new Lbfgs(size), (double[])start.Clone(), new double[size]);
        for (var i = 0; i < size; i++)
        {
            var curvature = curvatures[i] + penalty.Ridge[i];
            units[i] = curvature > 1e-300 && double.IsFinite(curvature) ? 1 / Math.Sqrt(curvature) : 0;
        }

        var (gradient, next, nextGradient, step) = (new double[size], new double[size], new double[size], new double[size]);
        var objective = Scaled(at, gradient);
        for (var iteration = 0; ; iteration++)
        {
            // Where parameters depend on each other the true distance is larger than in their own units: hence a hundredth.
            var distance = 0.5 * DotProduct.Of(gradient, gradient) / loss.Weight;
            run.Step(1 - (1 / ((iteration / 8.0) + 2)));
            if (!double.IsFinite(distance)) return new Solution(at, double.NaN, iteration, false);
            if (distance <= 0.01 * stop.Tolerance) return new Solution(at, objective, iteration, true);
            if (iteration == stop.Iterations) return new Solution(at, objective, iteration, false);
            memory.Direction(gradient, step);
            var slope = DotProduct.Of(step, gradient);
            var (length, found) = (1.0, objective);
            for (var halvings = 0; ; halvings++)
            {
                for (var i = 0; i < size; i++) next[i] = at[i] - (length * step[i] * units[i]);
                found = Scaled(next, nextGradient);
                if (found <= objective - (1e-4 * length * slope) + (1e-13 * Math.Abs(objective))) break;
                if (halvings == MostHalvings) return new Solution(at, objective, iteration, false);
                // The lowest point of the parabola through what is known, but no nearer than a tenth.
                var least = length * length * slope / (2 * (found - objective + (length * slope)));
                length = double.IsFinite(least) ? Math.Clamp(least, 0.1 * length, 0.5 * length) : 0.1 * length;
            }

            memory.Keep(step, -length, gradient, nextGradient);
            (at, next) = (next, at);
            (gradient, nextGradient) = (nextGradient, gradient);
            objective = found;
        }

        double Scaled(double[] where, double[] slopes)
        {
            var value = loss.At(where, slopes, [], run) + penalty.AddSquares(where, slopes);
            for (var i = 0; i < size; i++) slopes[i] *= units[i];
            return value;
        }
    }

    private void Keep(double[] step, double length, double[] before, double[] after)
    {
        double[] move = moves[kept % Memory], change = changes[kept % Memory];
        for (var i = 0; i < move.Length; i++) (move[i], change[i]) = (length * step[i], after[i] - before[i]);
        var product = DotProduct.Of(move, change);
        if (!(product > 1e-12 * DotProduct.Of(change, change))) return; // rounding: no curvature was seen
        inverse[kept % Memory] = 1 / product;
        kept++;
    }

    private void Direction(double[] gradient, double[] into)
    {
        gradient.CopyTo(into, 0);
        var oldest = Math.Max(0, kept - Memory);
        for (var k = kept - 1; k >= oldest; k--)
        {
            var i = k % Memory;
            alpha[i] = inverse[i] * DotProduct.Of(moves[i], into);
            for (var j = 0; j < into.Length; j++) into[j] -= alpha[i] * changes[i][j];
        }

        if (kept > 0)
        {
            var last = (kept - 1) % Memory;
            var unit = 1 / (inverse[last] * DotProduct.Of(changes[last], changes[last]));
            for (var j = 0; j < into.Length; j++) into[j] *= unit;
        }

        for (var k = oldest; k < kept; k++)
        {
            var i = k % Memory;
            var beta = inverse[i] * DotProduct.Of(changes[i], into);
            for (var j = 0; j < into.Length; j++) into[j] += (alpha[i] - beta) * moves[i][j];
        }
    }
}
