using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Scoring;

namespace Habitue.Learning.Trees;

/// <summary>The trees that <see cref="GradientBoostingRegressor"/> grew. Their sum is the answer, or with Poisson loss its logarithm.</summary>
public sealed class BoostedRegressor : IRegressor, ISqlModel, ITreeModel, IModel<BoostedRegressor>
{
    private readonly double start;

    internal BoostedRegressor(ModelCard card, bool logarithm, double start, TreeEnsemble trees) =>
        (Card, Logarithm, this.start, Trees) = (card, logarithm, start, trees);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("boosted-regressor", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>Whether the trees' sum is the logarithm of the answer.</summary>
    public bool Logarithm { get; }

    /// <inheritdoc/>
    public TreeEnsemble Trees { get; }

    /// <inheritdoc/>
    public IReadOnlyList<double> Start => [start];

    /// <inheritdoc/>
    public double Share => 1;

    /// <summary>How many rounds were kept.</summary>
    public int Rounds => Trees.Count;

    /// <inheritdoc/>
    public void Predict(Matrix x, Span<float> into)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (into.Length != x.Rows) throw new ArgumentException($"There are {into.Length} places for {x.Rows} rows.", nameof(into));
        var sums = this.Sums(x.For(Card.Columns));
        for (var r = 0; r < into.Length; r++) into[r] = (float)(Logarithm ? Math.Exp(sums[r]) : sums[r]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SqlColumn> ToSql() =>
        [new("prediction", Logarithm ? $"EXP(LEAST({TreeSql.Sums(this)[0]}, {SqlText.Number(700)}))" : TreeSql.Sums(this)[0])];

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Write("logarithm", (int[])[Logarithm ? 1 : 0]);
        to.Write("start", (double[])[start]);
        Trees.Arrays.Save(to);
    }

    /// <inheritdoc/>
    public static BoostedRegressor Load(ModelReader from)
    {
        ArgumentNullException.ThrowIfNull(from);
        var arrays = TreeArrays.Load(from);
        return arrays is { Width: 1, Outputs: 1 }
            ? new(from.Card, from.Integers("logarithm", 1)[0] != 0, from.Doubles("start", 1)[0], new TreeEnsemble(arrays))
            : throw new InvalidDataException($"The model has {arrays.Outputs} outputs.");
    }
}
