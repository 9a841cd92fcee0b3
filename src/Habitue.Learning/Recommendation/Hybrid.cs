using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Recommendation;

/// <summary>How a <see cref="Hybrid"/> makes one score of several.</summary>
public enum Blend
{
    /// <summary>The weighted mean of the scores, each part's brought to the range from 0 to 1 first.</summary>
    Scores,

    /// <summary>
    /// The weighted mean of 1 / (<see cref="Hybrid.RankOffset"/> + rank): only the order counts, so that a part whose scores are
    /// bunched up counts like any other. It sorts all items. Source: Cormack, Clarke and Büttcher, "Reciprocal rank fusion outperforms
    /// Condorcet and individual rank learning methods" (2009).
    /// </summary>
    ReciprocalRanks,
}

/// <summary>One recommender of a <see cref="Hybrid"/>.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="Weight">How much it counts, above 0.</param>
public sealed record HybridPart(IEstimator<Interactions, IRecommender> Recipe, double Weight = 1);

/// <summary>
/// Several recommenders as one. Where a part knows nothing (it scores all items alike: a new user, a basket of new items), the
/// others have their say alone, so that even a stranger with an empty basket gets the most popular items. Not for a part that
/// is better than the others for everybody: then take that alone.
/// <code>
/// var model = new Hybrid { Parts = [new(new ItemNeighbours()), new(new ContentBased(), 0.5), new(new Popularity(), 0.1)] }.Fit(bought);
/// Recommended[] next = model.Recommend("ann", 10);
/// </code>
/// What the parts refuse, it refuses. For baskets, parts that cannot answer for strangers are left out. Cost and memory: those of its
/// parts, each of which saves the data anew.
/// Source: Burke, "Hybrid recommender systems" (2002), the weighted and the switching kind.
/// </summary>
public sealed record Hybrid : IEstimator<Interactions, HybridModel>
{
    /// <summary>The recommenders with their weights; at least one.</summary>
    public IReadOnlyList<HybridPart> Parts { get; init; } = [new(new ItemNeighbours()), new(new Popularity(), 0.1)];

    /// <summary>How one score is made of several.</summary>
    public Blend Blend { get; init; } = Blend.Scores;

    /// <summary>For reciprocal ranks: the higher, the less the first few places stand out.</summary>
    [Range(0.0, 1e6)]
    public double RankOffset { get; init; } = 60;

    /// <inheritdoc/>
    public HybridModel Fit(Interactions data, FitRun run = default)
    {
        Settings.Check(this);
        ArgumentNullException.ThrowIfNull(data);
        if (Parts.Count == 0) throw new SettingException(nameof(Hybrid), nameof(Parts), "is empty; name at least one recommender.");
        foreach (var part in Parts)
            if (!(part.Weight > 0) || !double.IsFinite(part.Weight)) throw new SettingException(nameof(Hybrid), nameof(Parts), $"has the weight {part.Weight}; weights are above 0 and finite.");
        var fitted = new IRecommender[Parts.Count];
        for (var i = 0; i < fitted.Length; i++) fitted[i] = Parts[i].Recipe.Fit(data, run.Part((double)i / fitted.Length, (i + 1.0) / fitted.Length));
        return HybridModel.Of(this, data, fitted);
    }
}
