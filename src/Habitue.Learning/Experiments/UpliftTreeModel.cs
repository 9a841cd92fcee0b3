using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Trees;

namespace Habitue.Learning.Experiments;

/// <summary>A tree whose leaves hold an uplift, as <see cref="UpliftTree"/> fitted it. <see cref="TreeShap"/> says why somebody's is what it is.</summary>
public sealed class UpliftTreeModel : IUpliftModel, ISqlModel, ITreeModel, IModel<UpliftTreeModel>
{
    internal UpliftTreeModel(ModelCard card, TreeEnsemble trees) => (Card, Trees) = (card, trees);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("uplift-tree", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public TreeEnsemble Trees { get; }

    /// <inheritdoc/>
    public IReadOnlyList<double> Start => [0];

    /// <inheritdoc/>
    public double Share => 1;

    /// <inheritdoc/>
    public void Uplift(Matrix x, Span<float> into)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (into.Length != x.Rows) throw new BadDataException($"There is room for {into.Length} answers and there are {x.Rows} rows.");
        var sums = this.Sums(x.For(Card.Columns));
        for (var row = 0; row < into.Length; row++) into[row] = (float)sums[row];
    }

    /// <inheritdoc/>
    public IReadOnlyList<SqlColumn> ToSql() => [new("uplift", TreeSql.Sums(this)[0])];

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        ArgumentNullException.ThrowIfNull(to);
        Trees.Arrays.Save(to);
    }

    /// <inheritdoc/>
    public static UpliftTreeModel Load(ModelReader from)
    {
        ArgumentNullException.ThrowIfNull(from);
        var arrays = TreeArrays.Load(from);
        return arrays is { Width: 1, Outputs: 1 } && arrays.Roots.Length == 1 ? new(from.Card, new TreeEnsemble(arrays))
            : throw new InvalidDataException($"A model of uplift by a tree has one tree and one output; this has {arrays.Roots.Length} and {arrays.Outputs}.");
    }
}
