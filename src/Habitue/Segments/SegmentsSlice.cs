using System.Globalization;
using System.Security.Cryptography;
using Habitue.Insights;
using Habitue.Stages;

namespace Habitue.Segments;

/// <summary>What kinds of customers there are: every customer's RFM field, segment and place on the map.</summary>
internal static class SegmentsSlice
{
    public static Slice Slice { get; } = new("segments", "what kinds of customers there are", run => Done(SegmentsJob.Train(run)))
    {
        Score = run => Done(SegmentsJob.Score(run)),
        Lineage = SegmentsJob.Lineage,
        Prepare = SegmentsJob.Prepare,
        Watches = run => $"{WantedMethod.Decision.Of(run)} {(run.SegmentRules is { } rules && File.Exists(rules) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(rules))) : "")}",
    };

    private static StageDone Done(SegmentsReport report)
    {
        if (report.Customers == 0) throw new NotReadyException("it needs customers who bought; nobody has bought anything yet.");
        var notes = string.Join("; ", report.Notes);
        var customers = Words.Count(report.Customers, "customer");
        return new StageDone(double.IsNaN(report.Silhouette) && report.Segments == 1 ? $"{customers} in one segment: {notes}"
            : double.IsNaN(report.Silhouette) ? $"{customers} in {report.Segments} segments ({notes})"
            : string.Create(CultureInfo.InvariantCulture, $"{customers} in {report.Segments} segments (silhouette {report.Silhouette:0.00}; {notes})"));
    }
}
