using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;

namespace Habitue.Learning.Linear;

/// <summary>
/// How many are to be expected: orders, visits, calls, whose mean each column multiplies. Targets are 0 or more, whole or not. Not for counts that
/// vary much more than their mean when standard errors matter; those come out too small.
/// <code>
/// // Orders of customers who were watched for different times: log(days) as an offset.
/// var model = new PoissonRegression { Alpha = 0, Offset = "log_days", StandardErrors = true }.Fit(new Labeled(features, orders));
/// float[] expected = model.Predict(features);
/// </code>
/// It makes this least: the sum of weight × (mean - target × log mean) / the sum of weights + Alpha / 2 × the sum of squared coefficients, with log
/// mean = intercept + coefficients · columns, as scikit-learn does. The intercept is free. A rate (count / exposure) weighted by exposure gives the
/// same as the count with log exposure as <see cref="Offset"/>.
/// Values must be finite, targets 0 or more and not all 0. Constant columns get the coefficient 0.
/// Cost: some passes over the rows of rows × columns² / 2; memory: columns².
/// Source: McCullagh and Nelder, Generalized Linear Models, 2nd edition, chapter 6.
/// </summary>
public sealed record PoissonRegression : IEstimator<Labeled, LogLinearModel>
{
    /// <summary>The strength of the penalty; 0 for none.</summary>
    [Range(0.0, 1e12)]
    public double Alpha { get; init; } = 1;

    /// <summary>Whether there is an intercept; without one a row of zeros has the mean 1.</summary>
    public bool Intercept { get; init; } = true;

    /// <summary>The name of a column that is added to the logarithm of the mean as it is, such as log exposure; null for none.</summary>
    public string? Offset { get; init; }

    /// <summary>Whether to work out standard errors, from the information at the end, the penalty included.</summary>
    public bool StandardErrors { get; init; }

    /// <summary>It stops when the objective is within this of its least.</summary>
    [Range(1e-16, 0.1)]
    public double Tolerance { get; init; } = 1e-12;

    /// <summary>The most steps.</summary>
    [Range(1, 1_000_000)]
    public int MaxIterations { get; init; } = 100;

    /// <inheritdoc/>
    public LogLinearModel Fit(Labeled data, FitRun run = default)
    {
        var fit = LogLinear.Start(this, data, Alpha, Intercept, Offset, aboveZero: false, run);
        var solution = fit.Minimize<PoissonFamily>(Tolerance, MaxIterations, run);
        var errors = StandardErrors ? fit.Errors<PoissonFamily>(solution, _ => 1, run) : [];

        // Twice the distance to the loss of means that equal the targets.
        double own = 0, constant = fit.Weight * fit.Mean * (1 - Math.Log(fit.Mean));
        for (var r = 0; r < data.Targets.Length; r++)
            if (data.Targets[r] is > 0 and var target) own += data.Weight(r) * target * (1 - Math.Log(target));
        run.Step(1);
        return LogLinearModel.Of(this, data.Rows, fit, solution, errors, 2 * (fit.Loss(solution) - own), 2 * (constant - own), 1);
    }
}
