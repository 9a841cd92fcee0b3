using Habitue.Learning.Data;

namespace Habitue.Learning.Evaluation;

/// <summary>What classifiers said of rows that they had not seen.</summary>
/// <param name="Rows">The rows that were judged, rising; with folds by time not all are.</param>
/// <param name="Targets">Their targets.</param>
/// <param name="Probabilities">One row each, one column per class.</param>
/// <param name="Fold">The fold that judged each.</param>
public sealed record ClassifiedRows(IReadOnlyList<int> Rows, double[] Targets, Matrix Probabilities, int[] Fold)
{
    /// <summary>The probability of one class, usually the second of two.</summary>
    public float[] Probability(int ofClass = 1) => Probabilities.Column(ofClass);
}

/// <summary>What regressors predicted of rows that they had not seen.</summary>
/// <param name="Rows">The rows that were judged, rising; with folds by time not all are.</param>
/// <param name="Targets">Their targets.</param>
/// <param name="Predictions">What was predicted of each.</param>
/// <param name="Fold">The fold that judged each.</param>
public sealed record PredictedRows(IReadOnlyList<int> Rows, double[] Targets, float[] Predictions, int[] Fold);

/// <summary>
/// Fits a recipe once per fold on the rows to learn from and asks it of the rows to judge by, so that every answer comes from a
/// model that had not seen the row. The answers are pooled: one measure over all of them, not a mean over folds.
/// <code>
/// var answers = CrossValidation.Classify(recipe, data, Split.Stratified(data.Targets, 10));
/// double auc = BinaryMeasures.RocAuc(answers.Targets, answers.Probability());
/// </code>
/// Whatever is learned from data (scaling, encoding, the choice of columns) must be part of the recipe, else the answers are
/// too good. Cost: that of the fits; memory: a copy of the rows of one fold.
/// </summary>
public static class CrossValidation
{
    /// <summary>The pooled answers of a classifier's recipe.</summary>
    /// <exception cref="BadDataException">A row is judged by two folds, or a fold lacks a class or rows; folds are counted from 1.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled; it is looked at before each fold.</exception>
    public static ClassifiedRows Classify(IEstimator<Labeled, IClassifier> recipe, Labeled data, IReadOnlyList<Fold> folds, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var (rows, place, fold) = Judged(data, folds);
        Matrix? pooled = null;
        for (var f = 0; f < folds.Count; f++)
        {
            run.Cancel.ThrowIfCancellationRequested();
            int[] judge = [.. folds[f].Test];
            var model = Fit(recipe, data, folds, f, run);
            pooled ??= new Matrix(rows.Length, model.Classes);
            if (!model.Classes.SequenceEqual(pooled.Columns))
                throw new BadDataException($"The rows to learn from in fold {f + 1} have the classes {string.Join(", ", model.Classes)}, not {string.Join(", ", pooled.Columns)}; take stratified or fewer folds.", "target");
            var said = model.Probabilities(data.Rows.Take(judge));
            for (var i = 0; i < judge.Length; i++) said.Row(i).CopyTo(pooled.Row(place[judge[i]]));
        }

        run.Progress?.Report(1);
        return new ClassifiedRows(rows, Targets(data, rows), pooled!, fold);
    }

    /// <summary>The pooled answers of a regressor's recipe.</summary>
    /// <exception cref="BadDataException">A row is judged by two folds, or a fold has no rows; folds are counted from 1.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled; it is looked at before each fold.</exception>
    public static PredictedRows Predict(IEstimator<Labeled, IRegressor> recipe, Labeled data, IReadOnlyList<Fold> folds, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var (rows, place, fold) = Judged(data, folds);
        var pooled = new float[rows.Length];
        for (var f = 0; f < folds.Count; f++)
        {
            run.Cancel.ThrowIfCancellationRequested();
            int[] judge = [.. folds[f].Test];
            var said = Fit(recipe, data, folds, f, run).Predict(data.Rows.Take(judge));
            for (var i = 0; i < judge.Length; i++) pooled[place[judge[i]]] = said[i];
        }

        run.Progress?.Report(1);
        return new PredictedRows(rows, Targets(data, rows), pooled, fold);
    }

    private static TModel Fit<TModel>(IEstimator<Labeled, TModel> recipe, Labeled data, IReadOnlyList<Fold> folds, int fold, FitRun run)
        where TModel : Models.IModel =>
        recipe.Fit(data.Take([.. folds[fold].Train]), run.Part((double)fold / folds.Count, (fold + 1.0) / folds.Count));

    private static double[] Targets(Labeled data, int[] rows) => data.Take(rows).Targets.ToArray();

    /// <summary>The rows that any fold judges, the place of each among them, and the fold of each.</summary>
    internal static (int[] Rows, int[] Place, int[] Fold) Judged(Labeled data, IReadOnlyList<Fold> folds)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(folds);
        if (folds.Count == 0) throw new BadDataException("There is no fold.");
        var by = new int[data.Rows.Rows];
        for (var f = 0; f < folds.Count; f++)
        {
            if (folds[f].Train.Count == 0 || folds[f].Test.Count == 0) throw new BadDataException($"Fold {f + 1} has {folds[f]}; it needs rows for both.");
            foreach (var row in folds[f].Train.Concat(folds[f].Test))
                if (row < 0 || row >= by.Length) throw new BadDataException($"Fold {f + 1} names row {row}; there are {by.Length} rows.");
            foreach (var row in folds[f].Test)
            {
                if (by[row] != 0) throw new BadDataException($"Row {row} is judged by fold {by[row]} and by fold {f + 1}; each row is judged once.");
                by[row] = f + 1;
            }
        }

        int[] rows = [.. Enumerable.Range(0, by.Length).Where(row => by[row] != 0)];
        var place = new int[by.Length];
        for (var i = 0; i < rows.Length; i++) place[rows[i]] = i;
        return (rows, place, Array.ConvertAll(rows, row => by[row] - 1));
    }
}
