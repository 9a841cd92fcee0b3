using Habitue.Duck;
using Habitue.Insights;
using Habitue.Lake.Cleaning;
using Habitue.Segments;

namespace Habitue.Host.Answers;

/// <summary>What a shop amounts to, as the warehouse holds it: the figures that the summary of a run is made of.</summary>
internal sealed record ShopFigures(
    long Customers, long Buyers, long AnonymousOrders, long Orders, decimal Revenue, decimal Returned, DateTime? From, DateTime? Until, string? Currency,
    QualityFacts Facts, IReadOnlyList<QualityStep> Wrong, IReadOnlyList<Segment> Segments)
{
    public static ShopFigures Read(DuckConnection warehouse)
    {
        var (orders, revenue, returned, anonymous, from, until) = warehouse.Rows<(long, decimal?, decimal?, long, DateTime?, DateTime?)>("""
            SELECT COUNT(*), CAST(SUM(revenue) AS DECIMAL(18,4)), CAST(SUM(returned) AS DECIMAL(18,4)), COUNT(*) FILTER (WHERE NOT is_known), MIN(ordered_at), MAX(ordered_at) FROM orders
            """)[0];
        var (customers, buyers) = warehouse.Rows<(long, long)>("SELECT COUNT(*) FILTER (WHERE is_known), COUNT(*) FILTER (WHERE is_known AND orders > 0) FROM customers")[0];
        return new ShopFigures(customers, buyers, anonymous, orders, revenue ?? 0, returned ?? 0, from, until, ShopCurrency.Code(warehouse),
            FactsOf(warehouse),
            warehouse.Rows<QualityStep>("SELECT step, rule, issue, method, action, found, touched, note FROM quality_log ORDER BY step"), SegmentsJob.Read(warehouse));
    }

    /// <summary>What is in all that was read, as the last load counted it.</summary>
    public static QualityFacts FactsOf(DuckConnection warehouse) => warehouse.Rows<QualityFacts>("SELECT * FROM quality_facts")[0];
}
