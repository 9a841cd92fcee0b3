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

    private static OwnedValue Decimal(decimal value) =>
        DuckApi.duckdb_create_decimal(new DecimalStruct(38, value.Scale, HugeStruct.From(DecimalConversion.Unscaled(value))));

    // A list takes the type of its first item that is not null; that type is borrowed from the item.
    private static OwnedValue List(IEnumerable items)
    {
        var values = new List<OwnedValue>();
        try
        {
            OwnedValue? typed = null;
            foreach (var item in items)
            {
                values.Add(Value(item));
                typed ??= item is null ? null : values[^1];
            }
            using var unknown = DuckApi.duckdb_create_logical_type(DuckTypeId.SqlNull);
            var type = typed is null ? unknown.DangerousGetHandle() : DuckApi.duckdb_get_value_type(typed);
            var natives = values.ConvertAll(value => value.DangerousGetHandle()).ToArray();
            return DuckApi.duckdb_create_list_value(type, natives, (ulong)natives.Length);
        }
        finally
        {
            values.ForEach(value => value.Dispose());
        }
    }
}
