using Habitue.Learning.Numerics;

namespace Habitue.Learning.Statistics;

/// <summary>A column and its order, sorted once, so that ranks among any of its rows take one pass.</summary>
internal sealed class RankedColumn
{
    private readonly float[] values;
    private readonly int[] order; // the rows that have a value, by rising value

    public RankedColumn(float[] values)
    {
        this.values = values;
        order = [.. Enumerable.Range(0, values.Length).Where(row => !float.IsNaN(values[row]))];
        RadixSort.Rising(Array.ConvertAll(order, row => values[row]), order);
    }

    /// <summary>
    /// The ranks from 1 among the rows in which the other column has a value too, NaN in the other rows. Equal
    /// values get the mean of the ranks they take up.
    /// </summary>
    public float[] Ranks(RankedColumn with)
    {
        var ranks = new float[values.Length];
        Array.Fill(ranks, float.NaN);
        var rows = order.Length == values.Length && with.order.Length == values.Length
            ? order
            : Array.FindAll(order, row => !float.IsNaN(with.values[row]));
        for (int first = 0, next; first < rows.Length; first = next)
        {
            next = first + 1;
            while (next < rows.Length && values[rows[next]] == values[rows[first]]) next++;
            for (var i = first; i < next; i++) ranks[rows[i]] = (first + 1 + next) / 2f;
        }

        return ranks;
    }
}
