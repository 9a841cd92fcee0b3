namespace Habitue.Segments;

/// <summary>How a cluster's typical customer stands among all customers: places from 0 (least) to 1 (most).</summary>
internal sealed record ClusterProfile(double Recency, double Frequency, double Monetary, double Tenure);

/// <summary>
/// Names that a marketer understands: how much these customers are worth, and whether they are new, active or leaving.
/// Each name is given once; where two clusters are alike, the one with more orders is called frequent, the other occasional.
/// </summary>
internal static class SegmentNames
{
    private const double High = 0.72, Low = 0.38, Away = 0.66, Young = 0.25;

    public static string[] Of(IReadOnlyList<ClusterProfile> clusters)
    {
        if (clusters.Count == 1) return ["All customers"];
        var names = clusters.Select(Name).ToArray();
        foreach (var same in Enumerable.Range(0, names.Length).GroupBy(i => names[i]).Where(group => group.Count() > 1).ToArray())
        {
            var byOrders = same.OrderByDescending(i => clusters[i].Frequency).ThenByDescending(i => clusters[i].Monetary).ToArray();
            for (var place = 0; place < byOrders.Length; place++)
                names[byOrders[place]] = $"{same.Key}, {Habit(place, byOrders.Length)}";
        }
        return names;
    }

    private static string Name(ClusterProfile typical)
    {
        var value = typical.Monetary >= High ? "High value" : typical.Monetary >= Low ? "Medium value" : "Low value";
        var state = typical.Recency >= Away ? typical.Monetary >= High ? "lapsing" : "lapsed"
            : typical.Tenure <= Young ? "new"
            : "active";
        return $"{value}, {state}";
    }

    private static string Habit(int place, int of) => (place, of) switch
    {
        (0, _) => "frequent",
        (1, 2) => "occasional",
        _ when place == of - 1 => "rare",
        _ => of == 3 ? "occasional" : $"occasional {place}",
    };
}
