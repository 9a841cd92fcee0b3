using Habitue.Duck;
using Habitue.Learning;
using Habitue.Learning.Clustering;
using Habitue.Learning.Data;

namespace Habitue.Segments;

/// <summary>The upper part of the tree that Ward's method grows on the sample: how groups contain each other, for a picture.</summary>
internal static class SegmentTree
{
    /// <summary>More branches than this nobody can read.</summary>
    public const int Branches = 24;

    public static void Write(DuckConnection warehouse, Matrix sample, FitRun run)
    {
        Empty(warehouse);
        var tree = new Agglomerative { Linkage = Linkage.Ward }.Fit(sample, run).Dendrogram;
        var first = Math.Max(0, tree.Merges.Count - (Branches - 1));
        var merges = tree.Merges.Skip(first).Select((merge, i) => (merge, Node: tree.Rows + first + i)).ToArray();
        int Rows(int node) => node < tree.Rows ? 1 : tree.Merges[node - tree.Rows].Rows;
        using var rows = warehouse.Appender(SegmentTables.Tree);
        rows.Append(Of(one => one.Node), Of(one => one.merge.Left), Of(one => one.merge.Right), Of(one => one.merge.Height), Of(one => Rows(one.merge.Left)), Of(one => Rows(one.merge.Right)));

        T[] Of<T>(Func<(Merge merge, int Node), T> part) => Array.ConvertAll(merges, one => part(one));
    }

    public static void Empty(DuckConnection warehouse)
    {
        warehouse.Execute($"CREATE OR REPLACE TABLE {SegmentTables.Tree} (node INTEGER, left_node INTEGER, right_node INTEGER, height DOUBLE, left_customers INTEGER, right_customers INTEGER)");
    }
}
