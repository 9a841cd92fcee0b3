using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Lifetime;

/// <summary>
/// The BG/NBD model: while a customer is one, purchases come at random at the customer's own rate; after each purchase the customer leaves with
/// the customer's own probability. Rates differ as a gamma distribution (r, alpha), probabilities as a beta distribution (a, b).
/// For shops without a contract, where customers leave without a word. Not for subscriptions, where leaving is seen (use survival), nor for purchases
/// that are bound to dates (use <see cref="BgBb"/>). In this model a customer can only leave after a repeat purchase, so one who never
/// came back counts as alive for ever; <see cref="ParetoNbd"/> does not suppose that.
/// <code>
/// var model = new BgNbd().Fit(histories);
/// double[] next = model.ExpectedPurchases(histories, periods: 39);
/// double[] alive = model.ProbabilityAlive(histories);
/// </code>
/// Fitted by maximum likelihood with the analytic gradient, from a fixed start. When customers do not differ the likelihood has no maximum: the answers
/// are still finite, but <see cref="Estimates.Converged"/> is false. Cost: different histories × steps; memory: about 100 bytes per customer.
/// Source: Fader, Hardie and Lee, "Counting your customers the easy way: an alternative to the Pareto/NBD model", Marketing Science 24 (2005).
/// </summary>
public sealed record BgNbd : IEstimator<PurchaseHistories, BgNbdModel>
{
    /// <summary>The largest number of steps of the search for the maximum; a few dozen are usual.</summary>
    [Range(1, 100_000)]
    public int MaxIterations { get; init; } = 500;

    /// <inheritdoc/>
    /// <exception cref="BadDataException">There is no customer, or none who bought again.</exception>
    public BgNbdModel Fit(PurchaseHistories data, FitRun run = default)
    {
        Settings.Check(this);
        run.Cancel.ThrowIfCancellationRequested();
        var groups = PurchaseModels.CheckedGroups(data, nameof(BgNbd));
        var (age, likelihood) = (PurchaseModels.MeanAge(groups), BgNbdLikelihood.Of(groups));
        var estimates = LikelihoodFit.Maximize(
            BgNbdModel.Names, [0.5, 0.5 * age, 1, 2], Units(age), likelihood.Customers,
            (parameters, gradient) => likelihood.Sum(parameters, gradient, run), MaxIterations, run);
        return BgNbdModel.Of(this, data, estimates);
    }

    /// <summary>Only alpha is a time.</summary>
    internal static double[] Units(double age) => [1, age, 1, 1];
}
