namespace Habitue.Duck;

/// <summary>Makes one T of each row: a record by the names of its constructor's parameters, a tuple by position, anything else from the one column.</summary>
internal static class RowReader<T>
{
    // Found once for each T; the match with the columns is made once for each result.
    private static readonly RowShape? s_shape = RowShape.Of(typeof(T));

    internal static List<T> ReadAll(DuckResult result)
    {
        var rows = new List<T>();
        if (s_shape is null)
            ReadValues(result, rows);
        else
            ReadObjects(result, s_shape, rows);
        return rows;
    }

    private static void ReadValues(DuckResult result, List<T> rows)
    {
        if (result.Columns.Count != 1)
            throw new DuckException($"One column was asked for ({typeof(T).Name}), and the query has {result.Columns.Count}.", result.Sql);
        foreach (var chunk in result.Chunks())
        {
            var values = chunk[0];
            for (var row = 0; row < chunk.Count; row++)
                rows.Add((T)ValueConversion.To(values.GetValue(row), typeof(T), result.ColumnArray[0])!);
        }
    }

    private static void ReadObjects(DuckResult result, RowShape shape, List<T> rows)
    {
        var parts = shape.Parts;
        var places = Places(result, shape);
        object?[] grid = [];
        foreach (var chunk in result.Chunks())
        {
            if (grid.Length < chunk.Count * parts.Length)
                grid = new object?[chunk.Count * parts.Length];
            for (var i = 0; i < places.Length; i++)
                Fill(grid.AsSpan(i), parts.Length, chunk, places[i], parts[i]);
            for (var row = 0; row < chunk.Count; row++)
                rows.Add((T)shape.Make(grid.AsSpan(row * parts.Length, parts.Length)));
        }
    }

    /// <summary>One column of the grid, whose rows lie side by side.</summary>
    private static void Fill(Span<object?> grid, int step, DuckChunk chunk, int place, RowPart part)
    {
        if (place < 0)
        {
            for (var row = 0; row < chunk.Count; row++)
                grid[row * step] = part.Default;
            return;
        }
        var values = chunk[place];
        for (var row = 0; row < chunk.Count; row++)
            grid[row * step] = ValueConversion.To(values.GetValue(row), part.Type, chunk.Columns[place]);
    }

    private static int[] Places(DuckResult result, RowShape shape)
    {
        var columns = result.ColumnArray;
        if (shape.ByPosition)
            return columns.Length == shape.Parts.Length
                ? [.. Enumerable.Range(0, columns.Length)]
                : throw new DuckException($"A tuple of {shape.Parts.Length} was asked for, and the query has {columns.Length} columns.", result.Sql);
        return Array.ConvertAll(shape.Parts, part =>
        {
            var place = Array.FindIndex(columns, column => SameName(column.Name, part.Name));
            return place >= 0 || part.Optional
                ? place
                : throw new DuckException($"{typeof(T).Name} needs a column {part.Name}; the query has {string.Join(", ", columns.Select(column => column.Name))}.", result.Sql);
        });
    }

    // order_id, OrderId and orderid are one name.
    private static bool SameName(string column, string parameter) =>
        string.Equals(column.Replace("_", ""), parameter.Replace("_", ""), StringComparison.OrdinalIgnoreCase);
}
