using Habitue.Server.Web;

namespace Habitue.MarketBaskets;

/// <summary>A set of products worth a common offer, as pages show it.</summary>
internal sealed record BundleRow(string Products, string ProductNames, long Baskets, long NearlyBaskets, double Support, double Lift, double? Price, double? Worth)
{
    /// <summary>The bundles, the most worthwhile first; of one product when its code is given.</summary>
    public static IReadOnlyList<BundleRow> Read(PageView view, string product = "") =>
        view.Warehouse.Rows<BundleRow>($"SELECT products, product_names, baskets, nearly_baskets, support, lift, price, worth FROM {BasketTables.Bundles} WHERE $1 = '' OR list_contains(string_split(products, ' + '), $1) ORDER BY place", product);
}
