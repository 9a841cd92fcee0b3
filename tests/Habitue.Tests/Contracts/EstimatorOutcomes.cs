namespace Habitue.Tests.Contracts;

/// <summary>
/// What each algorithm documents for odd data: "fine" (answers without a missing value), "holes" (answers with
/// missing values where the data had them), or a word of the error's message. One line per algorithm: a new one
/// without a line here fails.
/// </summary>
internal static class EstimatorOutcomes
{
    public static readonly Dictionary<string, string> MissingValue = new()
    {
        ["min-max scaling"] = "holes",
        ["standard scaling"] = "holes",
        ["logarithm"] = "holes",
        ["one-hot encoding"] = "fine",
        ["label (ordinal) encoding"] = "holes",
        ["k-means"] = "'c1' has a missing value in row 3",
        ["k-means with the number of clusters chosen by silhouette"] = "'c1' has a missing value in row 3",
        ["principal components"] = "'c1' has a missing value in row 3",
        ["chain to a clusterer"] = "'c1' has a missing value in row 3",
        ["chain to a transformer"] = "'c1' has a missing value in row 3",
    };

    public static readonly Dictionary<string, string> NoRows = new()
    {
        ["min-max scaling"] = "MinMaxScaler needs at least 1 row; there are 0",
        ["standard scaling"] = "StandardScaler needs at least 1 row; there are 0",
        ["logarithm"] = "fine",
        ["one-hot encoding"] = "fine",
        ["label (ordinal) encoding"] = "fine",
        ["k-means"] = "KMeans needs at least 1 row; there are 0",
        ["k-means with the number of clusters chosen by silhouette"] = "KMeansSweep needs at least 3 rows; there are 0",
        ["principal components"] = "Pca needs at least 2 rows; there are 0",
        ["chain to a clusterer"] = "MinMaxScaler needs at least 1 row; there are 0",
        ["chain to a transformer"] = "StandardScaler needs at least 1 row; there are 0",
    };

    public static readonly Dictionary<string, string> OneRow = new()
    {
        ["min-max scaling"] = "fine",
        ["standard scaling"] = "fine",
        ["logarithm"] = "fine",
        ["one-hot encoding"] = "fine",
        ["label (ordinal) encoding"] = "fine",
        ["k-means"] = "KMeans.Clusters is 8, but there is only 1 row to divide",
        ["k-means with the number of clusters chosen by silhouette"] = "KMeansSweep needs at least 3 rows; there is 1",
        ["principal components"] = "Pca needs at least 2 rows; there is 1",
        ["chain to a clusterer"] = "KMeans.Clusters is 8, but there is only 1 row to divide",
        ["chain to a transformer"] = "Pca needs at least 2 rows; there is 1",
    };

    public static readonly Dictionary<string, string> Constant = new()
    {
        ["min-max scaling"] = "fine",
        ["standard scaling"] = "fine",
        ["logarithm"] = "fine",
        ["one-hot encoding"] = "fine",
        ["label (ordinal) encoding"] = "fine",
        ["k-means"] = "fine",
        ["k-means with the number of clusters chosen by silhouette"] = "fine",
        ["principal components"] = "fine",
        ["chain to a clusterer"] = "fine",
        ["chain to a transformer"] = "fine",
    };
}
