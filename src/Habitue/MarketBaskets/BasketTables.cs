namespace Habitue.MarketBaskets;

/// <summary>What others may read of this slice.</summary>
internal static class BasketTables
{
    /// <summary>One row per rule "who buys these buys that too", the most telling first.</summary>
    public const string Rules = "basket_rules";

    /// <summary>One row per set of products that lie together in many baskets.</summary>
    public const string Itemsets = "basket_itemsets";

    /// <summary>One row per set of products worth a common offer.</summary>
    public const string Bundles = "bundles";

    /// <summary>One row per product and each of the up to ten products that go with it best.</summary>
    public const string Together = "product_together";

    /// <summary>One row per pair of products in the network of what goes together, with the group of either.</summary>
    public const string Affinity = "product_affinity";

    /// <summary>One row: how many baskets were read, the thresholds, and what came of each step.</summary>
    public const string Summary = "basket_summary";

    public static IReadOnlyList<string> All { get; } = [Rules, Itemsets, Bundles, Together, Affinity, Summary];
}
