using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;

namespace Habitue.Learning.Linear;

/// <summary>
/// Between <see cref="Ridge"/> and <see cref="Lasso"/>: leaves columns out, but keeps those together that say the same.
/// <code>
/// var model = new ElasticNet { Alpha = 0.1, L1Ratio = 0.5 }.Fit(new Labeled(scaled, spending));
/// </code>
/// It makes this least: the sum of weight × squared error / (2 × the sum of weights) + Alpha × (L1Ratio × the sum of the coefficients' sizes + (1 - L1Ratio) / 2 × the sum of
/// their squares), as scikit-learn does. The intercept is free. Scale the columns first. Constant columns get the coefficient 0. Values must be finite; one row is fine.
/// Cost: one pass over the rows of rows × columns² / 2; memory: columns².
/// Source: Zou and Hastie, "Regularization and variable selection via the elastic net", J. R. Statist. Soc. B 67 (2005).
/// </summary>
public sealed record ElasticNet : IEstimator<Labeled, LinearModel>
{
    /// <summary>The strength of the penalty.</summary>
    [Range(0.0, 1e18)]
    public double Alpha { get; init; } = 1;

    /// <summary>How much of it is on sizes rather than on squares.</summary>
    [Range(0.0, 1.0)]
    public double L1Ratio { get; init; } = 0.5;

    /// <summary>Whether there is an intercept; without one the plane goes through 0.</summary>
    public bool Intercept { get; init; } = true;

    /// <summary>It stops when a sweep over the coefficients gains less than this share of a ten-thousandth of the targets' squares.</summary>
    [Range(1e-16, 0.1)]
    public double Tolerance { get; init; } = 1e-10;

    /// <inheritdoc/>
    public LinearModel Fit(Labeled data, FitRun run = default) => Fit(this, data, Alpha, L1Ratio, Intercept, Tolerance, run);

    internal static LinearModel Fit(object recipe, Labeled data, double alpha, double ratio, bool withIntercept, double tolerance, FitRun run)
    {
        var gram = LeastSquares.Gram(recipe, data, withIntercept, run);
        var path = new NetPath(gram, ratio, tolerance);
        var (intercept, coefficients, rested) = path.At(alpha, run.Cancel);
        run.Step(1);
        return LinearModel.Of(recipe, data.Rows, gram, intercept, coefficients, [], ("alpha", alpha), ("converged", rested ? 1 : 0));
    }
}
