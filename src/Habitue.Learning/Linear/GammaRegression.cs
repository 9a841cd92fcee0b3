using Habitue.Learning.Data;

namespace Habitue.Learning.Linear;

/// <summary>
/// How large an amount is to be expected, where each column multiplies it and the spread grows with the mean: order values, claims, times between
/// orders. Targets are above 0. Not for amounts that are often 0: foretell first whether there is one.
/// <code>
/// var model = new GammaRegression { Alpha = 0 }.Fit(new Labeled(features, basketValues));
/// foreach (var line in model.Coefficients) Console.WriteLine($"{line.Name}: times {line.Ratio:N3} per unit");
/// </code>
/// It makes this least: the sum of weight × (log mean + target / mean) / the sum of weights + Alpha / 2 × the sum of squared coefficients, with log
/// mean = intercept + coefficients · columns, as scikit-learn does. The intercept is free. Values must be finite, targets above 0.
/// Constant columns get the coefficient 0.
/// Cost: some passes over the rows of rows × columns² / 2; memory: columns².
/// Source: McCullagh and Nelder, Generalized Linear Models, 2nd edition, chapter 8.
/// </summary>
public sealed record GammaRegression : LogLinearRegression
{
    /// <inheritdoc/>
    public override LogLinearModel Fit(Labeled data, FitRun run = default)
    {
        var fit = LogLinear.Start(this, data, aboveZero: true, run);
        var solution = fit.Minimize<GammaFamily>(Tolerance, MaxIterations, run);
        var counting = data.Weights.Length == 0 ? data.Rows.Rows : data.RawWeights.Count(weight => weight > 0);
        double freedom = counting - fit.Free, dispersion = double.NaN;
        if (StandardErrors && freedom < 1)
            throw new SettingException(nameof(GammaRegression), nameof(StandardErrors), $"needs more rows than coefficients; there are {counting} rows that count.");
        var errors = StandardErrors ? fit.Errors<GammaInformation>(solution, pearson => dispersion = pearson / freedom, run) : [];

        double own = 0, constant = fit.Weight * (Math.Log(fit.Mean) + 1);
        for (var r = 0; r < data.Targets.Length; r++) own += data.Weight(r) * (Math.Log(data.Targets[r]) + 1);
        run.Step(1);
        return LogLinearModel.Of(this, data.Rows, fit, solution, errors, 2 * (fit.Loss(solution) - own), 2 * (constant - own), dispersion);
    }
}
