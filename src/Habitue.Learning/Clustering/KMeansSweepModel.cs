using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Clustering;

/// <summary>The best of the fits of a <see cref="KMeansSweep"/>, and how all of them did.</summary>
public sealed class KMeansSweepModel : IClusterer, IModel<KMeansSweepModel>
{
    private KMeansSweepModel(ModelCard card, KMeansModel best, IReadOnlyList<SweepCandidate> candidates) =>
        (Card, Best, Candidates) = (card, best, candidates);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("k-means-sweep", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>The fit with the largest silhouette.</summary>
    public KMeansModel Best { get; }

    /// <summary>Every number of clusters that was tried, in rising order.</summary>
    public IReadOnlyList<SweepCandidate> Candidates { get; }

    /// <summary>The mean silhouette of the best.</summary>
    public double Silhouette => Card.Figures["silhouette"];

    /// <inheritdoc/>
    public int Clusters => Best.Clusters;

    /// <inheritdoc/>
    public void Assign(Matrix x, Span<int> into) => Best.Assign(x, into);

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("best", Best);
        to.Write("clusters", Candidates.Select(candidate => candidate.Clusters).ToArray());
        to.Write("inertia", Candidates.Select(candidate => candidate.Inertia).ToArray());
        to.Write("silhouette", Candidates.Select(candidate => candidate.Silhouette).ToArray());
    }

    /// <inheritdoc/>
    public static KMeansSweepModel Load(ModelReader from)
    {
        var clusters = from.Integers("clusters");
        var (inertia, silhouette) = (from.Doubles("inertia", clusters.Length), from.Doubles("silhouette", clusters.Length));
        var candidates = clusters.Select((k, i) => new SweepCandidate(k, inertia[i], silhouette[i])).ToArray();
        var best = from.Model("best") as KMeansModel ?? throw new InvalidDataException("The sweep's best model is not a k-means model.");
        return new KMeansSweepModel(from.Card, best, candidates);
    }

    internal static KMeansSweepModel Of(KMeansSweep recipe, Matrix data, KMeansModel best, double silhouette, IReadOnlyList<SweepCandidate> candidates)
    {
        var card = ModelCard.Of(Format, recipe, data, ("clusters", best.Clusters), ("inertia", best.Inertia), ("silhouette", silhouette));
        return new KMeansSweepModel(card, best, candidates);
    }
}
