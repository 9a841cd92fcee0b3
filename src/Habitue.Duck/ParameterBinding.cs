using System.Collections;
using System.Text;
using Habitue.Duck.Native;

namespace Habitue.Duck;

/// <summary>Turns C# values into DuckDB's, and binds them to a statement.</summary>
internal static class ParameterBinding
{
    internal static void Bind(OwnedStatement statement, ReadOnlySpan<object?> parameters, string sql)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            using var value = Value(parameters[i]);
            if (DuckApi.duckdb_bind_value(statement, (ulong)i + 1, value) == DuckState.Error)
                throw new DuckException($"Parameter ${i + 1} ({parameters[i]?.GetType().Name ?? "NULL"}): {DuckApi.duckdb_prepare_error(statement)}", sql);
        }
    }

    internal static OwnedValue Value(object? value) => value switch
    {
        null or DBNull => DuckApi.duckdb_create_null_value(),
        string x => Text(x),
        bool x => DuckApi.duckdb_create_bool(x),
        sbyte x => DuckApi.duckdb_create_int8(x),
        byte x => DuckApi.duckdb_create_uint8(x),
        short x => DuckApi.duckdb_create_int16(x),
        ushort x => DuckApi.duckdb_create_uint16(x),
        int x => DuckApi.duckdb_create_int32(x),
        uint x => DuckApi.duckdb_create_uint32(x),
        long x => DuckApi.duckdb_create_int64(x),
        ulong x => DuckApi.duckdb_create_uint64(x),
        Int128 x => DuckApi.duckdb_create_hugeint(HugeStruct.From(x)),
        UInt128 x => DuckApi.duckdb_create_uhugeint(HugeStruct.From(x)),
        float x => DuckApi.duckdb_create_float(x),
        double x => DuckApi.duckdb_create_double(x),
        decimal x => Decimal(x),
        DateTime x => DuckApi.duckdb_create_timestamp(TimeConversion.Micros(x)),
        DateTimeOffset x => DuckApi.duckdb_create_timestamp_tz(TimeConversion.Micros(x.UtcDateTime)),
        DateOnly x => DuckApi.duckdb_create_date(TimeConversion.Days(x)),
        TimeOnly x => DuckApi.duckdb_create_time(x.Ticks / TimeSpan.TicksPerMicrosecond),
        TimeSpan x => DuckApi.duckdb_create_interval(DuckInterval.From(x)),
        DuckInterval x => DuckApi.duckdb_create_interval(x),
        Guid x => DuckApi.duckdb_create_uuid(HugeStruct.From(UuidConversion.ToNumber(x))),
        byte[] x => DuckApi.duckdb_create_blob(x, (ulong)x.Length),
        Enum x => Text(x.ToString()),
        IEnumerable x => List(x),
        _ => throw new ArgumentException($"A value of type {value.GetType()} cannot be bound to a parameter.", nameof(value)),
    };

    private static OwnedValue Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return DuckApi.duckdb_create_varchar_length(utf8, (ulong)utf8.Length);
    }

    // 18 digits where they are enough: DuckDB compares and computes these as plain 64-bit numbers.
    private static OwnedValue Decimal(decimal value)
    {
        var digits = DecimalConversion.Unscaled(value);
        var width = value.Scale <= 18 && Int128.Abs(digits) < 1_000_000_000_000_000_000 ? 18 : 38;
        return DuckApi.duckdb_create_decimal(new DecimalStruct((byte)width, value.Scale, HugeStruct.From(digits)));
    }

    private static OwnedValue List(IEnumerable items)
    {
        var values = new List<OwnedValue>();
        try
        {
            // The list takes the type of one item, which is borrowed from it: of decimals the one with most places.
            object? model = null;
            OwnedValue? typed = null;
            foreach (var item in items)
            {
                values.Add(Value(item));
                if (item is not null && (model is null || (item is decimal x && model is decimal y && x.Scale > y.Scale)))
                    (model, typed) = (item, values[^1]);
            }
            using var unknown = Value(Default(items.GetType()));
            var natives = values.ConvertAll(value => value.DangerousGetHandle()).ToArray();
            var list = DuckApi.duckdb_create_list_value(DuckApi.duckdb_get_value_type(typed ?? unknown), natives, (ulong)natives.Length);
            return !list.IsInvalid ? list : throw new ArgumentException("The items of a list that is bound to a parameter must be of one type.", nameof(items));
        }
        finally
        {
            values.ForEach(value => value.Dispose());
        }
    }

    // An empty array still knows what it is an array of.
    private static object? Default(Type list) => list.GetElementType() switch
    {
        { } item when item == typeof(string) => "",
        { IsValueType: true } item => Array.CreateInstance(Nullable.GetUnderlyingType(item) ?? item, 1).GetValue(0),
        _ => null,
    };
}
