using Habitue.Learning;
using Habitue.Learning.Clustering;
using Habitue.Learning.Data;
using Habitue.Learning.Decomposition;
using Habitue.Learning.Models;
using Habitue.Learning.Preprocessing;
using Habitue.ModelShelf;

namespace Habitue.Segments;

/// <summary>A fitted division: the space of customers, the clusters in it, and what the clusters are called. It divides customers that it has never seen.</summary>
/// <param name="Method">One of the names in <see cref="SegmentMethods"/>.</param>
/// <param name="Ids">The lasting number of each cluster.</param>
/// <param name="Names">The name of each cluster.</param>
internal sealed record SegmentModel(SegmentSpace Space, string Method, IClusterer Clusters, IReadOnlyList<int> Ids, IReadOnlyList<string> Names)
{
    public const string ShelfName = "segments";

    private const string IdsSetting = "segment ids", NamesSetting = "segment names";

    /// <summary>A mixture of more customers than this learns from the sample: it needs many passes.</summary>
    private const int MixtureRows = 20_000;

    public static SegmentModel Fit(SegmentRecipe way, SegmentSpace space, Matrix scaled, Matrix sample, FitRun run)
    {
        var small = way.OnSample || (way.Method == SegmentMethods.Mixture && scaled.Rows > MixtureRows);
        return new SegmentModel(space, way.Method, way.Recipe.Fit(space.ForClusters(small ? sample : scaled), run), [], []);
    }

    /// <summary>The cluster of each scaled row; a customer whom the method leaves outside goes to the cluster whose dense customers' middle is nearest.</summary>
    public int[] Assign(Matrix scaled)
    {
        var rows = Space.ForClusters(scaled);
        var labels = Clusters.Assign(rows);
        if (Clusters is not DbscanModel dense) return labels;
        var centres = Distance.Centres(dense.Cores, dense.CoreClusters, dense.Clusters);
        for (var row = 0; row < labels.Length; row++)
            if (labels[row] < 0) labels[row] = Distance.Nearest(rows.Row(row), centres);
        return labels;
    }

    public IReadOnlyList<(string Part, IModel Model)> Parts =>
        [("scale", Space.Scaler), .. Space.Reducer is { } reducer ? [("reduce", (IModel)reducer)] : Array.Empty<(string, IModel)>(), ("clusters", Clusters)];

    public Dictionary<string, string> Settings(string settings) => new()
    {
        ["settings"] = settings,
        ["space"] = Space.Reducer is null ? "features" : "principal components",
        [IdsSetting] = string.Join(' ', Ids),
        [NamesSetting] = string.Join('|', Names),
    };

    public static SegmentModel Load(Shelf shelf, ShelvedModel shelved)
    {
        var settings = KeptJson.Named(shelved.Settings);
        var reducer = settings["space"] == "features" ? null : shelf.Load<PcaModel>(shelved, "reduce");
        IClusterer clusters = shelved.Recipe switch
        {
            SegmentMethods.KMeans => shelf.Load<KMeansModel>(shelved, "clusters"),
            SegmentMethods.Mixture => shelf.Load<GaussianMixtureModel>(shelved, "clusters"),
            SegmentMethods.Ward => shelf.Load<AgglomerativeModel>(shelved, "clusters"),
            _ => shelf.Load<DbscanModel>(shelved, "clusters"),
        };
        return new SegmentModel(new SegmentSpace(shelf.Load<ChainedTransformer<LinearScaling>>(shelved, "scale"), reducer), shelved.Recipe, clusters,
            [.. settings[IdsSetting].Split(' ').Select(id => int.Parse(id, System.Globalization.CultureInfo.InvariantCulture))], settings[NamesSetting].Split('|'));
    }
}
