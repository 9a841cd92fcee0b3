using Habitue.Learning;
using Habitue.Learning.Clustering;
using Habitue.Learning.Data;
using Habitue.Learning.Preprocessing;

namespace Habitue.Segments;

/// <summary>
/// Divides customers by recency, frequency and money: K-Means on values scaled to [0, 1], with the number of clusters
/// between 2 and 10 that the silhouette likes best. The largest values are capped first, since one wholesale customer
/// would otherwise press all others into one corner.
/// </summary>
internal static class ValueClusters
{
    public static readonly string[] Columns = ["recency_days", "frequency", "monetary"];

    /// <summary>Fewer customers than this are one group; nothing can be compared.</summary>
    public const int FewestCustomers = 10;

    /// <summary>Values beyond this share of the customers count as the value there.</summary>
    private const double CapAt = 0.95;

    public static ValueClustering Of(Matrix rfm, Seed seed, FitRun run)
    {
        if (rfm.Rows < FewestCustomers) return new ValueClustering(new int[rfm.Rows], 1, double.NaN, []);
        var capped = Capped(rfm);
        var scaled = new MinMaxScaler().Fit(capped, run).Transform(capped);
        var sweep = new KMeansSweep { From = 2, To = 10, Each = new KMeans { Seed = seed, Starts = 10 }, Silhouette = new Silhouette { Seed = seed, SampleRows = 5000 } }.Fit(scaled, run);
        if (sweep.Silhouette <= 0) return new ValueClustering(new int[rfm.Rows], 1, sweep.Silhouette, sweep.Candidates);   // nothing is separated
        return new ValueClustering(sweep.Assign(scaled), sweep.Clusters, sweep.Silhouette, sweep.Candidates);
    }

    private static Matrix Capped(Matrix rfm)
    {
        var result = rfm.Select(Columns);
        for (var column = 0; column < Columns.Length; column++)
        {
            var sorted = result.Column(column);
            Array.Sort(sorted);
            var most = sorted[(int)((sorted.Length - 1) * CapAt)];
            for (var row = 0; row < result.Rows; row++) result[row, column] = MathF.Min(result[row, column], most);
        }
        return result;
    }
}

/// <summary>Which cluster each customer is in, and how well they are separated.</summary>
/// <param name="Silhouette">From -1 to 1; NaN when there were too few customers to divide.</param>
internal sealed record ValueClustering(int[] Labels, int Clusters, double Silhouette, IReadOnlyList<SweepCandidate> Tried);
