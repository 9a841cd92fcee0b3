using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Trees;

/// <summary>What a regressor makes small.</summary>
public enum BoostedLoss
{
    /// <summary>The squared error: the answer is a mean.</summary>
    Squared,

    /// <summary>The Poisson deviance, for counts and amounts of 0 or more: the answer is a mean, never below 0.</summary>
    Poisson,

    /// <summary>The pinball loss: the answer is the quantile <see cref="GradientBoostingRegressor.Quantile"/>.</summary>
    Quantile,
}

/// <summary>
/// Says how much is to be expected, by many small trees that correct each other. For amounts, counts (<see
/// cref="BoostedLoss.Poisson"/>) and quantiles such as a cautious forecast. Not for answers beyond those at the fit: trees do
/// not extrapolate.
/// <code>
/// var model = new GradientBoostingRegressor { Loss = BoostedLoss.Poisson, Increasing = ["visits"] }.Fit(data);
/// float[] orders = model.Predict(rows);
/// </code>
/// Missing values go the way that fits best. An infinite value is an error at the fit, a target below 0 too for Poisson.
/// Cost and memory: as of <see cref="GradientBoostingClassifier"/>; quantiles sort each leaf's rows besides.
/// </summary>
public sealed record GradientBoostingRegressor : GradientBoosting, IEstimator<Labeled, BoostedRegressor>
{
    /// <summary>What is made small.</summary>
    public BoostedLoss Loss { get; init; }

    /// <summary>The quantile that <see cref="BoostedLoss.Quantile"/> answers with: 0.5 is the median.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Quantile { get; init; } = 0.5;

    /// <inheritdoc/>
    public BoostedRegressor Fit(Labeled data, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        Settings.Check(this);
        Finite.CheckSize(data.Rows, 1, nameof(GradientBoostingRegressor));
        BoostingLoss loss = Loss switch
        {
            BoostedLoss.Poisson => new PoissonLoss(data.Targets, data.Weights),
            BoostedLoss.Quantile => new QuantileLoss(data.Targets, data.Weights, Quantile),
            _ => new SquaredLoss(data.Targets, data.Weights),
        };
        var fit = new BoostingFit(this, data.Rows, loss);
        var trees = fit.Run(run);
        return new BoostedRegressor(ModelCard.Of(BoostedRegressor.Format, this, data.Rows, fit.Figures), Loss == BoostedLoss.Poisson, fit.Start[0], new TreeEnsemble(trees));
    }
}
