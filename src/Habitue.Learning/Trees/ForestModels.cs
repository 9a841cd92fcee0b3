using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Trees;

/// <summary>The trees of <see cref="DecisionTreeClassifier"/> (one) or <see cref="RandomForestClassifier"/>: each leaf holds the shares of the classes, and the answer is their mean over the trees.</summary>
public sealed class ForestClassifier : IClassifier, ISqlModel, ITreeModel, IModel<ForestClassifier>
{
    private readonly string[] classes;

    internal ForestClassifier(ModelCard card, string[] classes, TreeEnsemble trees) => (Card, this.classes, Trees) = (card, classes, trees);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("forest-classifier", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes => classes;

    /// <inheritdoc/>
    public TreeEnsemble Trees { get; }

    /// <inheritdoc/>
    public IReadOnlyList<double> Start => new double[classes.Length];

    /// <inheritdoc/>
    public double Share => 1.0 / Trees.Count;

    /// <inheritdoc/>
    public void Probabilities(Matrix x, Matrix into)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(into);
        into.MustBe(x.Rows, classes.Length, nameof(into));
        var sums = this.Sums(x.For(Card.Columns));
        for (var i = 0; i < sums.Length; i++) into.Values[i] = (float)sums[i];
    }

    /// <inheritdoc/>
    /// <remarks>A hundred deep trees are hundreds of megabytes of text: meant for one tree, or for small ones.</remarks>
    public IReadOnlyList<SqlColumn> ToSql() => [.. TreeSql.Sums(this).Select((sum, k) => new SqlColumn(classes[k], sum))];

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Write("classes", classes);
        Trees.Arrays.Save(to);
    }

    /// <inheritdoc/>
    public static ForestClassifier Load(ModelReader from)
    {
        ArgumentNullException.ThrowIfNull(from);
        var (classes, arrays) = (from.Texts("classes"), TreeArrays.Load(from));
        return classes.Length >= 2 && arrays.Outputs == classes.Length && arrays.Width == classes.Length
            ? new(from.Card, classes, new TreeEnsemble(arrays))
            : throw new InvalidDataException($"The model has {classes.Length} classes and {arrays.Outputs} outputs.");
    }
}

/// <summary>The trees of <see cref="DecisionTreeRegressor"/> (one) or <see cref="RandomForestRegressor"/>: each leaf holds a mean, and the answer is the mean over the trees.</summary>
public sealed class ForestRegressor : IRegressor, ISqlModel, ITreeModel, IModel<ForestRegressor>
{
    internal ForestRegressor(ModelCard card, TreeEnsemble trees) => (Card, Trees) = (card, trees);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("forest-regressor", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public TreeEnsemble Trees { get; }

    /// <inheritdoc/>
    public IReadOnlyList<double> Start => [0];

    /// <inheritdoc/>
    public double Share => 1.0 / Trees.Count;

    /// <inheritdoc/>
    public void Predict(Matrix x, Span<float> into)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (into.Length != x.Rows) throw new ArgumentException($"There are {into.Length} places for {x.Rows} rows.", nameof(into));
        var sums = this.Sums(x.For(Card.Columns));
        for (var r = 0; r < into.Length; r++) into[r] = (float)sums[r];
    }

    /// <inheritdoc/>
    /// <remarks>A hundred deep trees are hundreds of megabytes of text: meant for one tree, or for small ones.</remarks>
    public IReadOnlyList<SqlColumn> ToSql() => [new("prediction", TreeSql.Sums(this)[0])];

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        ArgumentNullException.ThrowIfNull(to);
        Trees.Arrays.Save(to);
    }

    /// <inheritdoc/>
    public static ForestRegressor Load(ModelReader from)
    {
        ArgumentNullException.ThrowIfNull(from);
        var arrays = TreeArrays.Load(from);
        return arrays is { Width: 1, Outputs: 1 } ? new(from.Card, new TreeEnsemble(arrays)) : throw new InvalidDataException($"The model has {arrays.Outputs} outputs.");
    }
}
