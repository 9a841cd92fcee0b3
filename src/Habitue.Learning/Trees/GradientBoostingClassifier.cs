using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Trees;

/// <summary>
/// Says how likely each class is, by many small trees that correct each other: for tables of mixed columns the most
/// accurate there is, without scaling, with missing values and categories as they are. Not for a rule that people must
/// read (<see cref="DecisionTreeClassifier"/>), nor for fewer than some hundred rows.
/// <code>
/// var model = new GradientBoostingClassifier { Rounds = 200, Categories = ["country"] }.Fit(data);
/// float[] risk = model.Probability(rows);
/// </code>
/// Missing values go the way that fits best. An infinite value is an error at the fit. Two classes share one tree per
/// round (logistic loss); more have one each (multinomial loss).
/// Cost: about rows × columns × rounds × classes; memory: two bytes per value and 16 per row and class.
/// </summary>
public sealed record GradientBoostingClassifier : GradientBoosting, IEstimator<Labeled, BoostedClassifier>
{
    /// <inheritdoc/>
    public BoostedClassifier Fit(Labeled data, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        Settings.Check(this);
        Finite.CheckSize(data.Rows, 1, nameof(GradientBoostingClassifier));
        var (numbers, names) = data.ClassNumbers(nameof(GradientBoostingClassifier));
        BoostingLoss loss = names.Length == 2 ? new LogisticLoss(numbers, data.Weights) : new MultinomialLoss(numbers, names.Length, data.Weights);
        var fit = new BoostingFit(this, data.Rows, loss);
        var trees = fit.Run(run);
        return new BoostedClassifier(ModelCard.Of(BoostedClassifier.Format, this, data.Rows, fit.Figures), names, fit.Start, new TreeEnsemble(trees));
    }
}
