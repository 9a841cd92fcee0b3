namespace Habitue.Learning.Data;

/// <summary>
/// Rows of which most values are 0, in compressed sparse rows: customers by products, documents by words. For tables
/// of few columns a <see cref="Matrix"/> is smaller and faster.
/// <code>
/// var bought = SparseMatrix.Of(rows: 3, columns: 2, [(0, 1, 2f), (2, 0, 1f)]);
/// </code>
/// </summary>
public sealed class SparseMatrix
{
    private readonly int[] starts;
    private readonly int[] indices;
    private readonly float[] values;

    /// <summary>A matrix of arrays that are already in order; they are kept, not copied.</summary>
    /// <param name="columns">The number of columns.</param>
    /// <param name="starts">Where each row's entries start, and after the last one their number: rows + 1 numbers, rising from 0.</param>
    /// <param name="indices">The column of each entry, rising within a row.</param>
    /// <param name="values">The value of each entry.</param>
    /// <exception cref="BadDataException">The arrays do not fit together; the message names the row.</exception>
    public SparseMatrix(int columns, int[] starts, int[] indices, float[] values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (starts.Length == 0 || starts[0] != 0 || starts[^1] != indices.Length || indices.Length != values.Length)
            throw new BadDataException($"The rows end at {(starts.Length == 0 ? 0 : starts[^1])}, but there are {indices.Length} columns and {values.Length} values of entries.");
        for (var row = 0; row + 1 < starts.Length; row++)
        {
            if (starts[row + 1] < starts[row]) throw new BadDataException($"Row {row} ends before it starts.");
            for (var i = starts[row]; i < starts[row + 1]; i++)
                if (indices[i] < 0 || indices[i] >= columns || (i > starts[row] && indices[i] <= indices[i - 1]))
                    throw new BadDataException($"Row {row} has column {indices[i]}; columns rise within a row and stay below {columns}.");
        }

        (Columns, this.starts, this.indices, this.values) = (columns, starts, indices, values);
    }

    /// <summary>The number of rows.</summary>
    public int Rows => starts.Length - 1;

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The number of entries.</summary>
    public int Count => indices.Length;

    /// <summary>Where each row's entries start, and after the last one their number.</summary>
    public ReadOnlySpan<int> Starts => starts;

    /// <summary>The column of each entry, row after row.</summary>
    public ReadOnlySpan<int> Indices => indices;

    /// <summary>The value of each entry, row after row.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>The columns of a row's entries.</summary>
    public ReadOnlySpan<int> IndicesOf(int row) => indices.AsSpan(starts[row]..starts[row + 1]);

    /// <summary>The values of a row's entries.</summary>
    public ReadOnlySpan<float> ValuesOf(int row) => values.AsSpan(starts[row]..starts[row + 1]);

    /// <summary>A matrix of entries in any order; entries of one place are added up.</summary>
    /// <exception cref="BadDataException">An entry lies outside, or its value is missing or infinite.</exception>
    public static SparseMatrix Of(int rows, int columns, IEnumerable<(int Row, int Column, float Value)> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        (int Row, int Column, float Value)[] all = [.. entries];
        foreach (var (row, column, value) in all)
        {
            if (row < 0 || row >= rows || column < 0 || column >= columns) throw new BadDataException($"There is an entry in row {row}, column {column} of a matrix of {rows} x {columns}.");
            if (!float.IsFinite(value)) throw new BadDataException($"The entry in row {row}, column {column} is {value}; entries are finite.");
        }

        Array.Sort(all, (a, b) => a.Row != b.Row ? a.Row.CompareTo(b.Row) : a.Column.CompareTo(b.Column));
        var (starts, indices, values, at) = (new int[rows + 1], new int[all.Length], new float[all.Length], 0);
        for (var i = 0; i < all.Length; i++)
        {
            if (i > 0 && all[i].Row == all[i - 1].Row && all[i].Column == all[i - 1].Column)
            {
                values[at - 1] += all[i].Value;
                continue;
            }

            (indices[at], values[at]) = (all[i].Column, all[i].Value);
            starts[all[i].Row + 1] = ++at;
        }

        for (var row = 0; row < rows; row++) starts[row + 1] = Math.Max(starts[row + 1], starts[row]);
        return new SparseMatrix(columns, starts, indices[..at], values[..at]);
    }

    /// <summary>The same entries with rows and columns exchanged.</summary>
    public SparseMatrix Transpose()
    {
        var (newStarts, newIndices, newValues) = (new int[Columns + 1], new int[Count], new float[Count]);
        foreach (var column in indices) newStarts[column + 1]++;
        for (var column = 0; column < Columns; column++) newStarts[column + 1] += newStarts[column];
        var next = newStarts[..^1];
        for (var row = 0; row < Rows; row++)
        {
            for (var i = starts[row]; i < starts[row + 1]; i++)
            {
                var at = next[indices[i]]++;
                (newIndices[at], newValues[at]) = (row, values[i]);
            }
        }

        return new SparseMatrix(Rows, newStarts, newIndices, newValues);
    }

    /// <summary>The numbered rows, in the order in which they are given.</summary>
    public SparseMatrix Take(ReadOnlySpan<int> rows)
    {
        var newStarts = new int[rows.Length + 1];
        for (var i = 0; i < rows.Length; i++) newStarts[i + 1] = newStarts[i] + IndicesOf(rows[i]).Length;
        var (newIndices, newValues) = (new int[newStarts[^1]], new float[newStarts[^1]]);
        for (var i = 0; i < rows.Length; i++)
        {
            IndicesOf(rows[i]).CopyTo(newIndices.AsSpan(newStarts[i]));
            ValuesOf(rows[i]).CopyTo(newValues.AsSpan(newStarts[i]));
        }

        return new SparseMatrix(Columns, newStarts, newIndices, newValues);
    }

    /// <summary>Adds a multiple of a row to a list with one place per column.</summary>
    internal void AddTo(int row, float factor, Span<float> into)
    {
        for (var i = starts[row]; i < starts[row + 1]; i++) into[indices[i]] += factor * values[i];
    }

    /// <summary>The shape, such as "4339 x 3665, 266802 entries".</summary>
    public override string ToString() => $"{Rows} x {Columns}, {Count} entries";
}
