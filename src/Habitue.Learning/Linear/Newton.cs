using Habitue.Learning.Numerics;

namespace Habitue.Learning.Linear;

/// <summary>
/// Newton's steps, for losses with squared penalties.
/// Source: Boyd and Vandenberghe, Convex Optimization (2004), algorithm 9.5: half the squared decrement, as it is called there, is
/// how far the objective still is from its least.
/// </summary>
internal static class Newton
{
    public static Solution Minimize(ISmoothLoss loss, Penalty penalty, double[] start, Stop stop, FitRun run) =>
        NewtonDescent.Minimize(loss, penalty, start, stop, static (part, costs, _) => new Parabola(part.Size, costs), run);

    private sealed class Parabola(int size, Penalty penalty) : IParabola
    {
        private readonly Cholesky root = new(size);

        public void Take(double[] hessian) => root.Factor(hessian, penalty.Ridge);

        public (double Slope, double Distance) Step(double[] gradient, double[] at, double[] step, CancellationToken cancel)
        {
            root.Solve(gradient, step);
            var slope = DotProduct.Of(step, gradient);
            for (var i = 0; i < size; i++) step[i] = -step[i];
            return (slope, 0.5 * slope);
        }
    }
}
