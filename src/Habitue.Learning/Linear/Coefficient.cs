using Habitue.Learning.Numerics;

namespace Habitue.Learning.Linear;

/// <summary>One line of a table of coefficients.</summary>
/// <param name="Name">The column, or <c>(intercept)</c>.</param>
/// <param name="OfClass">For a classifier the class whose score it adds to; else null.</param>
/// <param name="Value">What one unit of the column adds to the score.</param>
/// <param name="StandardError">How uncertain it is; NaN when standard errors were not asked for, or the column is a sum of others.</param>
/// <param name="Freedom">Degrees of freedom of <see cref="Statistic"/>; infinite where it is normally distributed.</param>
public sealed record Coefficient(string Name, string? OfClass, double Value, double StandardError, double Freedom = double.PositiveInfinity)
{
    /// <summary>Value by standard error: z, or t where there are degrees of freedom.</summary>
    public double Statistic => Value / StandardError;

    /// <summary>How often a column that has no influence would show a statistic this far from 0; two-sided.</summary>
    public double P => SpecialFunctions.StudentTwoTails(Statistic, Freedom);

    /// <summary>By what one unit of the column multiplies the odds (logistic) or the mean (Poisson, Gamma): e to the value.</summary>
    public double Ratio => Math.Exp(Value);

    /// <summary>Between which values the true one lies with a confidence.</summary>
    /// <param name="confidence">Above 0 and below 1.</param>
    public (double Low, double High) Interval(double confidence = 0.95)
    {
        if (!(confidence > 0 && confidence < 1)) throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence is above 0 and below 1.");
        var reach = SpecialFunctions.StudentReach(confidence, Freedom) * StandardError;
        return (Value - reach, Value + reach);
    }
}
