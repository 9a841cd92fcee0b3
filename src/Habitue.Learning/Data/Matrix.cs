namespace Habitue.Learning.Data;

/// <summary>
/// Rows of numbers under named columns: row-major float32, so a row is one span. A missing value is NaN. The
/// shape is fixed; the values may be written until the matrix is handed to an algorithm, which only reads it.
/// Not for mostly empty data, nor for text.
/// </summary>
public sealed partial class Matrix
{
    private readonly float[] values;
    private readonly string[] columns;

    /// <summary>A matrix of zeros.</summary>
    /// <param name="rows">0 or more.</param>
    /// <param name="columns">Their names, each once.</param>
    /// <exception cref="BadDataException">Two columns have one name, or the matrix would exceed 2.1 billion values.</exception>
    public Matrix(int rows, IReadOnlyList<string> columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentNullException.ThrowIfNull(columns);
        this.columns = [.. columns];
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in this.columns)
            if (!names.Add(name)) throw new BadDataException($"Column '{name}' is there twice; give each column a name of its own.", name);

        var size = (long)rows * this.columns.Length;
        if (size > Array.MaxLength)
            throw new BadDataException($"{rows} rows of {this.columns.Length} columns are {size} values; a matrix holds at most {Array.MaxLength}.");
        Rows = rows;
        values = new float[size];
    }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>The columns' names, in order.</summary>
    public IReadOnlyList<string> Columns => columns;

    /// <summary>All values, row after row.</summary>
    public Span<float> Values => values;

    internal float[] Raw => values;

    /// <summary>One row.</summary>
    public Span<float> Row(int row) => values.AsSpan(checked(row * columns.Length), columns.Length);

    /// <summary>One value.</summary>
    public float this[int row, int column]
    {
        get => Row(row)[column];
        set => Row(row)[column] = value;
    }

    /// <summary>A matrix of whole columns; doubles are rounded to float32.</summary>
    /// <exception cref="BadDataException">The columns are not of one length.</exception>
    public static Matrix OfColumns(params ReadOnlySpan<(string Name, double[] Values)> columns)
    {
        var names = new string[columns.Length];
        for (var c = 0; c < names.Length; c++) names[c] = columns[c].Name;
        var matrix = new Matrix(columns.IsEmpty ? 0 : columns[0].Values.Length, names);
        for (var c = 0; c < names.Length; c++)
        {
            if (columns[c].Values.Length != matrix.Rows)
                throw new BadDataException($"Column '{names[c]}' has {columns[c].Values.Length} rows, '{names[0]}' has {matrix.Rows}.", names[c]);
            matrix.Fill(c, columns[c].Values);
        }

        return matrix;
    }

    /// <summary>A matrix of whole rows, for small tables.</summary>
    /// <exception cref="BadDataException">A row does not have one value per column.</exception>
    public static Matrix OfRows(IReadOnlyList<string> columns, params ReadOnlySpan<float[]> rows)
    {
        var matrix = new Matrix(rows.Length, columns);
        for (var r = 0; r < rows.Length; r++)
        {
            if (rows[r].Length != columns.Count) throw new BadDataException($"Row {r} has {rows[r].Length} values for {columns.Count} columns.");
            rows[r].CopyTo(matrix.Row(r));
        }

        return matrix;
    }

    /// <summary>Writes a part of a column, such as one chunk of a query's result; doubles are rounded to float32.</summary>
    /// <param name="column">The column's number.</param>
    /// <param name="part">The values.</param>
    /// <param name="fromRow">The row of the first of them.</param>
    public void Fill(int column, ReadOnlySpan<double> part, int fromRow = 0)
    {
        var at = Place(column, part.Length, fromRow);
        foreach (var value in part)
        {
            values[at] = (float)value;
            at += columns.Length;
        }
    }

    /// <inheritdoc cref="Fill(int, ReadOnlySpan{double}, int)"/>
    public void Fill(int column, ReadOnlySpan<float> part, int fromRow = 0)
    {
        var at = Place(column, part.Length, fromRow);
        foreach (var value in part)
        {
            values[at] = value;
            at += columns.Length;
        }
    }

    /// <summary>A copy of one column.</summary>
    public float[] Column(int column)
    {
        var copy = new float[Rows];
        for (int r = 0, at = Place(column, Rows, 0); r < copy.Length; r++, at += columns.Length) copy[r] = values[at];
        return copy;
    }

    /// <summary>A copy of one column.</summary>
    /// <exception cref="BadDataException">There is no such column.</exception>
    public float[] Column(string name) => Column(IndexOf(name));

    /// <summary>The number of a column.</summary>
    /// <exception cref="BadDataException">There is no such column.</exception>
    public int IndexOf(string name)
    {
        var index = Array.IndexOf(columns, name);
        return index >= 0
            ? index
            : throw new BadDataException($"There is no column '{name}'; there are: {string.Join(", ", columns)}.", name);
    }

    /// <summary>A new matrix of the named columns, in the order in which they are named.</summary>
    /// <exception cref="BadDataException">There is no such column.</exception>
    public Matrix Select(params IReadOnlyList<string> names)
    {
        var from = names.Select(IndexOf).ToArray();
        var chosen = new Matrix(Rows, names);
        for (var r = 0; r < Rows; r++)
        {
            Span<float> source = Row(r), target = chosen.Row(r);
            for (var c = 0; c < from.Length; c++) target[c] = source[from[c]];
        }

        return chosen;
    }

    /// <summary>A new matrix of the numbered rows, in the order in which they are given.</summary>
    public Matrix Take(ReadOnlySpan<int> rows)
    {
        var taken = new Matrix(rows.Length, columns);
        for (var r = 0; r < rows.Length; r++) Row(rows[r]).CopyTo(taken.Row(r));
        return taken;
    }

    /// <summary>The shape, such as "4338 x 3".</summary>
    public override string ToString() => $"{Rows} x {columns.Length}";

    /// <summary>This matrix when its columns are the wanted ones, else a copy with just these.</summary>
    internal Matrix For(IReadOnlyList<string> wanted)
    {
        var same = wanted.Count == columns.Length;
        for (var c = 0; same && c < columns.Length; c++) same = columns[c] == wanted[c];
        return same ? this : Select(wanted);
    }

    /// <summary>Makes sure that a result has the right shape.</summary>
    internal void MustBe(int rows, int width, string name)
    {
        if (Rows != rows || columns.Length != width)
            throw new ArgumentException($"'{name}' is {this}; it must be {rows} x {width}.", name);
    }

    private int Place(int column, int length, int fromRow)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, columns.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(fromRow);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Rows - fromRow, nameof(length));
        return (fromRow * columns.Length) + column;
    }
}
