using Habitue.Learning.Numerics;

namespace Habitue.Learning.Linear;

/// <summary>Standard errors from the curvature of the objective at its least.</summary>
internal static class Uncertainty
{
    /// <summary>
    /// For each score the roots of the diagonal of dispersion × inverse second derivatives, the intercept first, for columns as they came; NaN for
    /// what is a sum of others. Of several scores only differences count: the errors are those of parameters that add up to 0 over the scores.
    /// </summary>
    public static double[] Of(ISmoothLoss loss, Penalty penalty, Rows rows, double[] parameters, double dispersion, FitRun run)
    {
        // The solver's parameters are those of columns less their origins.
        var (gradient, hessian) = (new double[loss.Size], new double[loss.Size * loss.Size]);
        loss.At(parameters, gradient, hessian, run);
        return loss.Size == rows.Parameters
            ? Of(hessian, penalty.Ridge, rows.Intercept ? rows.Origins : [], dispersion)
            : OfSeveral(hessian, penalty.Ridge, rows, loss.Size / rows.Parameters);
    }

    private static double[] OfSeveral(double[] hessian, double[] ridge, Rows rows, int scores)
    {
        var (size, each) = (ridge.Length, rows.Parameters);
        var root = new Cholesky(size);
        root.Factor(hessian, ridge);
        var inverse = root.Inverse();
        foreach (ref var covariance in inverse.AsSpan())
            if (double.IsNaN(covariance)) covariance = 0; // what is left out stays where it is
        var (errors, weights) = (new double[size], new double[size]);
        for (var k = 0; k < scores; k++)
        {
            for (var i = 0; i < each; i++)
            {
                Array.Clear(weights);
                for (var l = 0; l < scores; l++)
                {
                    var share = (l == k ? 1 : 0) - (1.0 / scores);
                    weights[(l * each) + i] = share;
                    for (var c = 0; rows.Intercept && i == 0 && c < rows.Origins.Length; c++) weights[(l * each) + c + 1] = -share * rows.Origins[c];
                }

                var variance = 0.0;
                for (var a = 0; a < size; a++)
                    if (weights[a] != 0) variance += weights[a] * DotProduct.Of(inverse.AsSpan(a * size, size), weights);
                errors[(k * each) + i] = root.LeftOut[i] ? double.NaN : Math.Sqrt(variance);
            }
        }

        return errors;
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
