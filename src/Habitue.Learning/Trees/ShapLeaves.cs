using Habitue.Learning.Data;

namespace Habitue.Learning.Trees;

/// <summary>
/// Explains what one tree says of many rows at once. What the columns on the way to a leaf contribute depends only on which
/// of them send the row that way; so each such pattern is worked out once per leaf and then only added, row by row. For trees
/// with few columns on each way: the patterns of a way are kept in a table with one place for each. Else take <see cref="ShapPath"/>.
/// </summary>
internal sealed class ShapLeaves
{
    /// <summary>Ways with more different columns than this would have too many patterns.</summary>
    public const int MostColumns = 16;

    private readonly TreeArrays arrays;
    private readonly Matrix x;
    private readonly int from, rows, output, stride;
    private readonly double[] sums;
    private readonly List<ushort[]> agreed = [];
    private readonly int[] columns = new int[MostColumns];
    private readonly double[] zero = new double[MostColumns];
    private readonly double[]?[] patterns;
    private readonly List<int> met = [];
    private readonly double[] sets = new double[MostColumns + 1];
    private readonly double[] weights = new double[MostColumns];
    private double mean;

    /// <param name="arrays">The trees.</param>
    /// <param name="x">The rows.</param>
    /// <param name="from">The first of them.</param>
    /// <param name="rows">How many, one after the other.</param>
    /// <param name="output">Which number of a leaf.</param>
    /// <param name="most">The most different columns on a way of the trees that will be added.</param>
    /// <param name="sums">To which the contributions are added: for each row a number per column and a last one for the mean.</param>
    public ShapLeaves(TreeArrays arrays, Matrix x, int from, int rows, int output, int most, double[] sums)
    {
        patterns = new double[1 << most][];
        (this.arrays, this.x, this.from, this.rows, this.output, this.sums) = (arrays, x, from, rows, output, sums);
        stride = x.Columns.Count + 1;
    }

    /// <summary>The most different columns on a way to a leaf of a tree.</summary>
    public static int Columns(TreeArrays arrays, int tree)
    {
        var (counts, most) = (new Dictionary<int, int>(), 0);
        Go(arrays.Roots[tree]);
        return most;

        void Go(int node)
        {
            most = Math.Max(most, counts.Count);
            if (arrays.Columns[node] < 0 || most > MostColumns) return;
            var column = arrays.Columns[node];
            counts[column] = counts.GetValueOrDefault(column) + 1;
            Go(arrays.Children[node]);
            Go(arrays.Children[node] + 1);
            if (--counts[column] == 0) counts.Remove(column);
        }
    }

    /// <summary>Adds the contributions of a tree.</summary>
    public void Add(int tree)
    {
        mean = 0;
        Array.Clear(At(0));
        Go(arrays.Roots[tree], 0, 0);
        for (var row = 0; row < rows; row++) sums[(row * stride) + stride - 1] += mean;
    }

    private ushort[] At(int depth)
    {
        while (agreed.Count <= depth) agreed.Add(new ushort[rows]);
        return agreed[depth];
    }

    /// <param name="count">How many different columns were met.</param>
    private void Go(int node, int depth, int count)
    {
        var column = arrays.Columns[node];
        if (column < 0)
        {
            Leaf(At(depth), count, arrays.Values[(arrays.Children[node] * arrays.Width) + output]);
            return;
        }

        var place = columns.AsSpan(0, count).IndexOf(column);
        var isNew = place < 0;
        if (isNew) (place, columns[count], zero[count]) = (count, column, 1);
        var (before, here, next) = (zero[place], At(depth), At(depth + 1));
        var bit = (ushort)(1 << place);
        for (var side = 0; side < 2; side++)
        {
            var child = arrays.Children[node] + side;
            for (var row = 0; row < rows; row++)
            {
                var goes = arrays.GoesLeft(node, x[from + row, column]) == (side == 0);
                var so = isNew ? here[row] | bit : here[row];
                next[row] = (ushort)(goes ? so : so & ~bit);
            }

            zero[place] = before * (arrays.Covers[node] > 0 ? arrays.Covers[child] / arrays.Covers[node] : 0.5);
            Go(child, depth + 1, isNew ? count + 1 : count);
            (columns[place], zero[place]) = (column, before); // the ways below took the places above for columns of their own
        }
    }

    private void Leaf(ushort[] pattern, int count, double value)
    {
        var share = value;
        for (var i = 0; i < count; i++) share *= zero[i];
        mean += share;
        // Shapley's weight of a set of k among n columns is k! (n - k - 1)! / n!.
        if (count > 0) weights[0] = 1.0 / count;
        for (var k = 1; k < count; k++) weights[k] = weights[k - 1] * k / (count - k);
        for (var row = 0; row < rows; row++)
        {
            var worth = patterns[pattern[row]];
            if (worth is null)
            {
                patterns[pattern[row]] = worth = Worth(pattern[row], count, value);
                met.Add(pattern[row]);
            }

            var into = sums.AsSpan(row * stride, stride);
            for (var i = 0; i < worth.Length; i++) into[columns[i]] += worth[i];
        }

        foreach (var one in met) patterns[one] = null;
        met.Clear();
    }

    /// <summary>
    /// Shapley's values of the product over columns of (1 when known and agreed, 0 when known and not, else its share of rows):
    /// known columns that do not agree end it, so only sets of agreed ones count, by their size.
    /// </summary>
    private double[] Worth(int pattern, int count, double value)
    {
        var worth = new double[count];
        var outside = value;
        for (var i = 0; i < count; i++)
            if ((pattern >> i & 1) == 0) outside *= zero[i];
        if (outside == 0) return worth;
        var size = 0;
        sets[0] = 1;
        for (var i = 0; i < count; i++)
        {
            if ((pattern >> i & 1) == 0) continue;
            sets[++size] = 0;
            for (var k = size; k > 0; k--) sets[k] = (sets[k] * zero[i]) + sets[k - 1];
            sets[0] *= zero[i];
        }

        var disagreed = 0.0;
        for (var k = 0; k <= Math.Min(size, count - 1); k++) disagreed -= outside * weights[k] * sets[k];
        for (var i = 0; i < count; i++)
            worth[i] = (pattern >> i & 1) == 0 ? disagreed : outside * (1 - zero[i]) * Without(zero[i], size);
        return worth;
    }

    /// <summary>
    /// The sum over sets of the agreed columns but one: Shapley's weight of its size, times the shares of the others. The sums by size of all agreed columns are
    /// a product of (share + t); that of the one is taken out of it again, from the highest power down.
    /// </summary>
    private double Without(double share, int size)
    {
        var (sum, left) = (0.0, 0.0);
        for (var k = size - 1; k >= 0; k--)
        {
            left = sets[k + 1] - (share * left);
            sum += weights[k] * left;
        }

        return sum;
    }
}
