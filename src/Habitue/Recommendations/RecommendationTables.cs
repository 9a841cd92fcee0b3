namespace Habitue.Recommendations;

/// <summary>What others may read of this slice.</summary>
internal static class RecommendationTables
{
    /// <summary>One row per customer and place: a product, its score, why, and which part of the model said it.</summary>
    public const string Recommendations = "recommendations";

    /// <summary>One row per product and place: a product that is like it or goes with it, and why.</summary>
    public const string Similar = "product_similar";

    /// <summary>One row per product that was bought: how many of its buyers came back for it, and after how many days.</summary>
    public const string Repeats = "product_repeats";

    /// <summary>One row per context (everywhere, a country, a segment) and place: what to show to somebody of whom nothing else is known.</summary>
    public const string Starters = "recommendation_starters";

    /// <summary>One row per model, set of purchases and measure, with its interval: how well each would have foretold the last weeks.</summary>
    public const string Quality = "recommendation_quality";

    /// <summary>One row per customer to whom nothing may be recommended, and why.</summary>
    public const string LeftOut = "recommendation_left_out";

    /// <summary>How many products each customer is recommended.</summary>
    public const int Places = 10;

    /// <summary>When fewer of these are new to the customer, further places bring them to so many.</summary>
    public const int FewestNew = 5;
}
