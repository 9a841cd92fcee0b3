namespace Habitue.Tests.Contracts.Outcomes;

internal static class ClusteringOutcomes
{
    public static readonly Dictionary<string, EstimatorOutcome> All = new()
    {
        ["k-means"] = new(MissingValue: "'c1' has a missing value in row 3", NoRows: "KMeans needs at least 1 row; there are 0", OneRow: "KMeans.Clusters is 8, but there is only 1 row to divide", Constant: "fine"),
        ["k-means with the number of clusters chosen by silhouette"] = new(MissingValue: "'c1' has a missing value in row 3", NoRows: "KMeansSweep needs at least 3 rows; there are 0", OneRow: "KMeansSweep needs at least 3 rows; there is 1", Constant: "fine"),
        ["agglomerative clustering by Ward"] = new(MissingValue: "'c1' has a missing value in row 3", NoRows: "Agglomerative needs at least 1 row; there are 0", OneRow: "Agglomerative.Clusters is 2, but there is only 1 row to divide", Constant: "fine"),
        ["density-based clustering (DBSCAN)"] = new(MissingValue: "'c1' has a missing value in row 3", NoRows: "Dbscan needs at least 1 row; there are 0", OneRow: "fine", Constant: "fine"),
        ["Gaussian mixture"] = new(MissingValue: "'c1' has a missing value in row 3", NoRows: "GaussianMixture needs at least 1 row; there are 0", OneRow: "GaussianMixture.Clusters is 3, but there is only 1 row to divide", Constant: "fine"),
        ["k-means in small batches"] = new(MissingValue: "'c1' has a missing value in row 3", NoRows: "MiniBatchKMeans needs at least 1 row; there are 0", OneRow: "MiniBatchKMeans.Clusters is 8, but there is only 1 row", Constant: "fine"),
    };
}
