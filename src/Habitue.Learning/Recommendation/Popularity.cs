using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Recommendation;

/// <summary>
/// The items that most users took, the same for everybody: the yardstick for every other recommender, and what to fall back
/// on for users of whom nothing is known. Not for the long tail, which it never shows.
/// <code>
/// var model = new Popularity().Fit(bought);
/// Recommended[] best = model.RecommendForBasket([], 10);
/// </code>
/// At least one pair is needed. Cost: one look at each pair; memory: 8 bytes per item.
/// Source: Cremonesi, Koren and Turrin, "Performance of recommender algorithms on top-n recommendation tasks" (2010), section 3.1.
/// </summary>
public sealed record Popularity : IEstimator<Interactions, PopularityModel>
{
    /// <summary>Whether the values are added up (how much was sold) instead of counting the users who took an item.</summary>
    public bool ByValue { get; init; }

    /// <inheritdoc/>
    public PopularityModel Fit(Interactions data, FitRun run = default)
    {
        Settings.Check(this);
        ArgumentNullException.ThrowIfNull(data);
        data.Check(nameof(Popularity));
        run.Cancel.ThrowIfCancellationRequested();
        var popularity = new double[data.Items.Count];
        for (var i = 0; i < data.Values.Count; i++) popularity[data.Values.Indices[i]] += ByValue ? data.Values.Values[i] : 1;
        run.Progress?.Report(1);
        return PopularityModel.Of(this, data, popularity);
    }
}
