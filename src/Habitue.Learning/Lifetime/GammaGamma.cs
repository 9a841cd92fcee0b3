using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Lifetime;

/// <summary>
/// The gamma-gamma model of spend: a customer's purchases vary around the customer's own mean (shape p), and these means vary among customers (q, v). It
/// draws the observed mean of few purchases towards that of all customers. For what the next purchases of a customer bring, beside a model of how many there
/// will be. Not when customers who buy more often spend more or less at a time: it supposes that the two do not go together.
/// <code>
/// var spend = new GammaGamma().Fit(histories);          // histories with amounts
/// double[] each = spend.ExpectedSpend(histories);
/// double[] value = new DiscountedValue { Periods = 12 }.PerCustomer(model, spend, histories);
/// </code>
/// Customers without a repeat purchase teach it nothing and are left out; a mean spend of 0 is an error, since the model has no purchases for nothing.
/// Cost: customers × steps; memory: about 50 bytes per customer.
/// Source: Fader and Hardie, "The gamma-gamma model of monetary value" (2013), equation 1a.
/// </summary>
public sealed record GammaGamma : IEstimator<PurchaseHistories, GammaGammaModel>
{
    /// <summary>The largest number of steps of the search for the maximum; a few dozen are usual.</summary>
    [Range(1, 100_000)]
    public int MaxIterations { get; init; } = 500;

    /// <inheritdoc/>
    /// <exception cref="BadDataException">There is no customer, none who bought again, no spend, or one of 0.</exception>
    public GammaGammaModel Fit(PurchaseHistories data, FitRun run = default)
    {
        Settings.Check(this);
        run.Cancel.ThrowIfCancellationRequested();
        PurchaseModels.CheckedGroups(data, nameof(GammaGamma));
        GammaGammaModel.CheckSpend(data);
        var likelihood = new GammaGammaLikelihood(data);
        var estimates = LikelihoodFit.Maximize(
            GammaGammaModel.Names, [1, 2, likelihood.MeanSpend], [1, 1, likelihood.MeanSpend], likelihood.Customers, likelihood.Sum, MaxIterations, run);
        return GammaGammaModel.Of(this, data, estimates);
    }
}
