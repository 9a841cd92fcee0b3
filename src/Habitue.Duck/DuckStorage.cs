namespace Habitue.Duck;

/// <summary>Which C# type has the same bytes as a DuckDB type has in a vector. This is the one list to extend for a new type.</summary>
internal static class DuckStorage
{
    internal static Type? Of(DuckType type) => type.Id switch
    {
        DuckTypeId.Boolean => typeof(bool),
        DuckTypeId.TinyInt => typeof(sbyte),
        DuckTypeId.SmallInt => typeof(short),
        DuckTypeId.Integer or DuckTypeId.Date => typeof(int),
        DuckTypeId.BigInt or DuckTypeId.Timestamp or DuckTypeId.TimestampS or DuckTypeId.TimestampMs
            or DuckTypeId.TimestampNs or DuckTypeId.TimestampTz or DuckTypeId.Time or DuckTypeId.TimeNs => typeof(long),
        DuckTypeId.UTinyInt => typeof(byte),
        DuckTypeId.USmallInt => typeof(ushort),
        DuckTypeId.UInteger => typeof(uint),
        DuckTypeId.UBigInt or DuckTypeId.TimeTz => typeof(ulong),
        DuckTypeId.Float => typeof(float),
        DuckTypeId.Double => typeof(double),
        DuckTypeId.HugeInt or DuckTypeId.Uuid => typeof(Int128),
        DuckTypeId.UHugeInt => typeof(UInt128),
        DuckTypeId.Interval => typeof(DuckInterval),
        DuckTypeId.List or DuckTypeId.Map => typeof(DuckRange),
        DuckTypeId.Decimal => type.Width switch { <= 4 => typeof(short), <= 9 => typeof(int), <= 18 => typeof(long), _ => typeof(Int128) },
        DuckTypeId.Enum => type.Labels.Count switch { <= 256 => typeof(byte), <= 65536 => typeof(ushort), _ => typeof(uint) },
        _ => null,
    };

    /// <summary>Bytes of one value in a vector; 0 when only its fields or items are stored.</summary>
    internal static int Width(DuckType type) => type.Id switch
    {
        DuckTypeId.Varchar or DuckTypeId.Blob or DuckTypeId.Bit or DuckTypeId.BigNum or DuckTypeId.Geometry => 16,
        _ => Of(type) is not { } storage ? 0
            : storage == typeof(bool) || storage == typeof(sbyte) || storage == typeof(byte) ? 1
            : storage == typeof(short) || storage == typeof(ushort) ? 2
            : storage == typeof(int) || storage == typeof(uint) || storage == typeof(float) ? 4
            : storage == typeof(long) || storage == typeof(ulong) || storage == typeof(double) ? 8
            : 16,
    };

    /// <summary>Whether values of T may be read from, or written to, a vector of this type.</summary>
    internal static bool Fits<T>(DuckType type) =>
        Of(type) is { } storage && (storage == typeof(T) || (storage == typeof(bool) && typeof(T) == typeof(byte)));
}
