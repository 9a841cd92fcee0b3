using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Clustering;

/// <summary>The tree that <see cref="Agglomerative"/> grew, and the rows it grew from.</summary>
public sealed class AgglomerativeModel : IClusterer, IModel<AgglomerativeModel>
{
    private readonly Matrix rows;
    private readonly int[] labels;
    private readonly Lazy<NearestCentre.Packed> packed;

    private AgglomerativeModel(ModelCard card, Matrix rows, Dendrogram dendrogram, int clusters)
    {
        (Card, this.rows, Dendrogram, Clusters, labels) = (card, rows, dendrogram, clusters, dendrogram.Cut(clusters));
        packed = new(() => new NearestCentre.Packed(Array.ConvertAll(rows.Values.ToArray(), value => (double)value), rows.Columns.Count));
    }

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("agglomerative", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public int Clusters { get; }

    /// <summary>The whole tree, for other cuts and for drawing.</summary>
    public Dendrogram Dendrogram { get; }

    /// <summary>The rows that the tree grew from.</summary>
    internal Matrix Grown => rows;

    /// <summary>The cluster of each row of the data.</summary>
    public int[] Labels() => [.. labels];

    /// <summary>
    /// Writes the cluster of the nearest row of the data (of equally near ones the first). The tree itself says nothing of
    /// rows that it has not seen. Cost: rows × rows of the data × columns.
    /// </summary>
    /// <inheritdoc/>
    public void Assign(Matrix x, Span<int> into)
    {
        NearestCentre.Assign(x.For(rows.Columns), packed.Value, into);
        foreach (ref var nearest in into) nearest = labels[nearest];
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("rows", rows.Values);
        to.Write("left", [.. Dendrogram.Merges.Select(merge => merge.Left)]);
        to.Write("right", [.. Dendrogram.Merges.Select(merge => merge.Right)]);
        to.Write("heights", [.. Dendrogram.Merges.Select(merge => merge.Height)]);
        to.Write("clusters", [Clusters]);
    }

    /// <inheritdoc/>
    public static AgglomerativeModel Load(ModelReader from)
    {
        var (count, clusters) = (from.Card.Rows, from.Integers("clusters", 1)[0]);
        if (clusters < 1 || clusters > count) throw new InvalidDataException($"The model has {clusters} clusters of {count} rows.");
        var rows = new Matrix(count, from.Card.Columns);
        from.Floats("rows", rows.Values);
        var (left, right, heights) = (from.Integers("left", count - 1), from.Integers("right", count - 1), from.Doubles("heights", count - 1));
        var (merges, sizes) = (new Merge[count - 1], new int[count + count - 1]);
        Array.Fill(sizes, 1, 0, count);
        for (var m = 0; m < merges.Length; m++)
        {
            if (left[m] < 0 || left[m] >= right[m] || right[m] >= count + m) throw new InvalidDataException($"Merge {m} of the model joins {left[m]} and {right[m]}, which cannot be.");
            sizes[count + m] = sizes[left[m]] + sizes[right[m]];
            merges[m] = new Merge(left[m], right[m], heights[m], sizes[count + m]);
        }

        return new AgglomerativeModel(from.Card, rows, new Dendrogram(merges), clusters);
    }

    internal static AgglomerativeModel Of(Agglomerative recipe, Matrix data, Dendrogram dendrogram, int clusters)
    {
        var copy = new Matrix(data.Rows, data.Columns);
        data.Values.CopyTo(copy.Values);
        var highest = dendrogram.Merges.Count == 0 ? 0 : dendrogram.Merges[^1].Height;
        return new AgglomerativeModel(ModelCard.Of(Format, recipe, data, ("clusters", clusters), ("height", highest)), copy, dendrogram, clusters);
    }
}
