using Habitue.Learning.Numerics;

namespace Habitue.Learning.Linear;

/// <summary>Standard errors from the curvature of the objective at its least.</summary>
internal static class Uncertainty
{
    /// <summary>
    /// The roots of the diagonal of dispersion × inverse second derivatives, the intercept first, for columns as they came; NaN for what is
    /// a sum of others.
    /// </summary>
    public static double[] Of(ISmoothLoss loss, Penalty penalty, Rows rows, double[] parameters, double dispersion, FitRun run)
    {
        // The solver's parameters are those of columns less their origins.
        var (gradient, hessian) = (new double[loss.Size], new double[loss.Size * loss.Size]);
        loss.At(parameters, gradient, hessian, run);
        return Of(hessian, penalty.Ridge, rows.Intercept ? rows.Origins : [], dispersion);
    }

    /// <summary>The same from second derivatives that are at hand.</summary>
    /// <param name="hessian">Second derivatives by parameters of columns less their origins.</param>
    /// <param name="ridge">What the penalty adds to their diagonal.</param>
    /// <param name="origins">What was taken from each column; empty when there is no intercept.</param>
    /// <param name="dispersion">The variance of the noise.</param>
    public static double[] Of(double[] hessian, double[] ridge, double[] origins, double dispersion)
    {
        var size = ridge.Length;
        var root = new Cholesky(size);
        root.Factor(hessian, ridge);
        var inverse = root.Inverse();
        var errors = new double[size];
        for (var i = 0; i < size; i++) errors[i] = Math.Sqrt(dispersion * inverse[(i * size) + i]);
        if (origins.Length == 0) return errors;

        // The intercept of columns as they came is the one found, less each origin times its coefficient.
        var variance = 0.0;
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                var covariance = inverse[(i * size) + j];
                if (!double.IsNaN(covariance)) variance += covariance * (i == 0 ? 1 : -origins[i - 1]) * (j == 0 ? 1 : -origins[j - 1]);
            }
        }

        errors[0] = Math.Sqrt(dispersion * variance);
        return errors;
    }
}
