namespace Habitue.Learning.Linear;

/// <summary>
/// For losses with a cost of sizes: the loss is replaced by its parabola, which coordinate descent makes small together with the
/// penalty, and so on from there. Parameters that do not pay come out as exactly 0.
/// Source: Lee, Sun and Saunders, "Proximal Newton-type methods for minimizing composite functions", SIAM J. Optim. 24 (2014),
/// algorithm 1.
/// </summary>
internal static class ProximalNewton
{
    /// <summary>The parabola's least is found to this share of what is asked for.</summary>
    private const double Inner = 1e-4;

    public static Solution Minimize(ISmoothLoss loss, Penalty penalty, double[] start, Stop stop, FitRun run) =>
        NewtonDescent.Minimize(loss, penalty, start, stop, static (part, costs, until) => new Parabola(part.Size, costs, Inner * until.Tolerance * part.Weight), run);

    private sealed class Parabola(int size, Penalty penalty, double enough) : IParabola
    {
        private readonly CoordinateDescent descent = new(size);
        private double[] hessian = [];

        public void Take(double[] hessian) => Complete(this.hessian = hessian, penalty.Ridge);

        public (double Slope, double Distance) Step(double[] gradient, double[] at, double[] step, CancellationToken cancel)
        {
            var fall = -descent.Minimize(hessian, gradient, at, penalty, enough, step, cancel);
            return (fall, fall);
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
