using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;

namespace Habitue.Learning.Linear;

/// <summary>
/// Linear regression that keeps coefficients small: for many columns that say nearly the same, and few rows. Not for finding out which columns
/// matter (<see cref="Lasso"/>).
/// <code>
/// var model = new Ridge { Alpha = 10 }.Fit(new Labeled(features, spending));
/// </code>
/// It makes this least: the sum of weight × squared error + Alpha × the sum of squared coefficients, as scikit-learn does. The intercept is free. Scale the columns first, or
/// the penalty weighs on those of small units. Constant columns get the coefficient 0. Values must be finite; one row is fine.
/// Cost: one pass over the rows of rows × columns² / 2; memory: columns².
/// Source: Hoerl and Kennard, "Ridge regression", Technometrics 12 (1970).
/// </summary>
public sealed record Ridge : IEstimator<Labeled, LinearModel>
{
    /// <summary>The strength of the penalty.</summary>
    [Range(0.0, 1e18)]
    public double Alpha { get; init; } = 1;

    /// <summary>Whether there is an intercept; without one the plane goes through 0.</summary>
    public bool Intercept { get; init; } = true;

    /// <inheritdoc/>
    public LinearModel Fit(Labeled data, FitRun run = default)
    {
        var gram = LeastSquares.Gram(this, data, Intercept, run);
        var (intercept, coefficients, _) = LeastSquares.Solve(gram, Alpha);
        run.Step(1);
        return LinearModel.Of(this, data.Rows, gram, intercept, coefficients, [], ("alpha", Alpha));
    }
}
