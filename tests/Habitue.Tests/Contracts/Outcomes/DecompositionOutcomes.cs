namespace Habitue.Tests.Contracts.Outcomes;

internal static class DecompositionOutcomes
{
    public static readonly Dictionary<string, EstimatorOutcome> All = new()
    {
        ["principal components"] = new(MissingValue: "'c1' has a missing value in row 3", NoRows: "Pca needs at least 2 rows; there are 0", OneRow: "Pca needs at least 2 rows; there is 1", Constant: "fine"),
        ["truncated singular values of a sparse matrix"] = new(MissingValue: "", NoRows: "TruncatedSvd needs at least 1 row", OneRow: "TruncatedSvd.Components is 2, but a matrix of 1 x 30 has only 1", Constant: "fine"),
    };
}
