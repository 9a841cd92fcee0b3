using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Linear;

/// <summary>What <see cref="MultinomialNaiveBayes"/> or <see cref="BernoulliNaiveBayes"/> learned: a linear score for each class.</summary>
public sealed class CountNaiveBayesModel : ISparseClassifier, IModel<CountNaiveBayesModel>
{
    private readonly double[] starts;
    private readonly double[] weights;
    private readonly bool presence;

    private CountNaiveBayesModel(ModelCard card, string[] classes, double[] starts, double[] weights, bool presence)
    {
        (Card, Classes, this.starts, this.weights, this.presence) = (card, classes, starts, weights, presence);
        Columns = weights.Length / classes.Length;
    }

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("count-naive-bayes", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public int Columns { get; }

    /// <summary>
    /// What one of a column adds to the score of a class: for <see cref="MultinomialNaiveBayes"/> the logarithm of the column's share in it, for
    /// <see cref="BernoulliNaiveBayes"/> the logarithm of the odds that it is there.
    /// </summary>
    public double Weight(int column, int ofClass)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Columns, nameof(column));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)ofClass, (uint)Classes.Count, nameof(ofClass));
        return weights[(ofClass * Columns) + column];
    }

    /// <inheritdoc/>
    public void Probabilities(SparseMatrix x, Matrix into)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Columns != Columns) throw new BadDataException($"The rows have {x.Columns} columns; the model was fitted on {Columns}.");
        into.MustBe(x.Rows, Classes.Count, nameof(into));
        var scores = new double[starts.Length];
        for (var r = 0; r < x.Rows; r++)
        {
            var indices = x.IndicesOf(r);
            var values = x.ValuesOf(r);
            for (var k = 0; k < scores.Length; k++)
            {
                var score = starts[k];
                var line = weights.AsSpan(k * Columns, Columns);
                for (var i = 0; i < indices.Length; i++) score += line[indices[i]] * (presence ? (values[i] > 0 ? 1 : 0) : values[i]);
                if (!double.IsFinite(score)) throw new BadDataException($"Row {r} has a missing or infinite value; leave it out.", "", r);
                scores[k] = score;
            }

            Softmax.Write(scores, into.Row(r));
        }
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("classes", Classes);
        to.Write("starts", starts);
        to.Write("weights", weights);
        to.Write("presence", [presence ? 1 : 0]);
    }

    /// <inheritdoc/>
    public static CountNaiveBayesModel Load(ModelReader from)
    {
        var (classes, weights) = (from.Texts("classes"), from.Doubles("weights"));
        if (classes.Length < 2 || weights.Length % classes.Length != 0) throw new InvalidDataException($"The model has {classes.Length} classes and {weights.Length} weights.");
        return new CountNaiveBayesModel(from.Card, classes, from.Doubles("starts", classes.Length), weights, from.Integers("presence", 1)[0] == 1);
    }

    internal static CountNaiveBayesModel Of(object recipe, LabeledSparse data, string[] classes, double[] starts, double[] weights, bool presence) =>
        new(ModelCard.Of(Format, recipe, [], data.Rows.Rows), classes, starts, weights, presence);
}
