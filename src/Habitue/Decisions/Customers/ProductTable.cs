using System.Collections.Concurrent;
using Habitue.Duck;
using Habitue.Recommendations;

namespace Habitue.Decisions.Customers;

/// <summary>A product as decisions show it.</summary>
/// <param name="Margin">Price less cost; the price where the cost is not known.</param>
internal sealed record ShopProduct(string Id, string Title, string? Category, double Price, double Margin);

/// <summary>
/// The products with what is published of them, and how many are in stock, which events change while decisions are made. A product of
/// which nobody ever told the stock counts as there.
/// </summary>
internal sealed class ProductTable
{
    /// <summary>Of products that no run has seen only so many are remembered as sold out: their ids are whatever was sent.</summary>
    public const int MostUnlisted = 100_000;

    private const int Untold = int.MinValue;

    private readonly IdIndex index = new();
    private readonly List<ShopProduct> products = [];
    private readonly Dictionary<int, RecommendedProduct[]> similar = [];
    private readonly Dictionary<string, RecommendedProduct[]> starters = new(StringComparer.OrdinalIgnoreCase);
    private readonly int[] stock;
    private readonly ConcurrentDictionary<string, bool> unlistedAndGone = new(StringComparer.Ordinal);

    private ProductTable(IEnumerable<(ShopProduct Product, long? Stock)> rows)
    {
        var counts = new List<int>();
        foreach (var (product, count) in rows)
        {
            if (index.Add(System.Text.Encoding.UTF8.GetBytes(product.Id)) < 0) continue;
            products.Add(product);
            counts.Add(count is { } told ? (int)Math.Clamp(told, 0, int.MaxValue) : Untold);
        }
        stock = [.. counts];
    }

    /// <summary>A new one without products.</summary>
    public static ProductTable Empty() => new([]);

    public int Count => products.Count;

    public ShopProduct this[int number] => products[number];

    public int Find(string id) => index.Find(id);

    public bool IsInStock(int number) => Volatile.Read(ref stock[number]) != 0;

    /// <summary>Whether a product that is not listed, such as one that no run has seen yet, was told to be sold out.</summary>
    public bool IsUnlistedAndGone(string id) => unlistedAndGone.ContainsKey(id);

    /// <summary>Takes over what was told of the stock.</summary>
    public void SetStock(string id, double left)
    {
        if (index.Find(id) is >= 0 and var number) Volatile.Write(ref stock[number], (int)Math.Clamp(Math.Floor(left), 0, int.MaxValue));
        else if (left >= 1) unlistedAndGone.TryRemove(id, out _);
        else if (unlistedAndGone.Count < MostUnlisted) unlistedAndGone[id] = true;
    }

    /// <summary>What is like a product or goes with it, the best first.</summary>
    public IReadOnlyList<RecommendedProduct> Similar(int number) => similar.GetValueOrDefault(number, []);

    /// <summary>What is bought most in a country, else everywhere.</summary>
    public IReadOnlyList<RecommendedProduct> Popular(string? country) =>
        country is not null && starters.TryGetValue(country, out var there) ? there : starters.GetValueOrDefault("", []);

    public static ProductTable Read(DuckConnection warehouse)
    {
        var there = warehouse.Rows<string>("SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'").ToHashSet();
        if (!there.Contains("products")) return Empty();
        var cost = there.Contains("catalogue") ? "(SELECT MIN(CAST(k.cost AS DOUBLE)) FROM catalogue k WHERE k.product_id = p.product_id)" : "CAST(NULL AS DOUBLE)";
        var table = new ProductTable(warehouse.Rows<(string Id, string? Name, string? Category, double? Price, double? Cost, long? Stock)>(
                $"SELECT p.product_id, p.product_name, p.category, CAST(p.price AS DOUBLE), {cost}, p.stock FROM products p ORDER BY p.product_id")
            .Select(row => (new ShopProduct(row.Id, row.Name ?? row.Id, row.Category, row.Price ?? 0, (row.Price ?? 0) - (row.Cost ?? 0)), row.Stock)));
        if (there.Contains(RecommendationTables.Similar))
            foreach (var group in warehouse.Rows<(string Id, string Other, double Score, string? Reason)>($"SELECT product_id, similar_product_id, score, reason FROM {RecommendationTables.Similar} ORDER BY product_id, place").GroupBy(row => row.Id))
                if (table.Find(group.Key) is >= 0 and var number) table.similar[number] = [.. group.Select(row => new RecommendedProduct(table.Find(row.Other), (float)row.Score, row.Reason ?? "")).Where(one => one.Product >= 0)];
        if (there.Contains(RecommendationTables.Starters))
            foreach (var group in warehouse.Rows<(string Kind, string? Value, string Id, double Share)>($"SELECT context, context_value, product_id, share FROM {RecommendationTables.Starters} WHERE context IN ('country', 'everywhere') ORDER BY context, context_value, place").GroupBy(row => row.Kind == "country" ? row.Value ?? "" : ""))
                table.starters[group.Key] = [.. group.Select(row => new RecommendedProduct(table.Find(row.Id), (float)row.Share, group.Key.Length > 0 ? $"popular in {group.Key}" : "one of the most bought of late")).Where(one => one.Product >= 0)];
        return table;
    }
}
