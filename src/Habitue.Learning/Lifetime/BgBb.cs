using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Lifetime;

/// <summary>
/// The BG/BB model, for purchases that can happen once on each of a row of opportunities: a yearly donation, a monthly box, a cruise. While a customer is one,
/// each opportunity is taken with the customer's own probability (beta distribution alpha, beta); before each opportunity the customer leaves with
/// another one (gamma, delta). Not for purchases at any time (use <see cref="BgNbd"/> or <see cref="ParetoNbd"/>).
/// <code>
/// var donors = new PurchaseHistories(repeats: [3, 0], recency: [5, 0], age: [6, 6]);   // 3 of 6 opportunities, the last one the fifth
/// var model = new BgBb().Fit(donors);
/// double[] next = model.ExpectedPurchases(donors, periods: 5);
/// </code>
/// Recency and age are whole numbers of opportunities after the first purchase. Fitted by maximum likelihood with the analytic gradient, from a fixed start. When
/// customers do not differ the likelihood has no maximum: the answers are still finite, but <see cref="Estimates.Converged"/> is false.
/// Cost: different histories × opportunities; memory: 50 bytes per customer.
/// Source: Fader, Hardie and Shang, "Customer-base analysis in a discrete-time noncontractual setting", Marketing Science 29 (2010).
/// </summary>
public sealed record BgBb : IEstimator<PurchaseHistories, BgBbModel>
{
    /// <summary>The largest number of steps of the search for the maximum; a few dozen are usual.</summary>
    [Range(1, 100_000)]
    public int MaxIterations { get; init; } = 500;

    /// <inheritdoc/>
    /// <exception cref="BadDataException">There is no customer, none who bought again, or a time is no whole number of opportunities.</exception>
    public BgBbModel Fit(PurchaseHistories data, FitRun run = default)
    {
        Settings.Check(this);
        run.Cancel.ThrowIfCancellationRequested();
        var groups = PurchaseModels.CheckedGroups(data, nameof(BgBb));
        BgBbModel.CheckWhole(data);
        var likelihood = new BgBbLikelihood(groups);
        var estimates = LikelihoodFit.Maximize(BgBbModel.Names, [1, 1, 0.5, 2], [1, 1, 1, 1], data.Count, likelihood.Sum, MaxIterations, run);
        return BgBbModel.Of(this, data, estimates);
    }
}
