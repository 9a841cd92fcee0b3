using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Clustering;

/// <summary>The core rows that <see cref="Dbscan"/> found, and their clusters.</summary>
public sealed class DbscanModel : IClusterer, IModel<DbscanModel>
{
    private const int BlockRows = 256;

    private readonly int[] labels;
    private readonly int[] coreLabels;
    private readonly NeighbourGrid grid;

    private DbscanModel(ModelCard card, int[] labels, Matrix cores, int[] coreLabels, int clusters, double radius, NeighbourGrid? grid = null)
    {
        (Card, this.labels, Cores, this.coreLabels, Clusters, Radius) = (card, labels, cores, coreLabels, clusters, radius);
        this.grid = grid ?? new NeighbourGrid(cores, radius);
    }

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("dbscan", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public int Clusters { get; }

    /// <summary>The rows of the data that have enough neighbours, in their order.</summary>
    public Matrix Cores { get; }

    /// <summary>The cluster of each row of <see cref="Cores"/>.</summary>
    public IReadOnlyList<int> CoreClusters => coreLabels;

    /// <summary>The cluster of each row of the data; -1 for noise. <see cref="Assign"/> says the same of the same rows, but takes longer.</summary>
    public int[] Labels() => [.. labels];

    /// <summary>How far the reach of a row is.</summary>
    public double Radius { get; }

    /// <summary>
    /// Writes the cluster of the nearest core row within <see cref="Radius"/> (of equally near ones the first), or -1, noise,
    /// when there is none. Cost: rows × core rows around each × columns.
    /// </summary>
    /// <inheritdoc/>
    public void Assign(Matrix x, Span<int> into)
    {
        if (into.Length != x.Rows) throw new ArgumentException($"There are {into.Length} places for {x.Rows} rows.", nameof(into));
        x = x.For(Cores.Columns);
        Finite.Check(x);
        var found = new int[x.Rows];
        Blocks.Run((x.Rows + BlockRows - 1) / BlockRows, default, block =>
        {
            for (var row = block * BlockRows; row < Math.Min(x.Rows, (block + 1) * BlockRows); row++)
            {
                var nearest = DenseRows.Nearest(grid, Radius, x.Row(row));
                found[row] = nearest < 0 ? -1 : coreLabels[nearest];
            }
        });
        found.CopyTo(into);
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("cores", Cores.Values);
        to.Write("core_labels", coreLabels);
        to.Write("labels", labels);
        to.Write("clusters", [Clusters]);
        to.Write("radius", [Radius]);
    }

    /// <inheritdoc/>
    public static DbscanModel Load(ModelReader from)
    {
        var (labels, coreLabels) = (from.Integers("labels", from.Card.Rows), from.Integers("core_labels"));
        var (clusters, radius) = (from.Integers("clusters", 1)[0], from.Doubles("radius", 1)[0]);
        if (Array.Exists(coreLabels, label => label < 0 || label >= clusters)) throw new InvalidDataException("A core row of the model is in a cluster that there is not.");
        if (!(radius > 0)) throw new InvalidDataException($"The model's radius is {radius}.");
        var cores = new Matrix(coreLabels.Length, from.Card.Columns);
        from.Floats("cores", cores.Values);
        return new DbscanModel(from.Card, labels, cores, coreLabels, clusters, radius);
    }

    internal static DbscanModel Of(Dbscan recipe, Matrix data, int[] labels, Matrix cores, int[] coreLabels, int clusters, NeighbourGrid grid)
    {
        var card = ModelCard.Of(Format, recipe, data, ("clusters", clusters), ("core_rows", cores.Rows), ("noise", labels.Count(label => label < 0)));
        return new DbscanModel(card, labels, cores, coreLabels, clusters, recipe.Radius, grid);
    }
}
