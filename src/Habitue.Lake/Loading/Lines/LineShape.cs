using Habitue.Lake.Events;
using Habitue.Lake.Mapping;

namespace Habitue.Lake.Loading.Lines;

/// <summary>
/// A mapping of JSON lines made ready for reading them without a database: which keys are looked at, and which of the texts found
/// there fill a field. What it says is what <see cref="JsonRows"/> and <see cref="StagingSql"/> say in SQL.
/// </summary>
internal sealed class LineShape
{
    private long readings;

    private LineShape(SourceMapping mapping, string? array)
    {
        Array = array;
        foreach (string column in mapping.Columns.Where(c => c.Field != SourceMapping.Properties).Select(c => c.Column).Distinct())
            Slot(column);
        // As in JsonRows: what is kept, in the order of the mapping.
        Kept = [.. mapping.Columns.Where(c => c.Field == SourceMapping.Properties || c.Column.Contains('.')).Select(c => Top(c.Column)).Where(t => t != array).Distinct()];
        for (int i = 0; i < Kept.Count; i++)
            Root.At(Kept[i]).Kept = i;
        foreach (ColumnMapping column in mapping.Columns)
            Root.At(Top(column.Column));   // a key that no column begins with is one that the mapping does not know
        Fields = mapping.Entity.Fields.Select(f => f.Name).ToDictionary(name => name, name => (LineSource[])[.. mapping.For(name).Select(SourceOf).OfType<LineSource>()]);
    }

    public LineNode Root { get; } = new("");

    /// <summary>The array whose items make rows; null when a line is one row.</summary>
    public string? Array { get; }

    /// <summary>Texts that hold for a line, and those of each item.</summary>
    public int LineSlots { get; private set; }
    public int ItemSlots { get; private set; }

    /// <summary>The members that are kept as JSON.</summary>
    public IReadOnlyList<string> Kept { get; }

    /// <summary>Where each field's text comes from; the first that is there holds.</summary>
    public IReadOnlyDictionary<string, LineSource[]> Fields { get; }

    /// <summary>A number that no reading had before; nodes remember the one in which they were met.</summary>
    public long NextReading => ++readings;

    /// <summary>The shape of a mapping; null for one that says what is only told in SQL, such as another way of writing numbers.</summary>
    public static LineShape? Of(SourceMapping mapping)
    {
        string[] arrays = [.. mapping.Columns.Where(c => c.Field != SourceMapping.Properties && c.Column.Contains("[].", StringComparison.Ordinal)).Select(c => c.Column[..c.Column.IndexOf("[].", StringComparison.Ordinal)]).Distinct()];
        bool isPlain = mapping.Entity == Entity.Events && !mapping.EqualRowsAreDuplicates && mapping.Constants.Count == 0 && !mapping.Fills(SourceMapping.CustomerEmail)
            && arrays.Length <= 1 && mapping.Columns.All(c => c.Column.Split("[].") is { Length: <= 2 } parts && parts.All(IsPlainPath)) && mapping.Columns.All(IsReadPlainly)
            && (mapping.Fills("unit_price") || !mapping.Fills("amount") || !mapping.Fills("quantity"));
        return isPlain ? new LineShape(mapping, arrays.FirstOrDefault()) : null;
    }

    private static bool IsPlainPath(string path) => path.Length > 0 && path.Split('.').All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'));

    private static bool IsReadPlainly(ColumnMapping column) => column.ReadAs is null or ReadAs.Iso or ReadAs.IsoOffset;

    private static string Top(string column) => column.Split('.', '[')[0];

    private void Slot(string column)
    {
        int items = column.IndexOf("[].", StringComparison.Ordinal);
        if (items < 0)
        {
            LineNode node = Root.At(column);
            node.Slot = node.Slot < 0 ? LineSlots++ : node.Slot;
            return;
        }

        LineNode array = Root.At(column[..items]), item = (array.Item ??= new LineNode("")).At(column[(items + 3)..]);
        item.Slot = item.Slot < 0 ? ItemSlots++ : item.Slot;
    }

    private LineSource? SourceOf(ColumnMapping column)
    {
        int items = column.Column.IndexOf("[].", StringComparison.Ordinal);
        if (items >= 0)
            return new LineSource(Root.At(column.Column[..items]).Item!.At(column.Column[(items + 3)..]).Slot, IsOfItem: true, OnFirstRow: false);
        // What holds for the order as a whole counts once: on its first line.
        return new LineSource(Root.At(column.Column).Slot, IsOfItem: false, OnFirstRow: Array is not null && (column.Field is "discount" or "amount"));
    }
}

/// <summary>A text that may fill a field.</summary>
/// <param name="Slot">Where the reader puts it.</param>
/// <param name="IsOfItem">Each item has its own.</param>
/// <param name="OnFirstRow">Only the first row of a line has it.</param>
internal readonly record struct LineSource(int Slot, bool IsOfItem, bool OnFirstRow);
