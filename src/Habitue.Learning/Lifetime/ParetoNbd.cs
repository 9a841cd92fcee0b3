using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Lifetime;

/// <summary>
/// The Pareto/NBD model: while a customer is one, purchases come at random at the customer's own rate, and the customer leaves at random, at any moment, at
/// the customer's own rate of leaving. Rates of buying differ as a gamma distribution (r, alpha), rates of leaving as another one (s, beta).
/// For shops without a contract, like <see cref="BgNbd"/>, but a customer can leave before ever coming back. Not for subscriptions (use survival), nor
/// for purchases bound to dates (use <see cref="BgBb"/>).
/// <code>
/// var model = new ParetoNbd().Fit(histories);
/// double[] next = model.ExpectedPurchases(histories, periods: 52);
/// </code>
/// Fitted by maximum likelihood with the analytic gradient, from a fixed start. When customers do not differ the likelihood has no maximum: the answers
/// are still finite, but <see cref="Estimates.Converged"/> is false. Cost: different histories × steps × at least 32 nodes of an integral; memory: about 50 bytes per customer.
/// Source: Schmittlein, Morrison and Colombo, "Counting your customers", Management Science 33 (1987); Fader and Hardie, "A note on deriving the
/// Pareto/NBD model and related expressions" (2005).
/// </summary>
public sealed record ParetoNbd : IEstimator<PurchaseHistories, ParetoNbdModel>
{
    /// <summary>The largest number of steps of the search for the maximum; a few dozen are usual.</summary>
    [Range(1, 100_000)]
    public int MaxIterations { get; init; } = 500;

    /// <inheritdoc/>
    /// <exception cref="BadDataException">There is no customer, or none who bought again.</exception>
    public ParetoNbdModel Fit(PurchaseHistories data, FitRun run = default)
    {
        Settings.Check(this);
        run.Cancel.ThrowIfCancellationRequested();
        var groups = PurchaseModels.CheckedGroups(data, nameof(ParetoNbd));
        var (age, likelihood) = (PurchaseModels.MeanAge(groups), new ParetoNbdLikelihood(groups));
        var estimates = LikelihoodFit.Maximize(
            ParetoNbdModel.Names, [0.5, 0.5 * age, 0.5, 0.5 * age], [1, age, 1, age], data.Count,
            (parameters, gradient) => likelihood.Sum(parameters, gradient, run), MaxIterations, run);
        return ParetoNbdModel.Of(this, data, estimates);
    }
}
