namespace Habitue.Tests.Contracts.Outcomes;

internal static class ChainsOutcomes
{
    public static readonly Dictionary<string, EstimatorOutcome> All = new()
    {
        ["chain to a clusterer"] = new(MissingValue: "'c1' has a missing value in row 3", NoRows: "MinMaxScaler needs at least 1 row; there are 0", OneRow: "KMeans.Clusters is 8, but there is only 1 row to divide", Constant: "fine"),
        ["chain to a transformer"] = new(MissingValue: "'c1' has a missing value in row 3", NoRows: "StandardScaler needs at least 1 row; there are 0", OneRow: "Pca needs at least 2 rows; there is 1", Constant: "fine"),
        ["chain to a classifier"] = new(MissingValue: "fine", NoRows: "StandardScaler needs at least 1 row; there are 0", OneRow: "ClassShares needs rows of at least two classes", Constant: "fine"),
        ["chain to a regressor"] = new(MissingValue: "fine", NoRows: "StandardScaler needs at least 1 row; there are 0", OneRow: "fine", Constant: "fine"),
        ["chain from a frame to a transformer"] = new(MissingValue: "fine", NoRows: "FrameEncoder needs at least 1 row; there are 0", OneRow: "Pca needs at least 2 rows; there is 1", Constant: "fine"),
        ["chain from a frame to a clusterer"] = new(MissingValue: "fine", NoRows: "FrameEncoder needs at least 1 row; there are 0", OneRow: "KMeans.Clusters is 8, but there is only 1 row to divide", Constant: "fine"),
        ["chain from a frame to a classifier"] = new(MissingValue: "fine", NoRows: "FrameEncoder needs at least 1 row; there are 0", OneRow: "ClassShares needs rows of at least two classes", Constant: "fine"),
        ["chain from a frame to a regressor"] = new(MissingValue: "fine", NoRows: "FrameEncoder needs at least 1 row; there are 0", OneRow: "fine", Constant: "fine"),
    };
}
