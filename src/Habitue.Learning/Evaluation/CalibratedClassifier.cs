using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Evaluation.Calibration;
using Habitue.Learning.Linear;
using Habitue.Learning.Models;

namespace Habitue.Learning.Evaluation;

/// <summary>Which curve corrects the probabilities.</summary>
public enum CalibrationMethod
{
    /// <summary>A straight line over the log-odds (<see cref="PlattCurve"/>): for a few hundred rows and more.</summary>
    Platt,

    /// <summary>Whatever rising steps fit best (<see cref="IsotonicCurve"/>): for a thousand rows and more.</summary>
    Isotonic,

    /// <summary>A line over the log-odds that may bend (<see cref="BetaCurve"/>): for some hundred rows and more.</summary>
    Beta,
}

/// <summary>
/// A classifier whose probabilities are corrected: of the customers of whom it says 0.3, about three in ten shall do it. For
/// classifiers that are too bold or too timid (forests, naive Bayes, boosting of many rounds) when costs are worked out from the
/// probabilities. Not needed where only the order counts, which a curve for two classes keeps.
/// <code>
/// var model = new CalibratedClassifier { Classifier = new GaussianNaiveBayes(), Method = CalibrationMethod.Isotonic }.Fit(data);
/// float[] risk = model.Probability(newCustomers);
/// </code>
/// The recipe is fitted once on all rows, and once per fold on the other folds; the curve is fitted on the folds' pooled answers, none of
/// which comes from a model that had seen the row. With two classes there is one curve; with more, one per class against the rest, and
/// the corrected probabilities are divided by their sum (a row of which every curve says 0 gets equal ones). Weights count throughout.
/// Each class needs a row per fold; what columns may hold is for the recipe to say. Rows that belong together (one customer's) or follow
/// one another in time are not kept apart: for these, fit a curve on answers by folds of your own (<see cref="CrossValidation"/>).
/// Cost: <see cref="Folds"/> + 1 fits, and a sort of the rows per curve; memory: a copy of the rows of one fold.
/// Source: Platt (1999) and Zadrozny and Elkan (2002) as with the curves; pooling as scikit-learn's CalibratedClassifierCV with ensemble=False.
/// </summary>
public sealed record CalibratedClassifier : IEstimator<Labeled, CalibratedClassifierModel>
{
    /// <summary>The recipe whose probabilities are corrected.</summary>
    public IEstimator<Labeled, IClassifier> Classifier { get; init; } = new LogisticRegression();

    /// <summary>Which curve.</summary>
    public CalibrationMethod Method { get; init; } = CalibrationMethod.Platt;

    /// <summary>How many folds, each with every class in its share (<see cref="Split.Stratified"/>).</summary>
    [Range(2, 1_000)]
    public int Folds { get; init; } = 5;

    /// <summary>Where the folds are drawn from; none keeps the order of the rows.</summary>
    public Seed? Seed { get; init; }

    /// <inheritdoc/>
    public CalibratedClassifierModel Fit(Labeled data, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        Settings.Check(this);
        if (Classifier is null) throw new SettingException(nameof(CalibratedClassifier), nameof(Classifier), "is null; it must be a recipe.");
        if (!Enum.IsDefined(Method)) throw new SettingException(nameof(CalibratedClassifier), nameof(Method), $"is {Method}; it must be Platt or Isotonic.");
        run.Cancel.ThrowIfCancellationRequested();
        var (numbers, names) = data.ClassNumbers(nameof(CalibratedClassifier));
        foreach (var (number, rows) in numbers.CountBy(number => number).OrderBy(one => one.Key))
            if (rows < Folds) throw new BadDataException($"CalibratedClassifier needs at least {Folds} rows of each class, one per fold; class '{names[number]}' has {rows}.", "target");

        // First on all rows: what the recipe cannot take is then named by its row in the data, not in a fold.
        var whole = Classifier.Fit(data, run.Part(0, 1.0 / (Folds + 1)));
        var answers = CrossValidation.Classify(Classifier, data, Split.Stratified(data.Targets, Folds, Seed), run.Part(1.0 / (Folds + 1), 0.99));
        var curves = new List<ICalibrationCurve>();
        for (var number = names.Length == 2 ? 1 : 0; number < names.Length; number++)
        {
            run.Cancel.ThrowIfCancellationRequested();
            double[] targets = Array.ConvertAll(numbers, one => one == number ? 1.0 : 0.0);
            var said = answers.Probability(number);
            curves.Add(Method switch
            {
                CalibrationMethod.Platt => PlattCurve.Fit(targets, said, data.Weights),
                CalibrationMethod.Beta => BetaCurve.Fit(targets, said, data.Weights),
                _ => IsotonicCurve.Fit(targets, said, data.Weights),
            });
        }

        run.Step(1);
        return new CalibratedClassifierModel(ModelCard.Of(CalibratedClassifierModel.Format, this, data.Rows), whole, [.. curves]);
    }
}
