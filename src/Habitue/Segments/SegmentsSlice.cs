using Habitue.Insights;
using Habitue.Stages;

namespace Habitue.Segments;

/// <summary>What kinds of customers there are: every customer's RFM field, cluster and place on the map.</summary>
internal static class SegmentsSlice
{
    public static Slice Slice { get; } = new("segments", "what kinds of customers there are", Train)
    {
        Lineage = SegmentsJob.Lineage,
        Prepare = SegmentsJob.Prepare,
    };

    private static StageDone Train(SliceRun run)
    {
        var report = SegmentsJob.Run(run.Warehouse, run.Seed, run.FitTelling("trying 2 to 10 clusters"));
        return report.Clusters == 1
            ? new StageDone($"{Words.Count(report.Customers, "customer")} in one segment")
            : new StageDone($"{Words.Count(report.Customers, "customer")} in {report.Clusters} segments (silhouette {report.Silhouette:0.00})");
    }
}
