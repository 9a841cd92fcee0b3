using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Preprocessing;

/// <summary>
/// Bends each column so that it looks as normal as a power allows, and moves it to mean 0 and deviation 1. For linear
/// models and distances over columns with tails on either side, negative values included. Not for columns that people
/// must read afterwards, and not for those of a few values.
/// <code>
/// Matrix bent = new YeoJohnson().Fit(features).Transform(features);
/// </code>
/// The power of each column is the one of the greatest likelihood, sought between -8 and 8. A column that is constant
/// or wholly missing keeps the power 1. Missing values are left out of the fit and stay missing; an infinite value is
/// an error at the fit.
/// Cost: about 20 passes over each column with an exponential per value, one column per thread.
/// Source: Yeo and Johnson, "A new family of power transformations to improve normality or symmetry" (Biometrika 2000),
/// section 2 and the likelihood of section 3.
/// </summary>
public sealed record YeoJohnson : IEstimator<Matrix, PowerScaling>
{
    private const double Farthest = 8, Tolerance = 1e-9;
    private const int MostSteps = 200;

    /// <summary>Whether the bent columns are moved to mean 0 and standard deviation 1 (divisor: rows).</summary>
    public bool Standardize { get; init; } = true;

    /// <inheritdoc/>
    public PowerScaling Fit(Matrix data, FitRun run = default)
    {
        Settings.Check(this);
        Finite.CheckSize(data, 1, nameof(YeoJohnson));
        var width = data.Columns.Count;
        var (powers, means, deviations) = (new double[width], new double[width], new double[width]);
        Blocks.Run(width, run, c =>
        {
            (powers[c], means[c], deviations[c]) = (1, 0, 1);
            var sorted = Quantile.Sorted(data, c);
            if (sorted.Length == 0) return;
            if (sorted[0] < sorted[^1]) powers[c] = Power(sorted, run.Cancel);
            if (!Standardize) return;
            var (mean, variance) = Moments(sorted, powers[c]);
            (means[c], deviations[c]) = (mean, sorted[0] < sorted[^1] ? Math.Sqrt(variance) : 1);
        });
        run.Progress?.Report(1);
        return new PowerScaling(ModelCard.Of(PowerScaling.Format, this, data), powers, means, deviations);
    }

    private static double Power(float[] values, CancellationToken cancel)
    {
        var logarithms = 0.0;
        foreach (var value in values) logarithms += Math.CopySign(Math.Log(1 + Math.Abs((double)value)), value);
        return ScalarMinimum.Find(NegativeLikelihood, -Farthest, Farthest, Tolerance, MostSteps, cancel);

        double NegativeLikelihood(double power)
        {
            var (mean, variance) = Moments(values, power);
            // Where all values have run together into one, only rounding is left, which looks like a great likelihood.
            if (!double.IsFinite(variance) || variance <= 1e-16 * ((mean * mean) + 1e-280)) return 1e300;
            return (values.Length / 2.0 * Math.Log(variance)) - ((power - 1) * logarithms);
        }
    }

    private static (double Mean, double Variance) Moments(float[] values, double power)
    {
        double sum = 0, squares = 0;
        var origin = PowerScaling.Bend(values[values.Length / 2], power);
        foreach (var value in values)
        {
            var off = PowerScaling.Bend(value, power) - origin;
            sum += off;
            squares += off * off;
        }

        var mean = sum / values.Length;
        return (origin + mean, Math.Max(0, (squares / values.Length) - (mean * mean)));
    }
}

/// <summary>The powers that <see cref="YeoJohnson"/> found, with mean and deviation of what comes out.</summary>
public sealed class PowerScaling : ITransformer, IModel<PowerScaling>
{
    private readonly double[] powers;
    private readonly double[] means;
    private readonly double[] deviations;

    internal PowerScaling(ModelCard card, double[] powers, double[] means, double[] deviations) =>
        (Card, this.powers, this.means, this.deviations) = (card, powers, means, deviations);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("yeo-johnson", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> OutputColumns => Card.Columns;

    /// <summary>The power of each column; 1 leaves it as it is, 0 is the logarithm of 1 + x.</summary>
    public IReadOnlyList<double> Powers => powers;

    /// <inheritdoc/>
    public void Transform(Matrix x, Matrix into)
    {
        x = x.For(Card.Columns);
        into.MustBe(x.Rows, powers.Length, nameof(into));
        for (var r = 0; r < x.Rows; r++)
        {
            Span<float> source = x.Row(r), target = into.Row(r);
            for (var c = 0; c < source.Length; c++) target[c] = (float)((Bend(source[c], powers[c]) - means[c]) / deviations[c]);
        }
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("powers", powers);
        to.Write("means", means);
        to.Write("deviations", deviations);
    }

    /// <inheritdoc/>
    public static PowerScaling Load(ModelReader from)
    {
        var width = from.Card.Columns.Count;
        return new PowerScaling(from.Card, from.Doubles("powers", width), from.Doubles("means", width), from.Doubles("deviations", width));
    }

    /// <summary>Yeo and Johnson (2000), equation 2.1: below 0 the power is 2 - power, mirrored.</summary>
    internal static double Bend(double value, double power)
    {
        if (power == 1) return value;
        var (logarithm, exponent) = (Math.Log(1 + Math.Abs(value)), value >= 0 ? power : 2 - power);
        var bent = Math.Abs(exponent) < 1e-12 ? logarithm : (Math.Exp(exponent * logarithm) - 1) / exponent;
        return value >= 0 ? bent : double.IsNaN(value) ? double.NaN : -bent;
    }
}
