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
/// same as the count with log exposure as <see cref="LogLinearRegression.Offset"/>.
/// Values must be finite, targets 0 or more and not all 0. Constant columns get the coefficient 0.
/// Cost: some passes over the rows of rows × columns² / 2; memory: columns².
/// Source: McCullagh and Nelder, Generalized Linear Models, 2nd edition, chapter 6.
/// </summary>
public sealed record PoissonRegression : LogLinearRegression
{
    /// <inheritdoc/>
    public override LogLinearModel Fit(Labeled data, FitRun run = default)
    {
        var fit = LogLinear.Start(this, data, aboveZero: false, run);
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
