using Habitue.Learning.Data;
using Habitue.Learning.Linear;
using Habitue.Learning.Models;

namespace Habitue.Learning.Experiments;

/// <summary>
/// Uplift by one classifier of a turned-round outcome: it learns who was treated and did it, or was left alone and did not. Twice its probability less one is the
/// uplift. One model looks straight at the difference, where <see cref="UpliftTwoModels"/> subtracts two.
/// <code>
/// var model = new UpliftClassTransformation { Classifier = new GradientBoostingClassifier() }.Fit(data);
/// </code>
/// The treatment must have been given by chance, with one chance for all; arms of different size are weighed up. What columns may hold is for the classifier
/// to say; each arm needs rows with the outcome and without it. Cost: one fit.
/// Source: Jaskowski and Jaroszewicz, "Uplift modeling for clinical trial data" (2012).
/// </summary>
public sealed record UpliftClassTransformation : IEstimator<TreatedRows, UpliftClassTransformationModel>
{
    /// <summary>The recipe.</summary>
    public IEstimator<Labeled, IClassifier> Classifier { get; init; } = new LogisticRegression();

    /// <inheritdoc/>
    public UpliftClassTransformationModel Fit(TreatedRows data, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        Settings.Check(this);
        if (Classifier is null) throw new SettingException(nameof(UpliftClassTransformation), nameof(Classifier), "is null; it must be a recipe.");
        run.Cancel.ThrowIfCancellationRequested();
        data.CheckArms(nameof(UpliftClassTransformation));
        var share = (double)data.Treated.Count(true) / data.Treated.Length;
        var (turned, weights) = (new double[data.Outcomes.Length], new double[data.Outcomes.Length]);
        for (var row = 0; row < turned.Length; row++)
        {
            turned[row] = data.Treated[row] == (data.Outcomes[row] == 1) ? 1 : 0;
            weights[row] = 0.5 / (data.Treated[row] ? share : 1 - share);
        }

        var model = Classifier.Fit(new Labeled(data.Rows, turned, weights), run);
        return new UpliftClassTransformationModel(ModelCard.Of(UpliftClassTransformationModel.Format, this, data.Rows), model);
    }
}

/// <summary>A classifier of the turned-round outcome, as <see cref="UpliftClassTransformation"/> fitted it.</summary>
public sealed class UpliftClassTransformationModel : IUpliftModel, IModel<UpliftClassTransformationModel>
{
    internal UpliftClassTransformationModel(ModelCard card, IClassifier inner) => (Card, Inner) = (card, inner);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("uplift-class-transformation", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>How likely a row was treated and did it, or was left alone and did not.</summary>
    public IClassifier Inner { get; }

    /// <inheritdoc/>
    public void Uplift(Matrix x, Span<float> into)
    {
        if (into.Length != x.Rows) throw new BadDataException($"There is room for {into.Length} answers and there are {x.Rows} rows.");
        var turned = Inner.Probability(x);
        for (var row = 0; row < into.Length; row++) into[row] = (2 * turned[row]) - 1;
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to) => to.Write("classifier", Inner);

    /// <inheritdoc/>
    public static UpliftClassTransformationModel Load(ModelReader from) => from.Model("classifier") is IClassifier { Classes.Count: 2 } inner
        ? new UpliftClassTransformationModel(from.Card, inner)
        : throw new InvalidDataException("The model within a model of uplift is no classifier of two classes.");
}
