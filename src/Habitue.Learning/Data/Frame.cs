namespace Habitue.Learning.Data;

/// <summary>
/// Rows under named columns of numbers, texts, truth values and times: customer data before it is encoded. An encoder
/// makes a <see cref="Matrix"/> of it. Not for arithmetic over many columns: that is the matrix's business.
/// <code>
/// var frame = new Frame(new TextColumn("country", ["France", "Spain", null]), new NumberColumn("orders", [3, 1, 4]));
/// </code>
/// For data that come in chunks, each column has a builder (<see cref="NumberColumnBuilder"/> and its like).
/// Memory per row: 8 bytes for a number or time, 4 for a text (each different text is kept once), 1 for a truth value.
/// </summary>
public sealed class Frame
{
    private readonly FrameColumn[] columns;
    private readonly Dictionary<string, int> places;

    /// <summary>A frame of columns.</summary>
    /// <exception cref="BadDataException">Two columns have one name, or the columns are not of one length.</exception>
    public Frame(params IReadOnlyList<FrameColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        this.columns = [.. columns];
        places = new Dictionary<string, int>(this.columns.Length, StringComparer.Ordinal);
        Rows = this.columns.Length == 0 ? 0 : this.columns[0].Rows;
        for (var c = 0; c < this.columns.Length; c++)
        {
            var column = this.columns[c];
            if (!places.TryAdd(column.Name, c))
                throw new BadDataException($"Column '{column.Name}' is there twice; give each column a name of its own.", column.Name);
            if (column.Rows != Rows)
                throw new BadDataException($"Column '{column.Name}' has {column.Rows} rows, '{this.columns[0].Name}' has {Rows}.", column.Name);
        }
    }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<FrameColumn> Columns => columns;

    /// <summary>One column.</summary>
    /// <exception cref="BadDataException">There is no such column.</exception>
    public FrameColumn this[string name] => places.TryGetValue(name, out var place)
        ? columns[place]
        : throw new BadDataException($"There is no column '{name}'; there are: {string.Join(", ", columns.Select(column => column.Name))}.", name);

    /// <summary>A frame of the named columns, in the order in which they are named; the columns are shared, not copied.</summary>
    /// <exception cref="BadDataException">There is no such column.</exception>
    public Frame Select(params IReadOnlyList<string> names) => new([.. names.Select(name => this[name])]);

    /// <summary>A new frame of the numbered rows, in the order in which they are given; a row may be taken many times.</summary>
    public Frame Take(ReadOnlySpan<int> rows)
    {
        var taken = new FrameColumn[columns.Length];
        for (var c = 0; c < taken.Length; c++) taken[c] = columns[c].Take(rows);
        return new Frame(taken);
    }

    /// <summary>The columns of numbers and truth values, in their order, as a matrix: 1 for true, 0 for false, NaN for missing.</summary>
    public Matrix Numbers()
    {
        var chosen = columns.Where(column => column is NumberColumn or BooleanColumn).ToArray();
        var matrix = new Matrix(Rows, [.. chosen.Select(column => column.Name)]);
        for (var c = 0; c < chosen.Length; c++)
            matrix.Fill(c, chosen[c] is NumberColumn numbers ? numbers.Values : ((BooleanColumn)chosen[c]).ToNumbers().Values);
        return matrix;
    }

    /// <summary>The shape, such as "4338 x 3".</summary>
    public override string ToString() => $"{Rows} x {columns.Length}";
}
