namespace Habitue.Tests.Learning.Models.Frozen;

/// <summary>A model as it was once saved, one of every version of every kind. None is ever changed; a new version gets a new entry.</summary>
/// <param name="Kind">Its kind and version.</param>
/// <param name="Answers">What it says of the data of <see cref="FrozenModelTests"/>.</param>
/// <param name="Saved">The file, in base 64.</param>
internal sealed record FrozenModel(string Kind, float[] Answers, string Saved)
{
    /// <summary>Each part of the library keeps its own.</summary>
    public static IReadOnlyList<FrozenModel> All =>
    [
        .. Preprocessing.All,
        .. Clustering.All,
        .. Decomposition.All,
        .. Lifetime.All,
        .. Forecasting.All,
        .. Recommendation.All,
        .. Linear.All,
        .. Trees.All,
        .. Neural.All,
        .. Patterns.All,
        .. Evaluation.All,
        .. Experiments.All,
        .. Baselines.All,
        .. Chains.All,
    ];
}
