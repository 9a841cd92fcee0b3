using System.Globalization;
using Habitue.Server.Web;

namespace Habitue.Segments;

/// <summary>Where the middle customer of a segment stands among all customers in one habit: place 0 is the least, 1 the most.</summary>
internal sealed record SegmentHabit(int Cluster, string Feature, string Unit, double Place, double Median, double All);

/// <summary>What sets segments apart. Of many customers a sample is asked, the same each time.</summary>
internal static class SegmentHabits
{
    public const int MostAsked = 20_000;

    /// <summary>Conditions name numbers to the fourth decimal, rounded so that the middle customer is in.</summary>
    private const double Fine = 10_000;

    private static readonly string[] Habits = ["recency_days", "frequency", "monetary", "average_order_value", "days_since_first_order", "average_unit_price", "distinct_products", "returns_rate", "discount_share", "sessions_90d", "minutes_on_site", "cart_abandonment_rate", "mobile_share", "weekend_share"];

    /// <summary>The customers of a segment whose habit is at least as strong as that of its middle one; as weak, where the segment stands below the others.</summary>
    public static string Beyond(PageView view, SegmentHabit habit)
    {
        var (sign, bound) = habit.Place >= 0.5 ? (">=", Math.Floor(habit.Median * Fine) / Fine) : ("<=", Math.Ceiling(habit.Median * Fine) / Fine);
        return view.To("/segments/chosen", ("segment", $"{habit.Cluster}"), ("rule", string.Create(CultureInfo.InvariantCulture, $"{habit.Feature} {sign} {bound:0.####}")));
    }

    /// <summary>Every segment and habit that is known.</summary>
    public static IReadOnlyList<SegmentHabit> Read(PageView view)
    {
        var known = view.Warehouse.Rows<string>("SELECT column_name FROM information_schema.columns WHERE table_name = 'customer_features'").ToHashSet();
        var units = Lake.Features.FeatureCatalogue.All.ToDictionary(feature => feature.Name, feature => feature.Unit);
        var names = Habits.Where(known.Contains).ToArray();
        if (names.Length == 0) return [];
        // All habits of a customer are read once; each is then a column of its own.
        var asked = $"SELECT s.cluster, {string.Join(", ", names.Select(name => $"CAST(f.{name} AS DOUBLE) AS {name}"))} FROM (SELECT customer_id, cluster FROM customer_segments WHERE cluster IS NOT NULL ORDER BY hash(customer_id) LIMIT {MostAsked}) s JOIN customer_features f ON f.customer_id = s.customer_id";
        var parts = names.Select(name => $"""
            SELECT cluster, '{name}' AS feature, '{units.GetValueOrDefault(name, "")}' AS unit, median(place) AS place, median(x) AS median, ANY_VALUE(middle) AS "all"
            FROM (SELECT cluster, {name} AS x, PERCENT_RANK() OVER (ORDER BY {name}) / 2 + (1 - PERCENT_RANK() OVER (ORDER BY {name} DESC)) / 2 AS place, median({name}) OVER () AS middle FROM asked WHERE {name} IS NOT NULL)
            GROUP BY cluster
            """);
        return view.Warehouse.Rows<SegmentHabit>($"WITH asked AS MATERIALIZED ({asked}) SELECT * FROM ({string.Join(" UNION ALL ", parts)}) ORDER BY cluster, ABS(place - 0.5) DESC, feature");
    }
}
