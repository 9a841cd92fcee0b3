namespace Habitue.Segments;

/// <summary>How a group's typical customer stands among all customers: places from 0 (least) to 1 (most), and how strong its habits are.</summary>
internal sealed record ClusterProfile(double Recency, double Frequency, double Monetary, double Tenure)
{
    /// <summary>The place by how late the next order is, measured by the customer's own rhythm.</summary>
    public double Overdue { get; init; }

    public Habit Discounts { get; init; }

    public Habit Abandonment { get; init; }

    public Habit Season { get; init; }
}

/// <summary>
/// Names that a marketer understands: how much these customers are worth, whether they are new, frequent, leaving or gone,
/// and the habit that sets them apart. Each name is given once; where two groups are alike, the one with more orders is
/// called more frequent.
/// </summary>
internal static class SegmentNames
{
    public const string One = "All customers";

    private const double High = 0.72, Low = 0.38, Away = 0.66, Late = 0.6, Young = 0.25, Often = 0.8;

    /// <summary>A habit names a group when it is this strong there, and so many times as strong as among all.</summary>
    private const double Strong = 0.3, Times = 1.5;

    public static string[] Of(IReadOnlyList<ClusterProfile> clusters)
    {
        if (clusters.Count == 1) return [One];
        var names = clusters.Select(Name).ToArray();
        foreach (var same in Enumerable.Range(0, names.Length).GroupBy(i => names[i]).Where(group => group.Count() > 1).ToArray())
        {
            var byOrders = same.OrderByDescending(i => clusters[i].Frequency).ThenByDescending(i => clusters[i].Monetary).ToArray();
            for (var place = 0; place < byOrders.Length; place++)
                names[byOrders[place]] = $"{same.Key}, {Order(place, byOrders.Length)}";
        }
        return names;
    }

    private static string Name(ClusterProfile typical)
    {
        var value = typical.Monetary >= High ? "High value" : typical.Monetary >= Low ? "Medium value" : "Low value";
        var habit = IsStrong(typical.Discounts) ? "discount-driven" : IsStrong(typical.Abandonment) ? "cart abandoners" : IsStrong(typical.Season) ? "seasonal" : null;
        var state = typical.Recency >= Away ? typical.Monetary >= High ? "churn-prone" : "lapsed"
            : typical.Recency >= 0.5 && typical.Overdue >= Late ? "churn-prone"
            : typical.Tenure <= Young ? "new"
            : typical.Frequency >= Often ? "frequent"
            : habit is null ? "active" : null;
        return string.Join(", ", new[] { value, state, habit }.OfType<string>());
    }

    private static bool IsStrong(Habit habit) => habit.Mean >= Strong && habit.Mean >= Times * habit.OfAll;

    private static string Order(int place, int of) => (place, of) switch
    {
        (0, _) => "more frequent",
        (1, 2) => "occasional",
        _ when place == of - 1 => "rare",
        _ => of == 3 ? "occasional" : $"occasional {place}",
    };
}
