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

    /// <summary>The ranks from 1 among some of the rows, in the order of these rows; in all of them the column has a value. Equal values get the mean of the ranks they take up.</summary>
    public float[] Ranks(ComparedRows among)
    {
        var ranks = new float[values.Length];
        var rows = among.Rows.Length == order.Length ? order : Array.FindAll(order, among.Has);
        for (int first = 0, next; first < rows.Length; first = next)
        {
            next = first + 1;
            while (next < rows.Length && values[rows[next]] == values[rows[first]]) next++;
            for (var i = first; i < next; i++) ranks[rows[i]] = (first + 1 + next) / 2f;
        }

        return among.IsAll ? ranks : Array.ConvertAll(among.Rows, row => ranks[row]);
    }
}
