using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Linear;

/// <summary>
/// Elastic nets from the strongest penalty that matters to a weak one, and the strength that foretells rows left out best: when you do not know
/// how strong a <see cref="Lasso"/> (L1Ratio 1) or <see cref="ElasticNet"/> ought to be.
/// <code>
/// var model = new ElasticNetPath { Folds = 10 }.Fit(new Labeled(scaled, spending));
/// Console.WriteLine($"alpha {model.Alphas[model.Best]:N3}, error {Math.Sqrt(model.Errors[model.Best]):N2}");
/// float[] expected = model.Predict(newCustomers);
/// </code>
/// The strengths fall from the least one at which all coefficients are 0, by equal factors, to <see cref="Least"/> of it. A row is left out in fold (its
/// number modulo <see cref="Folds"/>): shuffle rows whose order has such a rhythm. The penalty is that of <see cref="ElasticNet"/>. Values must be finite; there must be at least as many rows as folds.
/// Cost: one pass over the rows per fold, then nothing that depends on their number; memory: columns² per fold.
/// Source: Friedman, Hastie and Tibshirani, "Regularization paths for generalized linear models via coordinate descent", Journal of Statistical Software 33 (2010).
/// </summary>
public sealed record ElasticNetPath : IEstimator<Labeled, ElasticNetPathModel>
{
    /// <summary>How much of the penalty is on sizes rather than on squares; 1 is the lasso. Some must be, or no strength makes all coefficients 0.</summary>
    [Range(0.01, 1.0)]
    public double L1Ratio { get; init; } = 1;

    /// <summary>How many strengths.</summary>
    [Range(2, 10_000)]
    public int Count { get; init; } = 100;

    /// <summary>The weakest strength, as a share of the strongest.</summary>
    [Range(1e-9, 1.0, MaximumIsExclusive = true)]
    public double Least { get; init; } = 1e-3;

    /// <summary>How many parts of the rows are left out in turn.</summary>
    [Range(2, 1_000)]
    public int Folds { get; init; } = 5;

    /// <summary>Whether there is an intercept; without one the plane goes through 0.</summary>
    public bool Intercept { get; init; } = true;

    /// <summary>It stops when a sweep over the coefficients gains less than this share of a ten-thousandth of the targets' squares.</summary>
    [Range(1e-16, 0.1)]
    public double Tolerance { get; init; } = 1e-10;

    /// <inheritdoc/>
    public ElasticNetPathModel Fit(Labeled data, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        Settings.Check(this);
        if (data.Rows.Rows is > 0 and var rows && rows < Folds)
            throw new SettingException(nameof(ElasticNetPath), nameof(Folds), $"is {Folds}, but there {(rows == 1 ? "is only 1 row" : $"are only {rows} rows")} to leave out.");
        var whole = LeastSquares.Gram(this, data, Intercept, run.Part(0, 0.2));
        var path = new NetPath(whole, L1Ratio, Tolerance);
        var strongest = path.Strongest > 0 ? path.Strongest : 1; // nothing has an influence: any strength does
        double[] alphas = [.. Enumerable.Range(0, Count).Select(i => strongest * Math.Pow(Least, i / (Count - 1.0)))];
        var (lines, intercepts, errors) = (new double[Count][], new double[Count], new double[Count]);
        for (var i = 0; i < Count; i++) (intercepts[i], lines[i], _) = path.At(alphas[i], run.Cancel);

        var weights = new double[data.Rows.Rows];
        for (var fold = 0; fold < Folds; fold++)
        {
            for (var r = 0; r < weights.Length; r++) weights[r] = r % Folds == fold ? data.Weight(r) : 0;
            if (weights.All(weight => weight == 0)) continue;
            var left = Gram.Of(data.Rows, data.RawTargets, weights, Intercept, run);
            var known = whole.Without(left);
            if (!(known.Weight > 0)) throw new BadDataException($"All rows that count are in fold {fold}; spread their weights over the rows.", "weight");
            var part = new NetPath(known, L1Ratio, Tolerance);
            for (var i = 0; i < Count; i++)
            {
                var (intercept, coefficients, _) = part.At(alphas[i], run.Cancel);
                errors[i] += left.SquaredErrors(intercept, coefficients) / whole.Weight;
            }

            run.Step((fold + 1.0) / (Folds + 1));
        }

        run.Step(1);
        return ElasticNetPathModel.Of(this, data.Rows, alphas, intercepts, lines, errors);
    }
}
