namespace Habitue.Duck;

// C# values that are stored as something else.
public sealed unsafe partial class DuckColumnWriter
{
    /// <summary>Writes a DECIMAL; digits beyond the column's scale are rounded half away from zero, as DuckDB rounds.</summary>
    public void Set(int row, decimal value)
    {
        var type = Column.Type;
        if (_id != DuckTypeId.Decimal)
            throw Wrong(nameof(Decimal));
        if (type.Width is > 9 and <= 18 && DecimalConversion.TryFast(value, type.Width, type.Scale, out var few))
        {
            Set(row, few);
            return;
        }
        if (!DecimalConversion.TryUnscaled(value, type.Width, type.Scale, out var digits))
            throw new OverflowException($"The column {Column.Name} is {type}, which has no room for {value}.");
        if (type.Width is > 9 and <= 18)
            Set(row, (long)digits);
        else if (type.Width > 18)
            Set(row, digits);
        else if (type.Width > 4)
            Set(row, (int)digits);
        else
            Set(row, (short)digits);
    }

    /// <summary>Writes a timestamp of any precision; of unknown kind it is taken as UTC.</summary>
    public void Set(int row, DateTime value)
    {
        if (!TimeConversion.IsTimestamp(_id))
            throw Wrong(nameof(DateTime));
        Set(row, TimeConversion.Count(value, _id));
    }

    /// <summary>Writes a DATE.</summary>
    public void Set(int row, DateOnly value)
    {
        if (_id != DuckTypeId.Date)
            throw Wrong(nameof(DateOnly));
        Set(row, TimeConversion.Days(value));
    }

    /// <summary>Writes a TIME.</summary>
    public void Set(int row, TimeOnly value)
    {
        if (_id is not (DuckTypeId.Time or DuckTypeId.TimeNs))
            throw Wrong(nameof(TimeOnly));
        Set(row, _id == DuckTypeId.Time ? value.Ticks / TimeSpan.TicksPerMicrosecond : value.Ticks * 100);
    }

    /// <summary>Writes a UUID.</summary>
    public void Set(int row, Guid value)
    {
        if (_id != DuckTypeId.Uuid)
            throw Wrong(nameof(Guid));
        Set(row, UuidConversion.ToStored(value));
    }

    /// <summary>Writes the items of a LIST or ARRAY of a fixed-width type.</summary>
    public void SetList<T>(int row, ReadOnlySpan<T> values) where T : unmanaged =>
        values.CopyTo(new Span<T>(ItemsOf(row, values.Length, out var start).Place<T>() + start, values.Length));

    /// <summary>Writes the items of a LIST or ARRAY of texts.</summary>
    public void SetList(int row, ReadOnlySpan<string?> values)
    {
        var items = ItemsOf(row, values.Length, out var start);
        for (var i = 0; i < values.Length; i++)
            items.Set(start + i, values[i]);
    }

    private void SetLabel(int row, ReadOnlySpan<char> label)
    {
        var labels = Column.Type.Labels;
        _codes ??= Codes(labels);
        if (!_codes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(label, out var code))
            throw new ArgumentException($"The column {Column.Name} is {Column.Type} and has no label '{label}'.", nameof(label));
        if (_storage == typeof(byte))
            Set(row, (byte)code);
        else if (_storage == typeof(ushort))
            Set(row, (ushort)code);
        else
            Set(row, (uint)code);
    }

    private Dictionary<string, int>? _codes;

    private static Dictionary<string, int> Codes(IReadOnlyList<string> labels)
    {
        var codes = new Dictionary<string, int>(labels.Count, StringComparer.Ordinal);
        for (var i = 0; i < labels.Count; i++)
            codes[labels[i]] = i;
        return codes;
    }

    private DuckColumnWriter ItemsOf(int row, int count, out int start)
    {
        switch (_id)
        {
            case DuckTypeId.List or DuckTypeId.Map:
                var items = MoreItems(count, out start);
                Set(row, new DuckRange((ulong)start, (ulong)count));
                return items;
            case DuckTypeId.Array when count == Column.Type.Size:
                _written = true;
                start = Checked(row) * count;
                return _children[0];
            case DuckTypeId.Array:
                throw new ArgumentException($"The column {Column.Name} is {Column.Type}, and {count} items were given.", nameof(count));
            default:
                throw Wrong("list");
        }
    }
}
