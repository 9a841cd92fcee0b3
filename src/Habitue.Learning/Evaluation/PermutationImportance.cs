using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Evaluation;

/// <summary>How much worse a model becomes when one column is shuffled.</summary>
/// <param name="Column">The column.</param>
/// <param name="Mean">The mean rise of the loss over the repeats; about 0, or a little below, for a column that is of no use.</param>
/// <param name="Deviation">The standard deviation of the rise over the repeats.</param>
public sealed record ColumnImportance(string Column, double Mean, double Deviation);

/// <summary>
/// How much a model of any sort relies on each column: the column's values are shuffled among the rows, and the rise of the
/// loss is its importance. Best on rows that the model was not fitted on. Columns that say the same share their importance,
/// so that each may look useless alone.
/// <code>
/// var ranked = new PermutationImportance().Of(model, heldOut).OrderByDescending(one => one.Mean);
/// </code>
/// Cost: columns × repeats predictions of all rows. Source: Breiman, "Random forests" (2001), section 10; Fisher, Rudin and
/// Dominici (2019).
/// </summary>
public sealed record PermutationImportance
{
    /// <summary>How often each column is shuffled.</summary>
    [Range(1, 10_000)]
    public int Repeats { get; init; } = 5;

    /// <summary>Where the order of the rows is drawn from.</summary>
    public Seed Seed { get; init; }

    /// <summary>The rise of the log loss of a classifier, in the order of the model's columns.</summary>
    /// <param name="model">The classifier.</param>
    /// <param name="data">Rows with the numbers of their classes.</param>
    /// <param name="run">How the work is carried out.</param>
    /// <exception cref="BadDataException">A column is missing, or a target is no class of the model.</exception>
    public IReadOnlyList<ColumnImportance> Of(IClassifier model, Labeled data, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        for (var r = 0; r < data.Targets.Length; r++)
            if (data.Targets[r] < 0 || data.Targets[r] >= model.Classes.Count || data.Targets[r] != Math.Floor(data.Targets[r]))
                throw new BadDataException($"The target of row {r} is {data.Targets[r]}; the model's classes are numbered 0 to {model.Classes.Count - 1}.", "target", r);
        return Of(model, data, rows =>
        {
            var (probabilities, loss) = (model.Probabilities(rows), 0.0);
            for (var r = 0; r < rows.Rows; r++) loss -= data.Weight(r) * Math.Log(Math.Max(1e-15, probabilities[r, (int)data.Targets[r]]));
            return loss;
        }, run);
    }

    /// <summary>The rise of the mean squared error of a regressor, in the order of the model's columns.</summary>
    /// <param name="model">The regressor.</param>
    /// <param name="data">Rows with their targets.</param>
    /// <param name="run">How the work is carried out.</param>
    /// <exception cref="BadDataException">A column is missing.</exception>
    public IReadOnlyList<ColumnImportance> Of(IRegressor model, Labeled data, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        return Of(model, data, rows =>
        {
            var (answers, loss) = (model.Predict(rows), 0.0);
            for (var r = 0; r < answers.Length; r++) loss += data.Weight(r) * (answers[r] - data.Targets[r]) * (answers[r] - data.Targets[r]);
            return loss;
        }, run);
    }

    private ColumnImportance[] Of(IModel model, Labeled data, Func<Matrix, double> loss, FitRun run)
    {
        Settings.Check(this);
        Finite.CheckSize(data.Rows, 1, nameof(PermutationImportance));
        var rows = data.Rows.Select(model.Card.Columns); // a copy, to shuffle in
        var weight = 0.0;
        for (var r = 0; r < rows.Rows; r++) weight += data.Weight(r);
        if (weight == 0) throw new BadDataException("All weights are 0; give some rows a weight.", "weight");
        var (before, found, rises) = (loss(rows), new ColumnImportance[rows.Columns.Count], new double[Repeats]);
        for (var c = 0; c < found.Length; c++)
        {
            var values = rows.Column(c);
            for (var repeat = 0; repeat < Repeats; repeat++)
            {
                run.Cancel.ThrowIfCancellationRequested();
                var (shuffled, random) = ((float[])values.Clone(), Seed.For((c * Repeats) + repeat));
                random.Shuffle<float>(shuffled);
                rows.Fill(c, shuffled);
                rises[repeat] = (loss(rows) - before) / weight;
            }

            rows.Fill(c, values);
            var mean = rises.Average();
            found[c] = new ColumnImportance(rows.Columns[c], mean, Math.Sqrt(rises.Average(rise => (rise - mean) * (rise - mean))));
            run.Progress?.Report((c + 1.0) / found.Length);
        }

        return found;
    }
}
