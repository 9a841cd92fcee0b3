using System.Collections;

namespace Habitue.Duck;

/// <summary>From a value as <see cref="DuckVector.GetValue"/> gives it to the type that a record or scalar asks for.</summary>
internal static class ValueConversion
{
    internal static object? To(object? value, Type target, DuckColumn column)
    {
        if (value is not null && target.IsInstanceOfType(value))
            return value;
        var inner = Nullable.GetUnderlyingType(target);
        if (value is null)
            return !target.IsValueType || inner is not null
                ? null
                : throw new InvalidCastException($"The column {column.Name} holds NULL, and {target.Name} cannot be null: ask for {target.Name}?.");
        var asked = inner ?? target;
        try
        {
            return Convert(value, asked) ?? throw new InvalidCastException(Refusal(value, asked, column));
        }
        catch (Exception wrong) when (wrong is OverflowException or FormatException or ArgumentException)
        {
            throw new InvalidCastException(Refusal(value, asked, column), wrong);
        }
    }

    private static object? Convert(object value, Type asked) => value switch
    {
        string text when asked.IsEnum => Enum.Parse(asked, text, ignoreCase: true),
        string text when asked == typeof(char) && text.Length == 1 => text[0],
        string => null,
        _ when asked.IsEnum && value is sbyte or short or int or long or byte or ushort or uint or ulong => Enum.ToObject(asked, value),
        Int128 big => Big(big, asked),
        UInt128 big => Big(checked((Int128)big), asked),
        bool => null,
        DateTime time when asked == typeof(DateOnly) && time.TimeOfDay == TimeSpan.Zero => DateOnly.FromDateTime(time),
        DateTime time when asked == typeof(DateTimeOffset) => new DateTimeOffset(time),
        DateOnly date when asked == typeof(DateTime) => date.ToDateTime(default, DateTimeKind.Utc),
        DuckInterval span when asked == typeof(TimeSpan) => span.ToTimeSpan(),
        object?[] items => Items(items, asked),
        IConvertible number when asked == typeof(Int128) => (Int128)number.ToInt64(null),
        float or double or decimal when asked.IsPrimitive && asked != typeof(float) && asked != typeof(double) => Whole(value, asked),
        IConvertible number when asked.IsPrimitive || asked == typeof(decimal) => number.ToType(asked, null),
        _ => null,
    };

    /// <summary>A number with a fraction never becomes a whole one by rounding in silence.</summary>
    private static object? Whole(object value, Type asked)
    {
        var number = System.Convert.ToDecimal(value);
        return number == decimal.Truncate(number) && asked != typeof(bool) && asked != typeof(char) ? ((IConvertible)number).ToType(asked, null) : null;
    }

    private static object? Big(Int128 value, Type asked)
    {
        if (asked == typeof(double))
            return (double)value;
        if (asked == typeof(decimal))
            return (decimal)value;
        return asked == typeof(ulong) ? checked((ulong)value)
            : asked.IsPrimitive ? ((IConvertible)checked((long)value)).ToType(asked, null)
            : null;
    }

    private static Array? Items(object?[] items, Type asked)
    {
        var item = asked.IsArray ? asked.GetElementType()! : asked.IsGenericType ? asked.GetGenericArguments()[0] : null;
        if (item is null || !asked.IsAssignableFrom(item.MakeArrayType()))
            return null;
        var array = Array.CreateInstance(item, items.Length);
        var column = new DuckColumn("(list item)", new DuckType(DuckTypeId.Any));
        for (var i = 0; i < items.Length; i++)
            array.SetValue(To(items[i], item, column), i);
        return array;
    }

    private static string Refusal(object value, Type asked, DuckColumn column) =>
        $"The column {column.Name} ({column.Type}) holds {(value is IEnumerable and not string ? "a list" : $"'{value}'")}, which is no {asked.Name}.";
}
