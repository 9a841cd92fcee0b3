using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;

namespace Habitue.Learning.Linear;

/// <summary>
/// Linear regression that leaves columns out: for finding the few that matter. Of columns that say the same it keeps one by chance; then
/// <see cref="ElasticNet"/> is better, and <see cref="ElasticNetPath"/> finds the strength.
/// <code>
/// var model = new Lasso { Alpha = 0.1 }.Fit(new Labeled(scaled, spending));
/// var kept = model.Coefficients.Where(line => line.Value != 0);
/// </code>
/// It makes this least: the sum of weight × squared error / (2 × the sum of weights) + Alpha × the sum of the coefficients' sizes, as scikit-learn does. The intercept is free.
/// Scale the columns first. Constant columns get the coefficient 0. Values must be finite; one row is fine.
/// Cost: one pass over the rows of rows × columns² / 2; memory: columns².
/// Source: Tibshirani, "Regression shrinkage and selection via the lasso", J. R. Statist. Soc. B 58 (1996).
/// </summary>
public sealed record Lasso : IEstimator<Labeled, LinearModel>
{
    /// <summary>The strength of the penalty, in units of target × column.</summary>
    [Range(0.0, 1e18)]
    public double Alpha { get; init; } = 1;

    /// <summary>Whether there is an intercept; without one the plane goes through 0.</summary>
    public bool Intercept { get; init; } = true;

    /// <summary>It stops when a sweep over the coefficients gains less than this share of a ten-thousandth of the targets' squares.</summary>
    [Range(1e-16, 0.1)]
    public double Tolerance { get; init; } = 1e-10;

    /// <inheritdoc/>
    public LinearModel Fit(Labeled data, FitRun run = default) => ElasticNet.Fit(this, data, Alpha, 1, Intercept, Tolerance, run);
}
