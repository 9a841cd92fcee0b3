namespace Habitue.Learning.Data;

/// <summary>
/// Rows under named columns of text or numbers: customer data before it is encoded. An encoder makes a
/// <see cref="Matrix"/> of it.
/// <code>
/// var frame = new Frame(new TextColumn("country", ["France", "Spain", null]), new NumberColumn("orders", [3, 1, 4]));
/// </code>
/// </summary>
public sealed class Frame
{
    /// <summary>A frame of columns.</summary>
    /// <exception cref="BadDataException">Two columns have one name, or the columns are not of one length.</exception>
    public Frame(params IReadOnlyList<FrameColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Columns = [.. columns];
        Rows = Columns.Count == 0 ? 0 : Columns[0].Rows;
        foreach (var column in Columns)
        {
            if (Columns.Count(other => other.Name == column.Name) > 1)
                throw new BadDataException($"Column '{column.Name}' is there twice; give each column a name of its own.", column.Name);
            if (column.Rows != Rows)
                throw new BadDataException($"Column '{column.Name}' has {column.Rows} rows, '{Columns[0].Name}' has {Rows}.", column.Name);
        }
    }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<FrameColumn> Columns { get; }

    /// <summary>One column.</summary>
    /// <exception cref="BadDataException">There is no such column.</exception>
    public FrameColumn this[string name] => Columns.FirstOrDefault(column => column.Name == name)
        ?? throw new BadDataException($"There is no column '{name}'; there are: {string.Join(", ", Columns.Select(column => column.Name))}.", name);
}

/// <summary>A column of a <see cref="Frame"/>.</summary>
/// <param name="Name">Its name.</param>
public abstract record FrameColumn(string Name)
{
    /// <summary>How many rows it has.</summary>
    public abstract int Rows { get; }
}

/// <summary>A column of texts.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">The texts; null is a missing value.</param>
public sealed record TextColumn(string Name, IReadOnlyList<string?> Values) : FrameColumn(Name)
{
    /// <inheritdoc/>
    public override int Rows => Values.Count;
}

/// <summary>A column of numbers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">The numbers; NaN is a missing value.</param>
public sealed record NumberColumn(string Name, IReadOnlyList<double> Values) : FrameColumn(Name)
{
    /// <inheritdoc/>
    public override int Rows => Values.Count;
}
