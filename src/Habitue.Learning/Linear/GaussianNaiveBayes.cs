using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Linear;

/// <summary>
/// How likely each class is, as if every column were normally distributed within a class and independent of the others: learned in one pass, from
/// few rows, with nothing to tune. Its probabilities are too sure of themselves where columns depend on each other; then
/// <see cref="LogisticRegression"/> is better.
/// <code>
/// var model = new GaussianNaiveBayes().Fit(data);
/// int[] guess = model.Classify(newCustomers);
/// </code>
/// A class's prior is its share of the rows' weight. Values must be finite; there must be rows of two classes that count, and no class without one.
/// Constant columns change nothing. Cost: rows × columns; memory: classes × columns.
/// Source: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2nd edition, section 6.6.3.
/// </summary>
public sealed record GaussianNaiveBayes : IEstimator<Labeled, GaussianNaiveBayesModel>
{
    /// <summary>What is added to each variance, as a share of the largest variance of a column: a class in which a column is constant needs some.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Smoothing { get; init; } = 1e-9;

    /// <inheritdoc/>
    public GaussianNaiveBayesModel Fit(Labeled data, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        Settings.Check(this);
        Finite.CheckSize(data.Rows, 0, nameof(GaussianNaiveBayes));
        var (numbers, classes) = data.ClassNumbers(nameof(GaussianNaiveBayes));
        Finite.Check(data.Rows);
        var (width, least) = (data.Rows.Columns.Count, Smoothing * Spread.Of(data.Rows).Variances.Max());
        if (least == 0) least = Smoothing; // all columns are constant: they tell nothing, whatever their variance
        var (weights, means, variances) = (new double[classes.Length], new double[classes.Length * width], new double[classes.Length * width]);
        for (var r = 0; r < numbers.Length; r++)
        {
            weights[numbers[r]] += data.Weight(r);
            var row = data.Rows.Row(r);
            for (var c = 0; c < width; c++) means[(numbers[r] * width) + c] += data.Weight(r) * row[c];
        }

        run.Step(0.5);
        if (Array.FindIndex(weights, weight => !(weight > 0)) is >= 0 and var none)
            throw new BadDataException($"All rows of class '{classes[none]}' have the weight 0; at least one must count.", "weight");
        for (var i = 0; i < means.Length; i++) means[i] /= weights[i / width];
        for (var r = 0; r < numbers.Length; r++)
        {
            var row = data.Rows.Row(r);
            for (var c = 0; c < width; c++)
            {
                var off = row[c] - means[(numbers[r] * width) + c];
                variances[(numbers[r] * width) + c] += data.Weight(r) * off * off;
            }
        }

        for (var i = 0; i < variances.Length; i++) variances[i] = (variances[i] / weights[i / width]) + least;
        var total = weights.Sum();
        run.Step(1);
        return new GaussianNaiveBayesModel(ModelCard.Of(GaussianNaiveBayesModel.Format, this, data.Rows), classes, Array.ConvertAll(weights, weight => weight / total), means, variances);
    }
}
