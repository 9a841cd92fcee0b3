using Habitue.Learning.Clustering;
using Habitue.Learning.Data;

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

        Bounded(64),
        Bounded(256),

        new("kmeans_scores", "k-means, 10,000,000 rows x 15 scored by 8 centres, to be within 1,000 ms", 0,
            inputs =>
            {
                var rows = inputs.Matrix("kmeans_x");
                var (model, into) = (new KMeans { Clusters = 8, InitialCentres = inputs.Matrix("kmeans_init8"), MaxIterations = 5 }.Fit(rows), new int[rows.Rows]);
                return () =>
                {
                    for (var done = 0; done < 10_000_000; done += rows.Rows) model.Assign(rows, into);
                    return into;
                };
            },
            (_, labels) => new() { ["clusters"] = ((int[])labels).Distinct().Count() }),

        new("dbscan", "DBSCAN, 20,000 x 4, eps 0.1, 10 points, two jobs", 5.0,
            inputs =>
            {
                var rows = inputs.Matrix("dbscan_x");
                return () => new Dbscan { Radius = 0.1, MinRows = 10 }.Fit(rows);
            },
            (_, model) => new()
            {
                ["clusters"] = ((DbscanModel)model).Clusters, ["noise"] = ((DbscanModel)model).Card.Figures["noise"], ["core"] = ((DbscanModel)model).Cores.Rows,
            },
            PeerVariant.Sklearn("dbscan", 1)),

        new("ward", "Ward, 10,000 x 8, cut at 6", 10.0,
            inputs =>
            {
                var rows = inputs.Matrix("ward_x");
                return () => new Agglomerative { Linkage = Linkage.Ward, Clusters = 6 }.Fit(rows);
            },
            (inputs, model) => new() { ["sse"] = SumOfSquares(inputs.Matrix("ward_x"), ((AgglomerativeModel)model).Labels()) },
            PeerVariant.Sklearn("ward")),
    ];

    /// <summary>Many clusters and many iterations, where k-means keeps bounds instead of measuring every distance.</summary>
    private static LearningTask Bounded(int clusters) => new($"kmeans_{clusters}", $"k-means, 500,000 x 15, k {clusters}, fixed first centres, 100 iterations", 0,
        inputs =>
        {
            var rows = inputs.Matrix("kmeans_x");
            var first = rows.Take([.. Enumerable.Range(0, clusters).Select(c => c * 1_000)]);
            return () => new KMeans { Clusters = clusters, InitialCentres = first, MaxIterations = 100, Tolerance = 0 }.Fit(rows);
        },
        (_, model) => new() { ["inertia_float64"] = ((KMeansModel)model).Inertia, ["iterations"] = ((KMeansModel)model).Iterations });

    /// <summary>The sum of the squared distances of the rows to the means of their clusters.</summary>
    private static double SumOfSquares(Matrix rows, int[] labels)
    {
        var total = 0.0;
        foreach (var cluster in labels.Index().GroupBy(row => row.Item, row => row.Index))
        {
            for (var c = 0; c < rows.Columns.Count; c++)
            {
                var mean = cluster.Average(row => (double)rows[row, c]);
                total += cluster.Sum(row => (rows[row, c] - mean) * (rows[row, c] - mean));
            }
        }

        return total;
    }
}
