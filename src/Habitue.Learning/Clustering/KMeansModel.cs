using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;
using Habitue.Learning.Scoring;

namespace Habitue.Learning.Clustering;

/// <summary>The centres that <see cref="KMeans"/> found.</summary>
public sealed class KMeansModel : IClusterer, ISqlModel, IModel<KMeansModel>
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
    public void Assign(Matrix x, Span<int> into)
    {
        if (into.Length != x.Rows) throw new ArgumentException($"There are {into.Length} places for {x.Rows} rows.", nameof(into));
        if (x.Rows == 0) return;
        x = x.For(Centres.Columns);
        const int chunk = 1024;
        Span<int> nearest = stackalloc int[chunk];
        Span<float> distances = stackalloc float[chunk];
        var tiles = new Tiles(Math.Min(chunk, x.Rows), x.Columns.Count);
        for (var from = 0; from < x.Rows; from += chunk)
        {
            var rows = Math.Min(chunk, x.Rows - from);
            if (!tiles.Load(x, from, rows)) Finite.Check(x);
            NearestCentre.Find(tiles, 0, tiles.Pairs, packed, nearest, distances);
            nearest[..rows].CopyTo(into[from..]);
        }
    }

    /// <summary>
    /// The number of the cluster with the least squared distance, of equally near ones the lowest, as <c>cluster</c>;
    /// NULL where a column is NULL.
    /// </summary>
    public IReadOnlyList<SqlColumn> ToSql()
    {
        string[] distances = [.. Enumerable.Range(0, Clusters).Select(Distance)];
        if (Clusters == 1) return [new SqlColumn("cluster", $"CASE WHEN {distances[0]} IS NULL THEN NULL ELSE 0 END")];
        var cases = string.Join(' ', distances.Select((distance, cluster) => $"WHEN {distance} THEN {cluster}"));
        return [new SqlColumn("cluster", $"CASE LEAST({string.Join(", ", distances)}) {cases} END")];

        // Multiplied out, not POWER, so that it is the same sum of squares as here.
        string Distance(int cluster) => string.Join(" + ", Centres.Columns.Select((name, c) =>
            $"({SqlText.Value(name)} - {SqlText.Number(Centres[cluster, c])})").Select(difference => $"{difference} * {difference}"));
    }

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
