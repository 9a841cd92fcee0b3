using Habitue.Learning.Numerics;

namespace Habitue.Segments;

/// <summary>The rank of each row by some value as a share of all, ties sharing the middle of theirs; rows without a value stand in the middle of all.</summary>
/// <param name="Ranks">From 0 to 1, row by row.</param>
/// <param name="Rising">The rows by rising rank.</param>
internal sealed record RankedRows(double[] Ranks, int[] Rising)
{
    private const double Middle = 0.5;

    public static RankedRows Of(float[] values)
    {
        var order = Enumerable.Range(0, values.Length).Where(row => float.IsFinite(values[row])).ToArray();
        var sorted = Array.ConvertAll(order, row => values[row]);
        RadixSort.Rising(sorted, order);
        var ranks = new double[values.Length];
        Array.Fill(ranks, Middle);
        var below = 0;
        for (var start = 0; start < sorted.Length;)
        {
            var end = start;
            while (end < sorted.Length && sorted[end].Equals(sorted[start])) end++;
            var rank = (start + end - 1) / 2.0 / Math.Max(1, sorted.Length - 1);
            for (var i = start; i < end; i++) ranks[order[i]] = rank;
            if (rank < Middle) below = end;
            start = end;
        }
        return new RankedRows(ranks, order.Length == values.Length ? order : [.. order[..below], .. Enumerable.Range(0, values.Length).Where(row => !float.IsFinite(values[row])), .. order[below..]]);
    }

    /// <summary>The median rank of each group; 0 of a group with no members.</summary>
    /// <param name="labels">The group of each row; negative for none.</param>
    /// <param name="groups">How many groups there are.</param>
    public double[] Middles(int[] labels, int groups)
    {
        var (sizes, seen, middles) = (new int[groups], new int[groups], new double[groups]);
        foreach (var label in labels)
            if (label >= 0) sizes[label]++;
        foreach (var row in Rising)
        {
            if (labels[row] is not (>= 0 and var group)) continue;
            // Of an even number the mean of the two in the middle.
            var place = seen[group]++;
            if (place == (sizes[group] - 1) / 2) middles[group] += Ranks[row] / 2;
            if (place == sizes[group] / 2) middles[group] += Ranks[row] / 2;
        }
        return middles;
    }
}
