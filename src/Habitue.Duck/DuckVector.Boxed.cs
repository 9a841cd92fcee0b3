namespace Habitue.Duck;

public readonly unsafe ref partial struct DuckVector
{
    /// <summary>
    /// A row's value as an object, null for NULL; for printing and small results, since it allocates. Lists are arrays, structs and
    /// maps are dictionaries in order. A value beyond the C# type (infinity, year 200,000, 38 digits, a time with its zone) comes as text.
    /// </summary>
    public object? GetValue(int row)
    {
        if (!Validity.IsValid(row))
            return null;
        switch (Type.Id)
        {
            case DuckTypeId.Boolean: return *At<byte>(row) != 0;
            case DuckTypeId.TinyInt: return *At<sbyte>(row);
            case DuckTypeId.SmallInt: return *At<short>(row);
            case DuckTypeId.Integer: return *At<int>(row);
            case DuckTypeId.BigInt: return *At<long>(row);
            case DuckTypeId.UTinyInt: return *At<byte>(row);
            case DuckTypeId.USmallInt: return *At<ushort>(row);
            case DuckTypeId.UInteger: return *At<uint>(row);
            case DuckTypeId.UBigInt: return *At<ulong>(row);
            case DuckTypeId.Float: return *At<float>(row);
            case DuckTypeId.Double: return *At<double>(row);
            case DuckTypeId.HugeInt: return *At<Int128>(row);
            case DuckTypeId.UHugeInt: return *At<UInt128>(row);
            case DuckTypeId.Uuid: return GetGuid(row);
            case DuckTypeId.Interval: return GetInterval(row);
            case DuckTypeId.Varchar or DuckTypeId.Enum: return GetString(row);
            case DuckTypeId.Blob or DuckTypeId.Geometry: return GetUtf8(row).ToArray();
            case DuckTypeId.Bit: return BitText(GetUtf8(row));
            case DuckTypeId.BigNum: return BigNumber(GetUtf8(row));
            case DuckTypeId.Decimal when Type.Width <= 18: return GetDecimal(row);
            case DuckTypeId.Decimal:
                return DecimalConversion.TryFrom(Unscaled(row), Type.Scale, out var number) ? number : DecimalConversion.Text(Unscaled(row), Type.Scale);
            case DuckTypeId.Date:
                return TimeConversion.TryDate(*At<int>(row), out var date) ? date : TimeConversion.Text(_data, row, Type.Id);
            case DuckTypeId.Time or DuckTypeId.TimeNs:
                return TimeConversion.TryTime(MicrosOfDay(row), out var clock) ? clock : TimeConversion.Text(_data, row, Type.Id);
            case DuckTypeId.TimeTz: return TimeConversion.Text(_data, row, Type.Id);
            case DuckTypeId.Union: return UnionValue(row);
            case DuckTypeId.List or DuckTypeId.Array: return ListValue(row);
            case DuckTypeId.Map: return MapValue(row);
            case DuckTypeId.Struct: return StructValue(row);
            case var id when TimeConversion.IsTimestamp(id):
                return TimeConversion.TryDateTime(*At<long>(row), id, out var time) ? time : TimeConversion.Text(_data, row, id);
            default: throw new NotSupportedException($"The column {_column.Name} is {Type}: cast it to VARCHAR in the SQL to read it.");
        }
    }

    private object?[] ListValue(int row)
    {
        var range = GetRange(row);
        var items = Items;
        var values = new object?[range.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = items.GetValue(range.Start + i);
        return values;
    }

    private Dictionary<string, object?> StructValue(int row)
    {
        var values = new Dictionary<string, object?>(Type.Fields.Count);
        for (var i = 0; i < Type.Fields.Count; i++)
            values[Type.Fields[i].Name] = Field(i).GetValue(row);
        return values;
    }

    private Dictionary<object, object?> MapValue(int row)
    {
        var range = GetRange(row);
        var items = Items;
        var keys = items.Field(0);
        var values = items.Field(1);
        var map = new Dictionary<object, object?>(range.Count);
        for (var i = range.Start; i < range.Start + range.Count; i++)
            map[keys.GetValue(i)!] = values.GetValue(i);
        return map;
    }
}
