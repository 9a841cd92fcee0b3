using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;
using Habitue.Learning.Scoring;

namespace Habitue.Learning.Decomposition;

/// <summary>The components that <see cref="Pca"/> found.</summary>
public sealed class PcaModel : ITransformer, ISqlModel, IModel<PcaModel>
{
    private readonly double[] means;
    private readonly double[] loadings;
    private readonly double[] variances;
    private readonly double total;
    private readonly bool whiten;

    private PcaModel(ModelCard card, double[] means, double[] loadings, double[] variances, double total, bool whiten)
    {
        Card = card;
        (this.means, this.loadings, this.variances) = (means, loadings, variances);
        (this.total, this.whiten) = (total, whiten);
        OutputColumns = [.. Enumerable.Range(1, variances.Length).Select(i => $"pc{i}")];
    }

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("pca", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary><c>pc1</c>, <c>pc2</c> and so on.</summary>
    public IReadOnlyList<string> OutputColumns { get; }

    /// <summary>The mean of each column of the data, which scores are measured from.</summary>
    public IReadOnlyList<double> Means => means;

    /// <summary>The variance along each component, in falling order, in squared units of the data.</summary>
    public IReadOnlyList<double> ExplainedVariance => variances;

    /// <summary>Each component's share of the variance of all columns; 0 when nothing varies.</summary>
    public IReadOnlyList<double> ExplainedVarianceRatio => Array.ConvertAll(variances, variance => total > 0 ? variance / total : 0);

    /// <summary>How much of a column goes into a component; the loadings of a component have the length 1.</summary>
    /// <param name="component">From 0.</param>
    /// <param name="column">The number of the column, in the order of the card.</param>
    public double Loading(int component, int column)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)means.Length);
        return loadings[(component * means.Length) + column];
    }

    /// <inheritdoc/>
    public void Transform(Matrix x, Matrix into)
    {
        x = x.For(Card.Columns);
        into.MustBe(x.Rows, variances.Length, nameof(into));
        Projection.Project(x, means, Weights(), into);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SqlColumn> ToSql()
    {
        var weights = Weights();
        return [.. OutputColumns.Select((name, component) => new SqlColumn(name, string.Join(" + ", Card.Columns.Select((column, c) =>
            $"({SqlText.Value(column)} - {SqlText.Number(means[c])}) * {SqlText.Number(weights[(component * means.Length) + c])}"))))];
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("means", means);
        to.Write("loadings", loadings);
        to.Write("variances", variances);
        to.Write("total", [total]);
        to.Write("whiten", [whiten ? 1 : 0]);
    }

    /// <inheritdoc/>
    public static PcaModel Load(ModelReader from)
    {
        var variances = from.Doubles("variances");
        var width = from.Card.Columns.Count;
        return new PcaModel(
            from.Card, from.Doubles("means", width), from.Doubles("loadings", variances.Length * width), variances,
            from.Doubles("total", 1)[0], from.Integers("whiten", 1)[0] == 1);
    }

    internal static PcaModel Of(Pca recipe, Matrix data, double[] means, double[] loadings, double[] variances, double total)
    {
        var explained = total > 0 ? variances.Sum() / total : 0;
        return new PcaModel(ModelCard.Of(Format, recipe, data, ("explained", explained)), means, loadings, variances, total, recipe.Whiten);
    }

    /// <summary>The loadings, divided by the deviation of their component when scores are whitened.</summary>
    private double[] Weights()
    {
        var weights = (double[])loadings.Clone();
        for (var component = 0; whiten && component < variances.Length; component++)
        {
            var scale = variances[component] > 0 ? 1 / Math.Sqrt(variances[component]) : 0;
            foreach (ref var weight in weights.AsSpan(component * means.Length, means.Length)) weight *= scale;
        }

        return weights;
    }
}
