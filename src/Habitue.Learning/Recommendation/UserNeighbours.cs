using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Recommendation;

/// <summary>
/// "Customers like you took": for each user the users who took the same items, and then what these took. For few users
/// and many items. Not where users come and go every day: their neighbours are found at the fit (a basket's when it is
/// asked for).
/// <code>
/// var model = new UserNeighbours { Neighbours = 50 }.Fit(bought);
/// Recommended[] next = model.Recommend("ann", 10);
/// </code>
/// At least one pair is needed; <see cref="Similarity.TfIdf"/> and <see cref="Similarity.Bm25"/> refuse values below 0;
/// only similarities above 0 are kept. A user with whom nobody shares an item gets the score 0 for everything.
/// Cost: for each item the square of the number of its users, and users² comparisons; memory: 8 bytes per neighbour.
/// Source: Resnick et al., "GroupLens" (1994), with counts instead of ratings; similarities as in <see cref="ItemNeighbours"/>.
/// </summary>
public sealed record UserNeighbours : IEstimator<Interactions, UserNeighboursModel>
{
    /// <summary>How alike two users are.</summary>
    public Similarity Similarity { get; init; } = Similarity.Cosine;

    /// <summary>How many of the most similar users each user listens to.</summary>
    [Range(1, 100_000)]
    public int Neighbours { get; init; } = 50;

    /// <summary>For BM25: how soon more of the same stops to count; 0 means at once.</summary>
    [Range(0.0, 1000.0)]
    public double K1 { get; init; } = 1.2;

    /// <summary>For BM25: how much users who took much are held back, from 0 (not at all) to 1.</summary>
    [Range(0.0, 1.0)]
    public double B { get; init; } = 0.75;

    /// <inheritdoc/>
    public UserNeighboursModel Fit(Interactions data, FitRun run = default)
    {
        Settings.Check(this);
        ArgumentNullException.ThrowIfNull(data);
        data.Check(nameof(UserNeighbours), Similarity is Similarity.TfIdf or Similarity.Bm25 ? 0 : double.NegativeInfinity);
        var weighting = Weighting.Of(data.Values, Similarity, K1, B);
        var nearest = NearestRows.Of(data.Values, weighting, Neighbours, run);
        return UserNeighboursModel.Of(this, data, weighting, nearest);
    }
}
