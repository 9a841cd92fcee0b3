using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;
using Habitue.Learning.Scoring;

namespace Habitue.Learning.Linear;

/// <summary>The means and variances that a <see cref="GaussianNaiveBayes"/> found.</summary>
public sealed class GaussianNaiveBayesModel : IClassifier, ISqlModel, IModel<GaussianNaiveBayesModel>
{
    private readonly double[] priors;
    private readonly double[] means;
    private readonly double[] variances;
    private readonly double[] starts; // of a class's score, where all columns are at their means

    internal GaussianNaiveBayesModel(ModelCard card, string[] classes, double[] priors, double[] means, double[] variances)
    {
        (Card, Classes, this.priors, this.means, this.variances) = (card, classes, priors, means, variances);
        var width = card.Columns.Count;
        starts = [.. priors.Select((prior, k) => Math.Log(prior) - (0.5 * variances.AsSpan(k * width, width).ToArray().Sum(variance => Math.Log(2 * Math.PI * variance))))];
    }

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("gaussian-naive-bayes", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Each class's share of the rows' weight.</summary>
    public IReadOnlyList<double> Priors => priors;

    /// <summary>The mean of a column within a class, in the column's unit.</summary>
    public double Mean(int column, int ofClass) => means[At(column, ofClass)];

    /// <summary>The variance of a column within a class, in its squared unit, with what <see cref="GaussianNaiveBayes.Smoothing"/> added.</summary>
    public double Variance(int column, int ofClass) => variances[At(column, ofClass)];

    /// <inheritdoc/>
    public void Probabilities(Matrix x, Matrix into)
    {
        x = x.For(Card.Columns);
        into.MustBe(x.Rows, Classes.Count, nameof(into));
        Finite.Check(x);
        var scores = new double[priors.Length];
        for (var r = 0; r < x.Rows; r++)
        {
            var row = x.Row(r);
            for (var k = 0; k < scores.Length; k++)
            {
                var (score, first) = (starts[k], k * row.Length);
                for (var c = 0; c < row.Length; c++)
                {
                    var off = row[c] - means[first + c];
                    score -= 0.5 * off * off / variances[first + c];
                }

                scores[k] = score;
            }

            Softmax.Write(scores, into.Row(r));
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<SqlColumn> ToSql()
    {
        var width = Card.Columns.Count;
        string[] scores = [.. starts.Select((start, k) => "(" + string.Join(" - ", Enumerable.Range(0, width).Select(c =>
            $"{SqlText.Number(0.5 / variances[(k * width) + c])} * ({SqlText.Value(Card.Columns[c])} - {SqlText.Number(means[(k * width) + c])}) * ({SqlText.Value(Card.Columns[c])} - {SqlText.Number(means[(k * width) + c])})")
            .Prepend(SqlText.Number(start))) + ")")];
        return SqlScore.Probabilities(Classes, (one, other) => $"{scores[one]} - {scores[other]}");
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("classes", Classes);
        to.Write("priors", priors);
        to.Write("means", means);
        to.Write("variances", variances);
    }

    /// <inheritdoc/>
    public static GaussianNaiveBayesModel Load(ModelReader from)
    {
        var classes = from.Texts("classes");
        var size = classes.Length * from.Card.Columns.Count;
        return new GaussianNaiveBayesModel(from.Card, classes, from.Doubles("priors", classes.Length), from.Doubles("means", size), from.Doubles("variances", size));
    }

    private int At(int column, int ofClass)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Card.Columns.Count, nameof(column));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)ofClass, (uint)Classes.Count, nameof(ofClass));
        return (ofClass * Card.Columns.Count) + column;
    }
}
