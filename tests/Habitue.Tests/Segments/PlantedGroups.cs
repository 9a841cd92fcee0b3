using Habitue.Segments;
using Habitue.Stages;
using Habitue.Tests.Insights;

namespace Habitue.Tests.Segments;

/// <summary>A few hundred customers whose groups are known, as features alone: what a test of the segments works with.</summary>
internal sealed class PlantedGroups : IDisposable
{
    public static readonly DateTime AsOf = new(2026, 1, 1);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("habitue-rules-");
    private bool ruled;

    public SliceBench Bench { get; } = new(AsOf);

    private Habitue.Insights.SliceRun Run => ruled ? Bench.Run with { SegmentRules = Path.Combine(folder.FullName, SegmentRules.FileName) } : Bench.Run;

    /// <summary>100 regulars who spend much and came this week, 200 who came in autumn, 300 who are long gone, and somebody who never bought.</summary>
    public PlantedGroups Three() => Fill("""
        SELECT 'regular' || i AS customer_id, 1.0 + i % 7 AS recency_days, 20 + i % 5 AS frequency, CAST(5000 + 10 * (i % 50) AS DECIMAL(18,4)) AS monetary, 700.0 AS tenure_days, CAST(NULL AS DOUBLE) AS never_known, 'x' AS word FROM range(100) t(i)
        UNION ALL SELECT 'autumn' || i, 80.0 + i % 9, 3 + i % 2, 500 + i % 60, 600.0, NULL, 'y' FROM range(200) t(i)
        UNION ALL SELECT 'gone' || i, 400.0 + i % 30, 1, 40 + i % 20, 450.0, NULL, 'z' FROM range(300) t(i)
        UNION ALL SELECT 'visitor', NULL, 0, 0, 10.0, NULL, 'v'
        """);

    /// <param name="rows">A query that gives the features without the moment.</param>
    public PlantedGroups Fill(string rows)
    {
        Bench.Warehouse.Execute($"CREATE OR REPLACE TABLE customer_features AS SELECT *, TIMESTAMP '2026-01-01' AS as_of FROM ({rows})");
        return this;
    }

    public SegmentsReport Train() => SegmentsJob.Train(Run);

    /// <summary>As the run does it: with the sentence.</summary>
    public StageDone Words() => Habitue.Insights.SliceStates.Train(SegmentsSlice.Slice, Run);

    /// <summary>From now on these business rules are applied.</summary>
    public void Rules(string text)
    {
        File.WriteAllText(Path.Combine(folder.FullName, SegmentRules.FileName), text);
        ruled = true;
    }

    public void Dispose()
    {
        Bench.Dispose();
        folder.Delete(recursive: true);
    }
}
