using Habitue.Insights;

namespace Habitue.Drift;

/// <summary>How far orders and visits of the last month have moved from those of the first: what a model learned then may not hold now.</summary>
internal static class DriftSlice
{
    public static Slice Slice { get; } = new("drift", "how orders and visits have changed between the first month and the last", DriftWork.Measure)
    {
        Lineage = [new("orders", FeatureDrift.Table), new("sessions", FeatureDrift.Table)],
    };
}
