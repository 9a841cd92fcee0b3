using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Linear;

/// <summary>
/// The weighted sum of the columns with the least squared errors: how much is to be expected, and what each column adds to it. Not for
/// amounts that only multiply (see <see cref="GammaRegression"/>) or counts (<see cref="PoissonRegression"/>), nor with nearly as many columns as
/// rows (<see cref="Ridge"/>).
/// <code>
/// var model = new LinearRegression { StandardErrors = true }.Fit(new Labeled(features, spending));
/// float[] expected = model.Predict(newCustomers);
/// foreach (var line in model.Coefficients) Console.WriteLine($"{line.Name} {line.Value:N2} ± {line.StandardError:N2}");
/// </code>
/// It makes the sum of weight × squared error least, by the normal equations of centred columns in double. A column that is constant, or a sum
/// of others to eleven digits of its variance, gets the coefficient 0. Values must be finite; one row is fine.
/// Cost: one pass over the rows of rows × columns² / 2; memory: columns².
/// Source: Golub and Van Loan, Matrix Computations, 4th edition, algorithm 5.3.1.
/// </summary>
public sealed record LinearRegression : IEstimator<Labeled, LinearModel>
{
    /// <summary>Whether there is an intercept; without one the plane goes through 0.</summary>
    public bool Intercept { get; init; } = true;

    /// <summary>Whether to work out standard errors, from the variance of the errors; there must be more rows that count than coefficients.</summary>
    public bool StandardErrors { get; init; }

    /// <inheritdoc/>
    public LinearModel Fit(Labeled data, FitRun run = default)
    {
        var gram = LeastSquares.Gram(this, data, Intercept, run);
        var (intercept, coefficients, root) = LeastSquares.Solve(gram, 0);
        var errors = StandardErrors ? Errors(data, gram, intercept, coefficients, root) : [];
        run.Step(1);
        return LinearModel.Of(this, data.Rows, gram, intercept, coefficients, errors);
    }

    private double[] Errors(Labeled data, Gram gram, double intercept, double[] coefficients, Cholesky root)
    {
        var counting = data.Weights.Length == 0 ? data.Rows.Rows : data.RawWeights.Count(weight => weight > 0);
        double freedom = counting - coefficients.Length + root.LeftOut.Count(left => left) - (Intercept ? 1 : 0);
        if (freedom < 1)
            throw new SettingException(nameof(LinearRegression), nameof(StandardErrors), $"needs more rows than coefficients; there are {counting} rows that count.");
        var (variance, inverse, means) = (gram.SquaredErrors(intercept, coefficients) / freedom, root.Inverse(), gram.Centred().Means);
        var errors = new double[coefficients.Length + 2];
        var ofIntercept = Intercept ? 1 / gram.Weight : double.NaN;
        for (var i = 0; i < coefficients.Length; i++)
        {
            errors[i + 1] = Math.Sqrt(variance * inverse[(i * coefficients.Length) + i]);
            for (var j = 0; j < coefficients.Length; j++)
                if (inverse[(i * coefficients.Length) + j] is var one && !double.IsNaN(one)) ofIntercept += one * means[i] * means[j];
        }

        (errors[0], errors[^1]) = (Math.Sqrt(variance * ofIntercept), freedom);
        return errors;
    }
}
