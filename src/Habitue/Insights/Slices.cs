using Habitue.Audit;
using Habitue.Churn;
using Habitue.Drift;
using Habitue.MarketBaskets;
using Habitue.Purchase;
using Habitue.Recommendations;
using Habitue.Segments;
using Habitue.Today;
using Habitue.Value;

namespace Habitue.Insights;

/// <summary>All slices, in the order in which a run does them. A new one is a folder and a line here.</summary>
internal static class Slices
{
    public static IReadOnlyList<Slice> All { get; } =
    [
        SegmentsSlice.Slice,
        PurchaseSlice.Slice,
        ChurnSlice.Slice,
        ValueSlice.Slice,
        MarketBasketsSlice.Slice,
        RecommendationsSlice.Slice,
        DriftSlice.Slice,
        TodaySlice.Slice,
        AuditSlice.Slice,
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(slice => slice.Name)];
}
