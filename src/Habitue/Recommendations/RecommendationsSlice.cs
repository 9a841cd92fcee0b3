using Habitue.Insights;

namespace Habitue.Recommendations;

/// <summary>What each customer is likely to buy next, and why.</summary>
internal static class RecommendationsSlice
{
    public static Slice Slice { get; } = new("recommendations", "what each customer is likely to buy next, and why", RecommendationsTraining.Train)
    {
        Score = RecommendationsTraining.Score,
        Watches = Consent.Watched,
        Lineage =
        [
            .. from table in (string[])[RecommendationTables.Recommendations, RecommendationTables.Similar, RecommendationTables.Repeats, RecommendationTables.Starters, RecommendationTables.Quality]
               select new Lake.Storage.LineageEdge("order_lines", table),
            new("products", RecommendationTables.Recommendations), new("customers", RecommendationTables.Recommendations), new("profiles", RecommendationTables.Recommendations),
            new("events", RecommendationTables.Recommendations), new("customers", RecommendationTables.LeftOut), new("profiles", RecommendationTables.LeftOut), new("events", RecommendationTables.LeftOut), new("customer_segments", RecommendationTables.Recommendations), new("customer_segments", RecommendationTables.Starters),
        ],
    };
}
