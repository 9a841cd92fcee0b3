using Habitue.Learning.Clustering;

namespace Habitue.Bench.Learning;

internal static class ClusteringTasks
{
    public static LearningTask[] All =>
    [
        new("kmeans", "k-means, 500,000 x 15, k 8, fixed first centres, 25 iterations", 3.0,
            inputs =>
            {
                var (rows, first) = (inputs.Matrix("kmeans_x"), inputs.Matrix("kmeans_init8"));
                return () => new KMeans { Clusters = 8, InitialCentres = first, MaxIterations = 25, Tolerance = 0 }.Fit(rows);
            },
            (_, model) => new() { ["inertia_float64"] = ((KMeansModel)model).Inertia, ["iterations"] = ((KMeansModel)model).Iterations },
            PeerVariant.Sklearn("kmeans")),
    ];
}
