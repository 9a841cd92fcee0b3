using Habitue.Insights;

namespace Habitue.MarketBaskets;

/// <summary>What is bought together: sets, rules, bundles, and for each product what goes with it.</summary>
internal static class MarketBasketsSlice
{
    public static Slice Slice { get; } = new("baskets", "what is bought together, and what to offer with it", BasketTraining.Train)
    {
        Lineage = [.. BasketTables.All.SelectMany(table => new Lake.Storage.LineageEdge[] { new("sold_lines", table), new("product_codes", table) })],
    };
}
