using Habitue.Learning.Data;

namespace Habitue.Learning.Clustering;

/// <summary>
/// Rows sorted by the cells of a grid whose cells are as wide as a radius, so that all rows within the radius of a place
/// lie in the cell of the place and those around it. The grid runs over the three columns that reach over the most
/// cells; cells that are neighbours along the last of them are neighbours in memory, so at most nine stretches of
/// rows are to be looked through.
/// </summary>
internal sealed class NeighbourGrid
{
    public const int MaxRanges = 9;
    public const int Padding = 16; // a vector may be read past the last row

    private const int Axes = 3;
    private const double MostCells = 1 << 20; // along one axis: three of them fit into a long

    private readonly int[] axes = [-1, -1, -1]; // columns; -1 for none
    private readonly double[] origins = new double[Axes];
    private readonly double[] widths = [1, 1, 1];
    private readonly long[] counts = [1, 1, 1];
    private readonly long[] keys; // of each cell that has rows, rising

    public NeighbourGrid(Matrix x, double radius)
    {
        (Rows, Columns, Capacity) = (x.Rows, x.Columns.Count, x.Rows + Padding);
        ChooseAxes(x, radius);
        var (all, order) = (new long[Rows], new int[Rows]);
        for (var row = 0; row < Rows; row++)
        {
            var values = x.Row(row);
            all[row] = Key(Cell(values, 0), Cell(values, 1), Cell(values, 2));
            order[row] = row;
        }

        Array.Sort(all, order); // not stable, so rows of one cell are put in order afterwards
        var (known, starts) = (new List<long>(), new List<int>());
        for (var place = 0; place < Rows; place++)
        {
            if (place > 0 && all[place] == all[place - 1]) continue;
            known.Add(all[place]);
            starts.Add(place);
        }

        starts.Add(Rows);
        (keys, Starts, Order, Places) = ([.. known], [.. starts], order, new float[(long)Capacity * Columns]);
        for (var cell = 0; cell < keys.Length; cell++) Array.Sort(order, Starts[cell], Starts[cell + 1] - Starts[cell]);
        for (var place = 0; place < Rows; place++)
        {
            var row = x.Row(order[place]);
            for (var c = 0; c < row.Length; c++) Places[((long)c * Capacity) + place] = row[c];
        }
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>How far the first values of two columns are apart in <see cref="Places"/>.</summary>
    public int Capacity { get; }

    /// <summary>All values: the first column in the order of the cells, then the second one.</summary>
    public float[] Places { get; }

    /// <summary>The row at each place.</summary>
    public int[] Order { get; }

    public int Cells => keys.Length;

    /// <summary>Where each cell begins, and where the last one ends.</summary>
    public int[] Starts { get; }

    /// <summary>Writes the stretches of places around a row's values; how many there are.</summary>
    public int Ranges(ReadOnlySpan<float> row, Span<(int From, int To)> into)
    {
        double a = Cell(row, 0), b = Cell(row, 1), c = Cell(row, 2);
        var (low, high) = (Math.Max(0, c - 1), Math.Min(counts[2] - 1, c + 1));
        if (low > high) return 0;
        var found = 0;
        for (var i = Math.Max(0, a - 1); i <= Math.Min(counts[0] - 1, a + 1); i++)
        {
            for (var j = Math.Max(0, b - 1); j <= Math.Min(counts[1] - 1, b + 1); j++)
            {
                var (from, to) = (Starts[First(Key(i, j, low))], Starts[First(Key(i, j, high) + 1)]);
                if (from < to) into[found++] = (from, to);
            }
        }

        return found;
    }

    private void ChooseAxes(Matrix x, double radius)
    {
        var (lows, highs) = (new float[Columns], new float[Columns]);
        Array.Fill(lows, float.PositiveInfinity);
        Array.Fill(highs, float.NegativeInfinity);
        for (var row = 0; row < Rows; row++)
        {
            var values = x.Row(row);
            for (var c = 0; c < values.Length; c++) (lows[c], highs[c]) = (Math.Min(lows[c], values[c]), Math.Max(highs[c], values[c]));
        }

        var widest = Enumerable.Range(0, Columns).Where(c => Rows > 0 && (double)highs[c] - lows[c] > radius)
            .OrderByDescending(c => (double)highs[c] - lows[c]).Take(Axes).ToArray();
        for (var axis = 0; axis < widest.Length; axis++)
        {
            var reach = (double)highs[widest[axis]] - lows[widest[axis]];
            // A little wider than the radius: rounding never puts two neighbours two cells apart.
            var width = Math.Max(radius * (1 + 1e-6), reach / (MostCells - 2));
            (axes[axis], origins[axis], widths[axis], counts[axis]) = (widest[axis], lows[widest[axis]], width, (long)(reach / width) + 1);
        }
    }

    private double Cell(ReadOnlySpan<float> row, int axis) => axes[axis] < 0 ? 0 : Math.Floor((row[axes[axis]] - origins[axis]) / widths[axis]);

    private long Key(double a, double b, double c) => (((long)a * counts[1]) + (long)b) * counts[2] + (long)c;

    /// <summary>The first cell whose key is not below.</summary>
    private int First(long key)
    {
        var at = Array.BinarySearch(keys, key);
        return at < 0 ? ~at : at;
    }
}
