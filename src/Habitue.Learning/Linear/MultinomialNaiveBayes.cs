using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;

namespace Habitue.Learning.Linear;

/// <summary>
/// How likely each class is, by how often each word (or product) occurs in it: the first model to try for texts of some length. Not for columns that
/// can be below 0, nor for few columns of measurements (<see cref="GaussianNaiveBayes"/>).
/// <code>
/// var model = new MultinomialNaiveBayes().Fit(LabeledSparse.OfClasses(words, tones));
/// Matrix probabilities = model.Probabilities(newWords);
/// </code>
/// Values are counts or other weights of 0 or more. There must be rows of two classes that count, and no class without one. Rows without entries
/// get the priors. Cost: entries + classes × columns; memory: classes × columns.
/// Source: Manning, Raghavan and Schütze, Introduction to Information Retrieval (2008), section 13.2.
/// </summary>
public sealed record MultinomialNaiveBayes : IEstimator<LabeledSparse, CountNaiveBayesModel>
{
    /// <summary>What is added to every count, so that a word not seen in a class does not rule it out.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double Smoothing { get; init; } = 1;

    /// <summary>Whether all classes start even, rather than by their share of the rows' weight.</summary>
    public bool EvenPriors { get; init; }

    /// <inheritdoc/>
    public CountNaiveBayesModel Fit(LabeledSparse data, FitRun run = default)
    {
        var counts = ClassCounts.Of(this, data, presence: false, run);
        var (classes, width) = (counts.Classes.Length, data.Rows.Columns);
        var (starts, weights) = (counts.LogPriors(EvenPriors), new double[classes * width]);
        for (var k = 0; k < classes; k++)
        {
            var total = Smoothing * width;
            for (var c = 0; c < width; c++) total += counts.Sums[(k * width) + c];
            for (var c = 0; c < width; c++) weights[(k * width) + c] = Math.Log((counts.Sums[(k * width) + c] + Smoothing) / total);
        }

        run.Step(1);
        return CountNaiveBayesModel.Of(this, data, counts.Classes, starts, weights, presence: false);
    }
}
