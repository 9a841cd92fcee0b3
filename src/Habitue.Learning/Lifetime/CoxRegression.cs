using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Lifetime;

/// <summary>What is done with events that come at the same time.</summary>
public enum TiedEvents
{
    /// <summary>Each of them leaves a little less of the others at risk: close to the exact answer, and what R does.</summary>
    Efron,

    /// <summary>All of them are at risk for each: simpler, and too near to 0 when many tie.</summary>
    Breslow,
}

/// <summary>
/// What leaving depends on: each column multiplies the risk of the event at every moment by a factor of its own. For contracts, where leaving is seen
/// and some still run (churn as survival). Not when a column's effect changes with time, nor for columns that are only known after the fact.
/// <code>
/// var model = new CoxRegression().Fit(new Survivals(months, left, features));
/// foreach (var one in model.Coefficients) Console.WriteLine($"{one.Name}: risk x {one.HazardRatio:N2}, p {one.PValue:N3}");
/// double[] stays = model.Survival(features, time: 12);
/// </code>
/// Values must be finite and there must be two rows and an event. A column that is constant or follows from those before it gets a coefficient of 0 and
/// no standard error. When a column parts the rows with the event from the others, its coefficient grows without end; then
/// <see cref="CoxRegressionModel.Converged"/> is false.
/// Cost: rows × columns² per step; memory: one copy of the data in float64.
/// Source: Cox, "Regression models and life-tables" (1972); Efron, "The efficiency of Cox's likelihood function for censored data" (1977); Breslow (1974).
/// </summary>
public sealed record CoxRegression : IEstimator<Survivals, CoxRegressionModel>
{
    /// <summary>What is done with events at the same time.</summary>
    public TiedEvents Ties { get; init; }

    /// <summary>The largest number of Newton's steps.</summary>
    [Range(1, 10_000)]
    public int MaxIterations { get; init; } = 30;

    /// <summary>It stops when the logarithm of the likelihood changes by at most this share of itself.</summary>
    [Range(0.0, 0.1)]
    public double Tolerance { get; init; } = 1e-12;

    /// <inheritdoc/>
    /// <exception cref="BadDataException">There are fewer than two rows, no column, a value that is not finite, or no event.</exception>
    public CoxRegressionModel Fit(Survivals data, FitRun run = default)
    {
        Settings.Check(this);
        ArgumentNullException.ThrowIfNull(data);
        var rows = data.Rows ?? throw new BadDataException("CoxRegression needs to know what the event may depend on: give Survivals the rows.");
        Finite.CheckSize(rows, 2, nameof(CoxRegression));
        Finite.Check(rows);
        if (!data.Events.Contains(true)) throw new BadDataException($"CoxRegression needs at least one event; none of {data.Count} rows has one.", "event");
        var likelihood = new CoxLikelihood(data, Ties == TiedEvents.Efron);
        var n = likelihood.Columns;
        double[] beta = new double[n], gradient = new double[n], information = new double[n * n], step = new double[n], next = new double[n];
        var root = new Cholesky(n, 1e-9);
        var empty = likelihood.Sum(beta, gradient, information);
        var (value, converged, iterations) = (empty, false, 0);
        while (!converged && iterations < MaxIterations)
        {
            run.Cancel.ThrowIfCancellationRequested();
            if (iterations > 0) run.Progress?.Report(1 - Math.Pow(0.6, iterations));
            iterations++;
            root.Factor(information);
            root.Solve(gradient, step);
            var before = value;
            for (var length = 1.0; ; length /= 2)
            {
                for (var c = 0; c < n; c++) next[c] = beta[c] + (length * step[c]);
                value = likelihood.Sum(next, gradient, information);
                if (value >= before - (1e-12 * Math.Abs(before)) || length < 1e-9) break;
            }

            next.CopyTo(beta, 0);
            converged = Math.Abs(value - before) <= Tolerance * Math.Abs(value);
        }

        // Where coefficients grow without end the likelihood settles too, but the next step would still be long (as in R's check).
        root.Factor(information);
        root.Solve(gradient, step);
        converged &= step.All(one => Math.Abs(one) < 1e-3);
        var model = CoxRegressionModel.Of(this, data, likelihood, beta, root.Inverse(), (value, empty), iterations, converged);
        run.Progress?.Report(1);
        return model;
    }
}
