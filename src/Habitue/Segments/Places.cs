using Habitue.Learning.Data;

namespace Habitue.Segments;

/// <summary>Where the typical (median) customer of each cluster stands among all customers, feature by feature.</summary>
internal static class Places
{
    public static ClusterProfile[] Of(Matrix features, ValueClustering clustering)
    {
        var recency = Column(features, clustering, "recency_days");
        var frequency = Column(features, clustering, "frequency");
        var monetary = Column(features, clustering, "monetary");
        var tenure = features.Columns.Contains("tenure_days") ? Column(features, clustering, "tenure_days") : Enumerable.Repeat(1.0, clustering.Clusters).ToArray();
        return [.. Enumerable.Range(0, clustering.Clusters).Select(cluster => new ClusterProfile(recency[cluster], frequency[cluster], monetary[cluster], tenure[cluster]))];
    }

    /// <summary>The median of the members' ranks, ties sharing the middle of theirs, as a share of all.</summary>
    private static double[] Column(Matrix features, ValueClustering clustering, string name)
    {
        var values = features.Column(name);
        var order = Enumerable.Range(0, values.Length).ToArray();
        Array.Sort(values, order);
        var ranks = new double[values.Length];
        for (var start = 0; start < values.Length;)
        {
            var end = start;
            while (end < values.Length && values[end].Equals(values[start])) end++;
            for (var i = start; i < end; i++) ranks[order[i]] = (start + end - 1) / 2.0 / Math.Max(1, values.Length - 1);
            start = end;
        }
        var members = new List<double>[clustering.Clusters];
        for (var cluster = 0; cluster < members.Length; cluster++) members[cluster] = [];
        for (var row = 0; row < ranks.Length; row++) members[clustering.Labels[row]].Add(ranks[row]);
        return Array.ConvertAll(members, Median);
    }

    private static double Median(List<double> values)
    {
        if (values.Count == 0) return 0;
        values.Sort();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }
}
