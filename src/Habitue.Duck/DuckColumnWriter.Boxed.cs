using System.Collections;

namespace Habitue.Duck;

public sealed partial class DuckColumnWriter
{
    /// <summary>Writes any value that <see cref="DuckVector.GetValue"/> gives, nested ones too; for few rows, since it looks at the types each time.</summary>
    public void SetValue(int row, object? value)
    {
        switch (value)
        {
            case null or DBNull: SetNull(row); break;
            case string x: Set(row, x); break;
            case bool x: Set(row, x); break;
            case decimal x: Set(row, x); break;
            case DateTime x: Set(row, x); break;
            case DateOnly x: Set(row, x); break;
            case TimeOnly x: Set(row, x); break;
            case Guid x: Set(row, x); break;
            case byte[] x: SetUtf8(row, x); break;
            case DuckInterval x: Set(row, x); break;
            case TimeSpan x: Set(row, DuckInterval.From(x)); break;
            case sbyte or short or int or long or byte or ushort or uint or ulong or float or double or Int128 or UInt128: SetNumber(row, value); break;
            case IDictionary x when _id == DuckTypeId.Struct: SetStruct(row, x); break;
            case IDictionary x: SetMap(row, x); break;
            case IEnumerable x: SetItems(row, [.. x.Cast<object?>()]); break;
            default: throw Wrong(value.GetType().Name);
        }
    }

    private void SetNumber(int row, object value)
    {
        if (_id == DuckTypeId.Decimal)
            Set(row, (decimal)ValueConversion.To(value, typeof(decimal), Column)!);
        else if (_storage is null || _id is DuckTypeId.Boolean or DuckTypeId.Enum or DuckTypeId.List or DuckTypeId.Map or DuckTypeId.Interval)
            throw Wrong(value.GetType().Name);
        else
            switch (ValueConversion.To(value, _storage, Column))
            {
                case sbyte x: Set(row, x); break;
                case short x: Set(row, x); break;
                case int x: Set(row, x); break;
                case long x: Set(row, x); break;
                case byte x: Set(row, x); break;
                case ushort x: Set(row, x); break;
                case uint x: Set(row, x); break;
                case ulong x: Set(row, x); break;
                case float x: Set(row, x); break;
                case double x: Set(row, x); break;
                case Int128 x: Set(row, x); break;
                case UInt128 x: Set(row, x); break;
                default: throw Wrong(value.GetType().Name);
            }
    }

    private void SetItems(int row, object?[] values)
    {
        var items = ItemsOf(row, values.Length, out var start);
        for (var i = 0; i < values.Length; i++)
            items.SetValue(start + i, values[i]);
    }

    private void SetStruct(int row, IDictionary values)
    {
        Checked(row);
        _written = true;
        foreach (var field in _children)
            field.SetValue(row, values[field.Column.Name]);
    }

    private void SetMap(int row, IDictionary values)
    {
        if (_id != DuckTypeId.Map)
            throw Wrong("map");
        var items = ItemsOf(row, values.Count, out var at);
        items._written = true;
        foreach (DictionaryEntry entry in values)
        {
            items._children[0].SetValue(at, entry.Key);
            items._children[1].SetValue(at++, entry.Value);
        }
    }
}
