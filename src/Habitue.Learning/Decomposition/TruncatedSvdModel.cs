using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Decomposition;

/// <summary>The components that <see cref="TruncatedSvd"/> found.</summary>
public sealed class TruncatedSvdModel : IModel<TruncatedSvdModel>
{
    private readonly double[] components;
    private readonly double[] singular;
    private readonly double[] explained;

    private TruncatedSvdModel(ModelCard card, int columns, double[] components, double[] singular, double[] explained)
    {
        (Card, Columns, this.components, this.singular, this.explained) = (card, columns, components, singular, explained);
        OutputColumns = [.. Enumerable.Range(1, singular.Length).Select(i => $"sv{i}")];
    }

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("truncated-svd", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>How many columns a matrix must have.</summary>
    public int Columns { get; }

    /// <summary><c>sv1</c>, <c>sv2</c> and so on.</summary>
    public IReadOnlyList<string> OutputColumns { get; }

    /// <summary>The singular values, in falling order.</summary>
    public IReadOnlyList<double> SingularValues => singular;

    /// <summary>The variance of the scores of each component over the variance of all columns; 0 when nothing varies.</summary>
    public IReadOnlyList<double> ExplainedVarianceRatio => explained;

    /// <summary>Whether it settled before <see cref="TruncatedSvd.MaxIterations"/>.</summary>
    public bool Converged => Card.Figures["converged"] == 1;

    /// <summary>How much of a column goes into a component; the entries of a component have the length 1.</summary>
    public double Loading(int component, int column)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Columns);
        return components[(component * Columns) + column];
    }

    /// <summary>The scores of rows: each row times each component.</summary>
    /// <exception cref="BadDataException">The matrix has another number of columns.</exception>
    public Matrix Transform(SparseMatrix x)
    {
        if (x.Columns != Columns) throw new BadDataException($"The model was fitted on {Columns} columns; the matrix has {x.Columns}.");
        var into = new Matrix(x.Rows, OutputColumns);
        var sums = new double[singular.Length];
        for (var row = 0; row < x.Rows; row++)
        {
            Score(x, row, components, Columns, sums);
            for (var i = 0; i < sums.Length; i++) into[row, i] = (float)sums[i];
        }

        return into;
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("columns", [Columns]);
        to.Write("components", components);
        to.Write("singular", singular);
        to.Write("explained", explained);
    }

    /// <inheritdoc/>
    public static TruncatedSvdModel Load(ModelReader from)
    {
        var (columns, singular) = (from.Integers("columns", 1)[0], from.Doubles("singular"));
        if (columns < 1) throw new InvalidDataException($"The model has {columns} columns.");
        return new TruncatedSvdModel(from.Card, columns, from.Doubles("components", checked(singular.Length * columns)), singular, from.Doubles("explained", singular.Length));
    }

    internal static TruncatedSvdModel Of(TruncatedSvd recipe, SparseMatrix data, double[] components, double[] singular, int iterations, bool converged)
    {
        var explained = Explained(data, components, singular.Length);
        var card = ModelCard.Of(Format, recipe, [], data.Rows, ("explained", explained.Sum()), ("iterations", iterations), ("converged", converged ? 1 : 0));
        return new TruncatedSvdModel(card, data.Columns, components, singular, explained);
    }

    private static double[] Explained(SparseMatrix data, double[] components, int count)
    {
        var (sums, means, squares, total) = (new double[count], new double[count], new double[count], 0.0);
        for (var row = 0; row < data.Rows; row++)
        {
            Score(data, row, components, data.Columns, sums);
            for (var i = 0; i < count; i++) (means[i], squares[i]) = (means[i] + (sums[i] / data.Rows), squares[i] + (sums[i] * sums[i] / data.Rows));
        }

        var columnMeans = new double[data.Columns];
        for (var i = 0; i < data.Count; i++)
        {
            columnMeans[data.Indices[i]] += (double)data.Values[i] / data.Rows;
            total += (double)data.Values[i] * data.Values[i] / data.Rows;
        }

        total -= columnMeans.Sum(mean => mean * mean);
        for (var i = 0; i < count; i++) squares[i] = total > 0 ? Math.Max(0, squares[i] - (means[i] * means[i])) / total : 0;
        return squares;
    }

    private static void Score(SparseMatrix x, int row, double[] components, int columns, double[] into)
    {
        var indices = x.IndicesOf(row);
        var values = x.ValuesOf(row);
        for (var i = 0; i < into.Length; i++)
        {
            into[i] = 0;
            for (var e = 0; e < indices.Length; e++) into[i] += values[e] * components[(i * columns) + indices[e]];
        }
    }
}
