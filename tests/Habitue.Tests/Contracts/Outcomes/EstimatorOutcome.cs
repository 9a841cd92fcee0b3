namespace Habitue.Tests.Contracts.Outcomes;

/// <summary>
/// What an algorithm documents for odd data: "fine" (answers without a missing value), "holes" (answers with missing
/// values where the data had them), or words of the error's message.
/// </summary>
/// <param name="MissingValue">Row 3 has no value in column c1.</param>
/// <param name="NoRows">There are no rows.</param>
/// <param name="OneRow">There is one row.</param>
/// <param name="Constant">Forty rows are all the same.</param>
internal sealed record EstimatorOutcome(string MissingValue, string NoRows, string OneRow, string Constant)
{
    /// <summary>Each part of the library lists its own; an algorithm without a line fails the laws.</summary>
    public static EstimatorOutcome Of(string algorithm) =>
        Lists.Select(list => list.GetValueOrDefault(algorithm)).FirstOrDefault(outcome => outcome is not null)
        ?? throw new KeyNotFoundException($"'{algorithm}' has no line that says what it does with odd data.");

    private static IEnumerable<Dictionary<string, EstimatorOutcome>> Lists =>
    [
        PreprocessingOutcomes.All,
        ClusteringOutcomes.All,
        DecompositionOutcomes.All,
        LifetimeOutcomes.All,
        ForecastingOutcomes.All,
        RecommendationOutcomes.All,
        LinearOutcomes.All,
        TreesOutcomes.All,
        NeuralOutcomes.All,
        PatternsOutcomes.All,
        EvaluationOutcomes.All,
        ExperimentsOutcomes.All,
        BaselinesOutcomes.All,
        ChainsOutcomes.All,
    ];
}
