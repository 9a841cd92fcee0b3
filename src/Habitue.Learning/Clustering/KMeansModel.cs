using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Clustering;

/// <summary>The centres that <see cref="KMeans"/> found.</summary>
public sealed class KMeansModel : IClusterer, IModel<KMeansModel>
{
    private readonly NearestCentre.Packed packed;

    private KMeansModel(ModelCard card, Matrix centres, int[] sizes)
    {
        (Card, Centres, Sizes) = (card, centres, sizes);
        packed = new NearestCentre.Packed(Array.ConvertAll(centres.Values.ToArray(), value => (double)value), centres.Columns.Count);
    }

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("k-means", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>One row per cluster, in the columns and units of the data.</summary>
    public Matrix Centres { get; }

    /// <summary>How many rows of the data each cluster got; 0 when fewer rows were different than clusters wanted.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <inheritdoc/>
    public int Clusters => Centres.Rows;

    /// <summary>The sum over the rows of the data of the squared distance to their centre.</summary>
    public double Inertia => Card.Figures["inertia"];

    /// <summary>How many iterations the winning start took on the rows it ended on.</summary>
    public int Iterations => (int)Card.Figures["iterations"];

    /// <summary>Whether it settled before <see cref="KMeans.MaxIterations"/>.</summary>
    public bool Converged => Card.Figures["converged"] == 1;

    /// <inheritdoc/>
    public void Assign(Matrix x, Span<int> into) => NearestCentre.Assign(x.For(Centres.Columns), packed, into);

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("centres", Centres.Values);
        to.Write("sizes", (int[])[.. Sizes]);
    }

    /// <inheritdoc/>
    public static KMeansModel Load(ModelReader from)
    {
        var sizes = from.Integers("sizes");
        var centres = new Matrix(sizes.Length, from.Card.Columns);
        from.Floats("centres", centres.Values);
        return new KMeansModel(from.Card, centres, sizes);
    }

    internal static KMeansModel Of(KMeans recipe, Matrix data, Lloyd run)
    {
        var centres = new Matrix(recipe.Clusters, data.Columns);
        for (var i = 0; i < run.Centres.Length; i++) centres.Values[i] = (float)run.Centres[i];
        var card = ModelCard.Of(
            Format, recipe, data, ("inertia", run.Inertia), ("iterations", run.Iterations), ("converged", run.Converged ? 1 : 0));
        return new KMeansModel(card, centres, run.Sizes);
    }
}
