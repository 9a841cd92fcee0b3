using Habitue.Duck;

namespace Habitue.Segments;

/// <summary>Keeps everything that was tried: the chosen division first, then by clearness.</summary>
internal static class SegmentChoiceTable
{
    public static void Write(DuckConnection warehouse, IReadOnlyList<ClusterTry> tries)
    {
        warehouse.Execute($"CREATE OR REPLACE TABLE {SegmentTables.Choice} (place INTEGER, method VARCHAR, space VARCHAR, settings VARCHAR, clusters INTEGER, silhouette DOUBLE, stability DOUBLE, smallest_share DOUBLE, outside_share DOUBLE, chosen BOOLEAN, reason VARCHAR)");
        var sorted = tries.OrderByDescending(one => one.Chosen).ThenByDescending(one => one.Silhouette).ToArray();
        using var rows = warehouse.Appender(SegmentTables.Choice);
        rows.Append(Enumerable.Range(1, sorted.Length).ToArray(), Of(one => one.Way.Method), Of(one => one.Way.Reduced ? "principal components" : "features"), Of(one => one.Way.Settings), Of(one => one.Clusters),
            Of(one => one.Silhouette), Of(one => one.Stability), Of(one => one.SmallestShare), Of(one => one.Outside), Of(one => one.Chosen), Of(one => one.Reason));

        T[] Of<T>(Func<ClusterTry, T> part) => Array.ConvertAll(sorted, one => part(one));
    }
}
