using Habitue.Learning.Data;
using Habitue.Learning.Models;
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
    public void Assign(Matrix x, Span<int> into) => NearestCentre.Assign(x.For(Centres.Columns), packed, into);

    /// <summary>
    /// A new model that has learned from further rows too: each goes to its nearest centre, and each centre to the mean of its rows, the
    /// earlier ones counted by <see cref="Sizes"/>. For rows that come day by day, without reading the earlier ones again. This model stays as it is.
    /// Clusters never split or join: fit anew when the customers are no longer the same.
    /// <see cref="Inertia"/> adds up the squared distances as the rows came; <see cref="ModelCard.Rows"/> counts all of them.
    /// Cost: rows × clusters × columns. Source: MacQueen, "Some methods for classification and analysis of multivariate observations" (1967), by batches.
    /// </summary>
    /// <param name="rows">The further rows; columns are found by name. No rows give the same centres.</param>
    /// <param name="remember">How much the earlier rows still count, from 0 (not at all) to 1 (like the new ones): below 1, a centre can follow what changes.</param>
    /// <exception cref="BadDataException">A column is missing, or a value is missing or infinite.</exception>
    public KMeansModel Update(Matrix rows, double remember = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(remember, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(remember, 1);
        rows = rows.For(Centres.Columns);
        var (labels, width) = (this.Assign(rows), Centres.Columns.Count);
        var (sums, counts, inertia) = (new double[Centres.Values.Length], new int[Clusters], remember * Inertia);
        for (var r = 0; r < labels.Length; r++)
        {
            counts[labels[r]]++;
            for (var c = 0; c < width; c++) sums[(labels[r] * width) + c] += rows[r, c];
        }

        var (centres, sizes) = (new Matrix(Clusters, Centres.Columns), new int[Clusters]);
        for (var k = 0; k < Clusters; k++)
        {
            var weight = remember * Sizes[k];
            sizes[k] = (int)Math.Min(int.MaxValue, Math.Round(weight + counts[k]));
            for (var c = 0; c < width; c++) centres[k, c] = counts[k] == 0 ? Centres[k, c] : (float)(((weight * Centres[k, c]) + sums[(k * width) + c]) / (weight + counts[k]));
        }

        for (var r = 0; r < labels.Length; r++)
            for (var c = 0; c < width; c++) inertia += Math.Pow((double)rows[r, c] - centres[labels[r], c], 2);
        var figures = new Dictionary<string, double>(Card.Figures) { ["inertia"] = inertia };
        return new KMeansModel(Card with { Rows = (int)Math.Min(int.MaxValue, (long)Card.Rows + rows.Rows), Figures = figures }, centres, sizes);
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

    internal static KMeansModel Of(KMeans recipe, Matrix data, Lloyd run) =>
        Of(recipe, data, run.Centres, run.Sizes, run.Inertia, run.Iterations, run.Converged);

    internal static KMeansModel Of(object recipe, Matrix data, double[] places, int[] sizes, double inertia, int iterations, bool converged)
    {
        var centres = new Matrix(sizes.Length, data.Columns);
        for (var i = 0; i < places.Length; i++) centres.Values[i] = (float)places[i];
        var card = ModelCard.Of(Format, recipe, data, ("inertia", inertia), ("iterations", iterations), ("converged", converged ? 1 : 0));
        return new KMeansModel(card, centres, sizes);
    }
}
