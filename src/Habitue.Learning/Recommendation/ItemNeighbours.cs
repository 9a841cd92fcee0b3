using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Recommendation;

/// <summary>
/// "Who took this also took that": for each item the items that the same users took, and for a user the sum over what
/// they have. Fast, easy to explain, at its best with many users and few items. Not for items that hardly anybody took,
/// and it never goes beyond what was taken together; <see cref="ImplicitAls"/> does.
/// <code>
/// var model = new ItemNeighbours { Neighbours = 20 }.Fit(bought);
/// Recommended[] next = model.Recommend("ann", 10);
/// Recommended[] alike = model.SimilarItems("tea", 5);
/// </code>
/// At least one pair is needed. Values are counts or amounts; <see cref="Similarity.TfIdf"/> and
/// <see cref="Similarity.Bm25"/> refuse values below 0; only similarities above 0 are kept. Of an item that nobody took
/// with another one there are no neighbours, and a user without items gets the score 0 for everything.
/// Cost: for each user the square of the number of their items, and items² comparisons; memory: 8 bytes per neighbour.
/// Source: Sarwar et al., "Item-based collaborative filtering recommendation algorithms" (2001); Deshpande and Karypis (2004).
/// </summary>
public sealed record ItemNeighbours : IEstimator<Interactions, ItemNeighboursModel>
{
    /// <summary>How alike two items are.</summary>
    public Similarity Similarity { get; init; } = Similarity.Cosine;

    /// <summary>How many of the most similar items each item keeps.</summary>
    [Range(1, 100_000)]
    public int Neighbours { get; init; } = 20;

    /// <summary>For BM25: how soon more of the same stops to count; 0 means at once.</summary>
    [Range(0.0, 1000.0)]
    public double K1 { get; init; } = 1.2;

    /// <summary>For BM25: how much items that many took are held back, from 0 (not at all) to 1.</summary>
    [Range(0.0, 1.0)]
    public double B { get; init; } = 0.75;

    /// <inheritdoc/>
    public ItemNeighboursModel Fit(Interactions data, FitRun run = default)
    {
        Settings.Check(this);
        ArgumentNullException.ThrowIfNull(data);
        data.Check(nameof(ItemNeighbours), Similarity is Similarity.TfIdf or Similarity.Bm25 ? 0 : double.NegativeInfinity);
        var documents = data.Values.Transpose();
        var nearest = NearestRows.Of(documents, Weighting.Of(documents, Similarity, K1, B), Neighbours, run);
        return ItemNeighboursModel.Of(this, data, nearest);
    }
}
