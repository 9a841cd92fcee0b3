using Habitue.Learning.Data;

namespace Habitue.Learning.Evaluation;

/// <summary>
/// The measures that a <see cref="Search"/> chooses by. <see cref="RocAuc"/> when the order counts, <see cref="LogLoss"/> or
/// <see cref="Brier"/> when probabilities are worked with, <see cref="Rmse"/> or <see cref="R2"/> for amounts. The functions behind
/// them are <see cref="BinaryMeasures"/> and <see cref="RegressionMeasures"/>.
/// <code>
/// var found = Search.Grid(recipes, data, folds, Measures.LogLoss);
/// </code>
/// </summary>
public static class Measures
{
    /// <summary>The area under the ROC curve of the second of two classes; NaN when the rows are of one class.</summary>
    public static IMeasure<IClassifier> RocAuc { get; } = new Measure<IClassifier>("area under the ROC curve", true, (model, judged) =>
        BinaryMeasures.RocAuc(judged.Targets, Second(model, judged, "The area under the ROC curve"), judged.Weights));

    /// <summary>The log loss; for two classes and for more.</summary>
    public static IMeasure<IClassifier> LogLoss { get; } = new Measure<IClassifier>("log loss", false, (model, judged) =>
        BinaryMeasures.LogLoss(judged.Targets, model.Probabilities(judged.Rows), judged.Weights));

    /// <summary>The Brier score of the second of two classes.</summary>
    public static IMeasure<IClassifier> Brier { get; } = new Measure<IClassifier>("Brier score", false, (model, judged) =>
        BinaryMeasures.Brier(judged.Targets, Second(model, judged, "The Brier score"), judged.Weights));

    /// <summary>The share of the targets' variance that is explained; NaN when they are all equal.</summary>
    public static IMeasure<IRegressor> R2 { get; } = new Measure<IRegressor>("R2", true, (model, judged) =>
        RegressionMeasures.R2(judged.Targets, model.Predict(judged.Rows), judged.Weights));

    /// <summary>The root of the mean squared error, in the unit of the targets.</summary>
    public static IMeasure<IRegressor> Rmse { get; } = new Measure<IRegressor>("root mean squared error", false, (model, judged) =>
        RegressionMeasures.Rmse(judged.Targets, model.Predict(judged.Rows), judged.Weights));

    private static float[] Second(IClassifier model, Labeled judged, string who) => model.Classes.Count == 2
        ? model.Probability(judged.Rows)
        : throw new BadDataException($"{who} is for two classes; there are {model.Classes.Count}: {string.Join(", ", model.Classes)}. The log loss judges any number.", "target");

    private sealed record Measure<TModel>(string Name, bool HigherIsBetter, Func<TModel, Labeled, double> Figure) : IMeasure<TModel>
    {
        public double Of(TModel model, Labeled judged) => Figure(model, judged);
    }
}
