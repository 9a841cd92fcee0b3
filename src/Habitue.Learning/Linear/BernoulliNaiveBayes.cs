using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;

namespace Habitue.Learning.Linear;

/// <summary>
/// How likely each class is, by which words (or products) are there and which are not, however often: for short texts and baskets. For long texts
/// <see cref="MultinomialNaiveBayes"/> is better.
/// <code>
/// var model = new BernoulliNaiveBayes().Fit(LabeledSparse.OfClasses(baskets, cameBack));
/// Matrix probabilities = model.Probabilities(newBaskets);
/// </code>
/// A value above 0 means that it is there; values below 0 are an error. There must be rows of two classes that count, and no class without one.
/// Cost: entries + classes × columns; memory: classes × columns.
/// Source: Manning, Raghavan and Schütze, Introduction to Information Retrieval (2008), section 13.3.
/// </summary>
public sealed record BernoulliNaiveBayes : IEstimator<LabeledSparse, CountNaiveBayesModel>
{
    /// <summary>What is added to the rows with and to the rows without each word, so that nothing is ruled out.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double Smoothing { get; init; } = 1;

    /// <summary>Whether all classes start even, rather than by their share of the rows' weight.</summary>
    public bool EvenPriors { get; init; }

    /// <inheritdoc/>
    public CountNaiveBayesModel Fit(LabeledSparse data, FitRun run = default)
    {
        var counts = ClassCounts.Of(this, data, presence: true, run);
        var (classes, width) = (counts.Classes.Length, data.Rows.Columns);
        var (starts, weights) = (counts.LogPriors(EvenPriors), new double[classes * width]);
        for (var k = 0; k < classes; k++)
        {
            // A score starts as if nothing were there; what is there puts it right.
            for (var c = 0; c < width; c++)
            {
                var (with, without) = (counts.Sums[(k * width) + c] + Smoothing, counts.Weights[k] - counts.Sums[(k * width) + c] + Smoothing);
                starts[k] += Math.Log(without / (with + without));
                weights[(k * width) + c] = Math.Log(with / without);
            }
        }

        run.Step(1);
        return CountNaiveBayesModel.Of(this, data, counts.Classes, starts, weights, presence: true);
    }
}
