using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Scoring;

namespace Habitue.Learning.Trees;

/// <summary>
/// The trees that <see cref="GradientBoostingClassifier"/> grew. Their sums are log-odds of the second of two classes, or
/// one score per class whose softmax is the probabilities.
/// </summary>
public sealed class BoostedClassifier : IClassifier, ISqlModel, ITreeModel, IModel<BoostedClassifier>
{
    private readonly string[] classes;
    private readonly double[] start;

    internal BoostedClassifier(ModelCard card, string[] classes, double[] start, TreeEnsemble trees) =>
        (Card, this.classes, this.start, Trees) = (card, classes, start, trees);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("boosted-classifier", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes => classes;

    /// <inheritdoc/>
    public TreeEnsemble Trees { get; }

    /// <inheritdoc/>
    public IReadOnlyList<double> Start => start;

    /// <inheritdoc/>
    public double Share => 1;

    /// <summary>How many rounds were kept.</summary>
    public int Rounds => Trees.Count / Trees.Outputs;

    /// <inheritdoc/>
    public void Probabilities(Matrix x, Matrix into)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(into);
        x = x.For(Card.Columns);
        into.MustBe(x.Rows, classes.Length, nameof(into));
        var sums = this.Sums(x);
        for (var r = 0; r < x.Rows; r++)
        {
            var row = into.Row(r);
            if (start.Length == 1)
            {
                row[1] = (float)(1 / (1 + Math.Exp(-sums[r])));
                row[0] = (float)(1 / (1 + Math.Exp(sums[r])));
                continue;
            }

            var scores = sums.AsSpan(r * row.Length, row.Length);
            var (most, total) = (double.NegativeInfinity, 0.0);
            foreach (var score in scores) most = Math.Max(most, score);
            foreach (ref var score in scores) total += score = Math.Exp(score - most);
            for (var k = 0; k < row.Length; k++) row[k] = (float)(scores[k] / total);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<SqlColumn> ToSql()
    {
        var sums = TreeSql.Sums(this);
        if (sums.Count == 1)
            return [new(classes[0], $"1 / (1 + EXP(LEAST({sums[0]}, {SqlText.Number(700)})))"), new(classes[1], $"1 / (1 + EXP(LEAST(-{sums[0]}, {SqlText.Number(700)})))")];
        string[] powers = [.. sums.Select(sum => $"EXP(LEAST({sum}, {SqlText.Number(700)}))")];
        return [.. classes.Select((name, k) => new SqlColumn(name, $"{powers[k]} / ({string.Join(" + ", powers)})"))];
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Write("classes", classes);
        to.Write("start", start);
        Trees.Arrays.Save(to);
    }

    /// <inheritdoc/>
    public static BoostedClassifier Load(ModelReader from)
    {
        ArgumentNullException.ThrowIfNull(from);
        var (classes, arrays) = (from.Texts("classes"), TreeArrays.Load(from));
        return classes.Length >= 2 && arrays.Width == 1 && arrays.Outputs == (classes.Length == 2 ? 1 : classes.Length)
            ? new(from.Card, classes, from.Doubles("start", arrays.Outputs), new TreeEnsemble(arrays))
            : throw new InvalidDataException($"The model has {classes.Length} classes and {arrays.Outputs} outputs.");
    }
}
