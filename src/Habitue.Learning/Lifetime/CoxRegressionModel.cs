using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Lifetime;

/// <summary>The coefficients and the baseline that <see cref="CoxRegression"/> found.</summary>
public sealed class CoxRegressionModel : IModel<CoxRegressionModel>
{
    private readonly double[] coefficients, covariance, means, times, hazards;

    private CoxRegressionModel(ModelCard card, double[] coefficients, double[] covariance, double[] means, double[] times, double[] hazards)
    {
        Card = card;
        (this.coefficients, this.covariance, this.means) = (coefficients, covariance, means);
        (this.times, this.hazards) = (times, hazards);
    }

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("cox", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>A coefficient for each column, with its standard error and what follows from them.</summary>
    public IReadOnlyList<CoxCoefficient> Coefficients => [.. coefficients.Select((value, c) => new CoxCoefficient(Card.Columns[c], value, Math.Sqrt(Covariance(c, c))))];

    /// <summary>The logarithm of the partial likelihood at the coefficients.</summary>
    public double LogLikelihood => Card.Figures["log_likelihood"];

    /// <summary>The same with all coefficients 0. Twice the difference of the two is chi-squared with a degree of freedom per column if no column matters.</summary>
    public double EmptyLogLikelihood => Card.Figures["empty_log_likelihood"];

    /// <summary>How often the higher risk had its event first, of pairs where that is known; 1/2 is chance, 1 perfect.</summary>
    public double Concordance => Card.Figures["concordance"];

    /// <summary>How many of Newton's steps it took.</summary>
    public int Iterations => (int)Card.Figures["iterations"];

    /// <summary>Whether the coefficients settled; false when they grow without end.</summary>
    public bool Converged => Card.Figures["converged"] == 1;

    /// <summary>The times of events, rising, in the unit of the data.</summary>
    public IReadOnlyList<double> Times => times;

    /// <summary>The cumulative hazard up to each time of a row whose columns are all at the means of the data.</summary>
    public IReadOnlyList<double> BaselineHazards => hazards;

    /// <summary>The covariance of two coefficients; NaN of one that follows from others.</summary>
    public double Covariance(int i, int j)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)j, (uint)coefficients.Length);
        return covariance[(i * coefficients.Length) + j];
    }

    /// <summary>How many times the risk of a row at the means of the data each row's risk is. Columns are found by name.</summary>
    /// <exception cref="BadDataException">A column that the model was fitted on is missing.</exception>
    public double[] Risk(Matrix x)
    {
        x = x.For(Card.Columns);
        var answers = new double[x.Rows];
        for (var r = 0; r < answers.Length; r++)
        {
            var score = 0.0;
            var row = x.Row(r);
            for (var c = 0; c < row.Length; c++) score += coefficients[c] * (row[c] - means[c]);
            answers[r] = Math.Exp(score);
        }

        return answers;
    }

    /// <summary>How likely each row is still without the event after a time: exp(-cumulative hazard × risk). Columns are found by name.</summary>
    /// <param name="x">The rows; only read.</param>
    /// <param name="time">In the unit of the data; after the last event nothing is known, and the answer stays what it was.</param>
    /// <exception cref="BadDataException">A column that the model was fitted on is missing.</exception>
    public double[] Survival(Matrix x, double time)
    {
        if (double.IsNaN(time)) throw new ArgumentOutOfRangeException(nameof(time), time, "A time is a number.");
        var place = Array.BinarySearch(times, time);
        var step = place >= 0 ? place : ~place - 1;
        var hazard = step >= 0 ? hazards[step] : 0;
        return Array.ConvertAll(Risk(x), risk => Math.Exp(-hazard * risk));
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("coefficients", coefficients);
        to.Write("covariance", covariance);
        to.Write("means", means);
        to.Write("times", times);
        to.Write("hazards", hazards);
    }

    /// <inheritdoc/>
    public static CoxRegressionModel Load(ModelReader from)
    {
        var (width, times) = (from.Card.Columns.Count, from.Doubles("times"));
        return new CoxRegressionModel(
            from.Card, from.Doubles("coefficients", width), from.Doubles("covariance", width * width), from.Doubles("means", width), times,
            from.Doubles("hazards", times.Length));
    }

    /// <param name="recipe">The recipe.</param>
    /// <param name="data">The data.</param>
    /// <param name="likelihood">What knows the scales.</param>
    /// <param name="beta">Coefficients of standardized columns.</param>
    /// <param name="inverse">Their covariance; NaN where a column follows from others.</param>
    /// <param name="value">The logarithms of the likelihoods at these and at 0.</param>
    /// <param name="iterations">How many steps it took.</param>
    /// <param name="converged">Whether it settled.</param>
    internal static CoxRegressionModel Of(
        CoxRegression recipe, Survivals data, CoxLikelihood likelihood, double[] beta, double[] inverse, (double Fitted, double Empty) value, int iterations, bool converged)
    {
        var (width, columns) = (beta.Length, data.Rows!.Columns);
        double[] coefficients = [.. beta.Select((one, c) => one / likelihood.Scales[c])];
        var covariance = new double[width * width];
        for (var i = 0; i < width; i++)
            for (var j = 0; j < width; j++)
            {
                var known = inverse[(i * width) + i] > 0 && inverse[(j * width) + j] > 0;
                covariance[(i * width) + j] = known ? inverse[(i * width) + j] / (likelihood.Scales[i] * likelihood.Scales[j]) : double.NaN;
            }

        var (times, hazards) = likelihood.Baseline(beta);
        var card = ModelCard.Of(
            Format, recipe, columns, data.Count, ("log_likelihood", value.Fitted), ("empty_log_likelihood", value.Empty),
            ("concordance", likelihood.Concordance(beta)), ("iterations", iterations), ("converged", converged ? 1 : 0));
        return new CoxRegressionModel(card, coefficients, covariance, likelihood.Means, times, hazards);
    }
}

/// <summary>What one column does to the risk.</summary>
/// <param name="Name">The column.</param>
/// <param name="Value">The logarithm of the factor by which the risk is multiplied when the column rises by 1.</param>
/// <param name="StandardError">How sure it is; NaN when the column is constant or follows from others.</param>
public sealed record CoxCoefficient(string Name, double Value, double StandardError)
{
    /// <summary>The factor itself.</summary>
    public double HazardRatio => Math.Exp(Value);

    /// <summary>The value divided by its standard error.</summary>
    public double Z => Value / StandardError;

    /// <summary>How likely a value at least so far from 0 would be if the column did not matter (Wald's test).</summary>
    public double PValue => SpecialFunctions.NormalTwoTails(Z);

    /// <summary>Where the factor lies with the given confidence.</summary>
    public (double Low, double High) Interval(double level = 0.95)
    {
        if (level is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "A level lies between 0 and 1.");
        var width = SpecialFunctions.NormalQuantile(0.5 + (level / 2)) * StandardError;
        return (Math.Exp(Value - width), Math.Exp(Value + width));
    }
}
