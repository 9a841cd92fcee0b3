using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Lifetime;

/// <summary>
/// Positive parameters estimated by maximum likelihood, and how sure they are. The likelihood is close to normal in the logarithms of
/// the parameters, so uncertainty is kept there: the covariance is the inverse of the observed information in logarithms.
/// </summary>
public sealed class Estimates
{
    private readonly double[] values;
    private readonly double[] covariance;

    internal Estimates(IReadOnlyList<string> names, double[] values, double[] covariance, double logLikelihood, int iterations, bool converged)
    {
        (Names, this.values, this.covariance) = (names, values, covariance);
        (LogLikelihood, Iterations, Converged) = (logLikelihood, iterations, converged);
    }

    /// <summary>The parameters' names, in the order of the paper.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<double> Values => values;

    /// <summary>The logarithm of the likelihood at the parameters.</summary>
    public double LogLikelihood { get; }

    /// <summary>How many steps it took.</summary>
    public int Iterations { get; }

    /// <summary>
    /// Whether a maximum was found. False when the iterations ran out, or when the likelihood rises without end, as it does when
    /// customers do not differ: then a parameter stands at a bound (1/60,000 or 60,000 times a usual size), and standard errors are NaN.
    /// </summary>
    public bool Converged { get; }

    /// <summary>The standard errors of the logarithms of the parameters.</summary>
    public IReadOnlyList<double> LogStandardErrors => [.. values.Select((_, i) => Math.Sqrt(LogCovariance(i, i)))];

    /// <summary>The standard errors of the parameters (by the delta method: parameter × standard error of its logarithm).</summary>
    public IReadOnlyList<double> StandardErrors => [.. values.Select((value, i) => value * Math.Sqrt(LogCovariance(i, i)))];

    /// <summary>The covariance of the logarithms of two parameters.</summary>
    public double LogCovariance(int i, int j)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)j, (uint)values.Length);
        return covariance[(i * values.Length) + j];
    }

    /// <summary>The covariance of two parameters, by the delta method.</summary>
    public double Covariance(int i, int j) => values[i] * values[j] * LogCovariance(i, j);

    /// <summary>Where a parameter lies with the given confidence: the exponentials of logarithm ± quantile × standard error.</summary>
    public (double Low, double High) Interval(int parameter, double level = 0.95)
    {
        if (level is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "A level lies between 0 and 1.");
        var width = SpecialFunctions.NormalQuantile(0.5 + (level / 2)) * Math.Sqrt(LogCovariance(parameter, parameter));
        return (values[parameter] * Math.Exp(-width), values[parameter] * Math.Exp(width));
    }

    internal static Estimates OfElsewhere(IReadOnlyList<string> names, double[] values)
    {
        for (var i = 0; i < values.Length; i++)
            if (!double.IsFinite(values[i]) || values[i] <= 0) throw new ArgumentOutOfRangeException(names[i], values[i], "A parameter is finite and above 0.");
        double[] unknown = [.. Enumerable.Repeat(double.NaN, values.Length * values.Length)];
        return new Estimates(names, values, unknown, double.NaN, 0, converged: false);
    }

    internal double this[int i] => values[i];

    internal ReadOnlySpan<double> Span => values;

    internal ReadOnlySpan<double> LogCovariances => covariance;

    internal void Save(ModelWriter to)
    {
        to.Write("parameters", values);
        to.Write("log_covariance", covariance);
    }

    internal static Estimates Load(ModelReader from, IReadOnlyList<string> names) => new(
        names,
        from.Doubles("parameters", names.Count),
        from.Doubles("log_covariance", names.Count * names.Count),
        from.Card.Figures.GetValueOrDefault("log_likelihood", double.NaN),
        (int)from.Card.Figures.GetValueOrDefault("iterations"),
        from.Card.Figures.GetValueOrDefault("converged") == 1);

    internal (string Name, double Value)[] Figures => [("log_likelihood", LogLikelihood), ("iterations", Iterations), ("converged", Converged ? 1 : 0)];
}
