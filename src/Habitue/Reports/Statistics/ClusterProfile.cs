using Habitue.Reports.Page;

namespace Habitue.Reports.Statistics;

/// <summary>
/// How the members of each cluster stand among all customers: the mean of their places in each feature, from 0
/// (lowest of all) to 100, and their median. Places, not values, because a few very large customers would
/// otherwise hide everyone else.
/// </summary>
internal sealed class ClusterProfile
{
    private ClusterProfile(FeatureColumn feature, double[] places, double[] medians, double separation) =>
        (Feature, Places, Medians, Separation) = (feature, places, medians, separation);

    public FeatureColumn Feature { get; }

    /// <summary>The mean place of each cluster's members, by the index of the cluster.</summary>
    public double[] Places { get; }

    public double[] Medians { get; }

    /// <summary>The variance of the clusters' mean places, weighted by their sizes.</summary>
    public double Separation { get; }

    /// <summary>The features in which the clusters differ most, at most <paramref name="most"/>, none twice under two names.</summary>
    public static List<ClusterProfile> Telling(FeatureTable table, long[] clusters, int most)
    {
        var members = Array.ConvertAll(table.Clusters, cluster => Array.IndexOf(clusters, cluster));
        var profiles = Array.ConvertAll(table.Varying, feature => Of(feature, members, clusters.Length));
        var chosen = new List<int>();
        foreach (var i in Enumerable.Range(0, profiles.Length).OrderByDescending(i => profiles[i].Separation))
            if (chosen.Count < most && profiles[i].Separation > 0 && !table.Correlations.Repeats(i, chosen, Correlations.Alike)) chosen.Add(i);
        return chosen.ConvertAll(i => profiles[i]);
    }

    private static ClusterProfile Of(FeatureColumn feature, int[] members, int clusters)
    {
        var (order, sorted) = (feature.Order, feature.Sorted);
        var (places, counts) = (new double[clusters], new int[clusters]);
        var values = new List<double>[clusters];
        for (var c = 0; c < clusters; c++) values[c] = [];
        for (var start = 0; start < order.Length;)
        {
            var end = start;
            while (end < order.Length && sorted[end] == sorted[start]) end++;
            var place = 100 * ((start + end - 1) / 2.0) / Math.Max(1, order.Length - 1);
            for (; start < end; start++)
                if (members[order[start]] is >= 0 and var member)
                {
                    places[member] += place;
                    counts[member]++;
                    values[member].Add(sorted[start]);
                }
        }
        for (var c = 0; c < clusters; c++) places[c] = counts[c] == 0 ? double.NaN : places[c] / counts[c];
        var all = Math.Max(1, counts.Sum());
        var mean = Enumerable.Range(0, clusters).Sum(c => counts[c] == 0 ? 0 : places[c] * counts[c]) / all;
        var separation = Enumerable.Range(0, clusters).Sum(c => counts[c] == 0 ? 0 : counts[c] * (places[c] - mean) * (places[c] - mean)) / all;
        return new ClusterProfile(feature, places, Array.ConvertAll(values, Median), separation);
    }

    private static double Median(List<double> sorted) => sorted.Count == 0 ? double.NaN : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
}
