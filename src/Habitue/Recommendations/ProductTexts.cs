using Habitue.Insights;
using Habitue.Learning.Data;

namespace Habitue.Recommendations;

/// <summary>What products were called and cost before a moment.</summary>
internal sealed class ProductTexts
{
    private readonly Dictionary<string, int> rows;
    private readonly TextColumn ids, names, categories;
    private readonly NumberColumn prices;
    private readonly TimeColumn last;

    private ProductTexts(Frame frame)
    {
        (ids, names, categories) = ((TextColumn)frame["product_id"], (TextColumn)frame["product_name"], (TextColumn)frame["category"]);
        (prices, last) = ((NumberColumn)frame["price"], (TimeColumn)frame["last_sold_at"]);
        rows = Enumerable.Range(0, frame.Rows).ToDictionary(row => ids[row]!, StringComparer.Ordinal);
    }

    public static ProductTexts Read(SliceRun run, DateTime moment) =>
        new(FrameReader.Read(run.Warehouse, SliceQueries.Read("Recommendations/ProductTexts", ("moment", PastFeatures.Literal(moment))), run.Cancel));

    public Product Of(string id)
    {
        var row = rows[id];
        return new Product(id, names[row], categories[row], double.IsFinite(prices.Values[row]) ? prices.Values[row] : 0, IsNew: false);
    }

    /// <summary>When it was sold last, in microseconds; long ago when it never was.</summary>
    public long LastSold(string id) => rows.TryGetValue(id, out var row) ? last.Values[row] : 0;
}
