using Habitue.Learning.Numerics;

namespace Habitue.Learning.Lifetime;

/// <summary>
/// Maximum likelihood over positive parameters, searched in their logarithms. A likelihood that rises without end is held by a
/// parabola beyond e^±11, which is 0 within.
/// </summary>
internal static class LikelihoodFit
{
    private const double Bound = 11;

    /// <summary>A log-likelihood and its gradient by the parameters themselves.</summary>
    public delegate double LogLikelihood(ReadOnlySpan<double> parameters, Span<double> gradient);

    /// <param name="names">The parameters' names.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="units">What each parameter is measured in: 1, or the data's scale of time or money.</param>
    /// <param name="weight">The number of customers: how strong the parabola is.</param>
    /// <param name="logLikelihood">What to make large.</param>
    /// <param name="maxIterations">The largest number of steps.</param>
    /// <param name="run">How it is carried out.</param>
    public static Estimates Maximize(
        IReadOnlyList<string> names, double[] start, double[] units, double weight, LogLikelihood logLikelihood, int maxIterations, FitRun run)
    {
        var minimum = new SmoothMinimum(Objective(units, weight, logLikelihood), Logarithms(start, units));
        var settled = minimum.Run(maxIterations, 1e-13, run);
        var (n, second, root) = (start.Length, minimum.SecondDerivatives(), new Cholesky(start.Length, 1e-13));
        for (var polish = 0; polish < 3 && Newton(minimum, second, root) is { } moved; polish++)
            if (moved > 1e-7) second = minimum.SecondDerivatives();
        var within = minimum.X.All(x => Math.Abs(x) <= Bound);
        root.Factor(second);
        var positive = root.IsWhole;
        double[] covariance = positive && within ? root.Inverse() : [.. Enumerable.Repeat(double.NaN, n * n)];
        var parameters = Parameters(minimum.X, units);
        var value = logLikelihood(parameters, new double[n]); // without the parabola
        run.Progress?.Report(1);
        return new Estimates(names, parameters, covariance, value, minimum.Iterations, settled && within && positive);
    }

    /// <summary>The parameters alone, from a start that is near and the covariance that is known there.</summary>
    public static double[] Again(Estimates near, double[] units, double weight, LogLikelihood logLikelihood, FitRun run)
    {
        var metric = near.Converged ? near.LogCovariances.ToArray() : null;
        var minimum = new SmoothMinimum(Objective(units, weight, logLikelihood), Logarithms(near.Span, units), metric);
        minimum.Run(100, 1e-9 / (1 + Math.Abs(minimum.Value)), run); // 1e-9 of a log-likelihood is a 20,000th of a standard error
        return Parameters(minimum.X, units);
    }

    private static Smooth Objective(double[] units, double weight, LogLikelihood logLikelihood)
    {
        var parameters = new double[units.Length];
        return (x, gradient) =>
        {
            for (var i = 0; i < parameters.Length; i++) parameters[i] = units[i] * Math.Exp(x[i]);
            var value = -logLikelihood(parameters, gradient);
            for (var i = 0; i < parameters.Length; i++)
            {
                var beyond = Math.Abs(x[i]) - Bound;
                gradient[i] *= -parameters[i];
                if (beyond <= 0) continue;
                value += weight * beyond * beyond;
                gradient[i] += 2 * weight * beyond * Math.Sign(x[i]);
            }

            return value;
        };
    }

    /// <summary>One step by second derivatives, kept when the gradient becomes smaller: the length of the step, or null.</summary>
    private static double? Newton(SmoothMinimum minimum, double[] second, Cholesky root)
    {
        var step = new double[minimum.X.Length];
        root.Factor(second);
        if (!root.IsWhole) return null;
        root.Solve(minimum.Gradient, step);
        var moved = step.Max(Math.Abs);
        if (moved > 0.1) return null;
        var (before, size) = ((double[])minimum.X.Clone(), Size(minimum.Gradient));
        double[] after = [.. before.Select((x, i) => x - step[i])];
        minimum.MoveTo(after);
        if (Size(minimum.Gradient) < size) return moved;
        minimum.MoveTo(before);
        return null;

        static double Size(double[] gradient) => gradient.Max(Math.Abs);
    }

    private static double[] Logarithms(ReadOnlySpan<double> parameters, double[] units)
    {
        var logarithms = new double[units.Length];
        for (var i = 0; i < logarithms.Length; i++) logarithms[i] = Math.Log(parameters[i] / units[i]);
        return logarithms;
    }

    private static double[] Parameters(double[] x, double[] units) => [.. x.Select((value, i) => units[i] * Math.Exp(value))];
}
