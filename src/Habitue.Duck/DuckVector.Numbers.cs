namespace Habitue.Duck;

public readonly unsafe ref partial struct DuckVector
{
    /// <summary>A DECIMAL of any width, with its scale. Beyond 28 digits only when the value itself fits.</summary>
    public decimal GetDecimal(int row)
    {
        if (Type.Id != DuckTypeId.Decimal)
            throw Wrong("decimal");
        if (Type.Width is > 9 and <= 18)
            return DecimalConversion.From(*At<long>(row), Type.Scale);
        return DecimalConversion.TryFrom(Unscaled(row), Type.Scale, out var value)
            ? value
            : throw new OverflowException($"Row {row} of the column {_column.Name} ({Type}) holds {DecimalConversion.Text(Unscaled(row), Type.Scale)}, which is beyond C#'s decimal.");
    }

    /// <summary>The digits of a DECIMAL without its point.</summary>
    private Int128 Unscaled(int row) => Type.Width switch
    {
        <= 4 => *At<short>(row),
        <= 9 => *At<int>(row),
        <= 18 => *At<long>(row),
        _ => *At<Int128>(row),
    };

    /// <summary>A UUID.</summary>
    public Guid GetGuid(int row) => Type.Id == DuckTypeId.Uuid ? UuidConversion.From(*At<Int128>(row)) : throw Wrong("Guid");

    /// <summary>An INTERVAL.</summary>
    public DuckInterval GetInterval(int row) => Type.Id == DuckTypeId.Interval ? *At<DuckInterval>(row) : throw Wrong("interval");
}
