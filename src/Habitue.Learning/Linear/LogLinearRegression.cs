using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;

namespace Habitue.Learning.Linear;

/// <summary>What <see cref="PoissonRegression"/> and <see cref="GammaRegression"/> are told: both find coefficients that act on the logarithm of a mean.</summary>
public abstract record LogLinearRegression : IEstimator<Labeled, LogLinearModel>
{
    private protected LogLinearRegression()
    {
    }

    /// <summary>The strength of the penalty; 0 for none.</summary>
    [Range(0.0, 1e12)]
    public double Alpha { get; init; } = 1;

    /// <summary>Whether there is an intercept; without one a row of zeros has the mean 1.</summary>
    public bool Intercept { get; init; } = true;

    /// <summary>The name of a column that is added to the logarithm of the mean as it is, such as log exposure; null for none.</summary>
    public string? Offset { get; init; }

    /// <summary>
    /// Whether to work out standard errors, from the information at the end, the penalty included. Those of <see cref="GammaRegression"/> are from the
    /// expected information, with the dispersion after Pearson (the model's <c>dispersion</c>); there must be more rows that count than coefficients.
    /// </summary>
    public bool StandardErrors { get; init; }

    /// <summary>It stops when the objective is within this of its least.</summary>
    [Range(1e-16, 0.1)]
    public double Tolerance { get; init; } = 1e-12;

    /// <summary>The most steps.</summary>
    [Range(1, 1_000_000)]
    public int MaxIterations { get; init; } = 100;

    /// <inheritdoc/>
    public abstract LogLinearModel Fit(Labeled data, FitRun run = default);
}
