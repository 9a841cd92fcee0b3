using System.Runtime.InteropServices;

namespace Habitue.Duck.Native;

// https://duckdb.org/docs/stable/clients/c/prepared: values for parameters
internal static partial class DuckApi
{
    [LibraryImport(Library)]
    internal static partial DuckState duckdb_bind_value(OwnedStatement statement, ulong index, OwnedValue value);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_null_value();

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_bool([MarshalAs(UnmanagedType.U1)] bool value);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_int8(sbyte value);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_uint8(byte value);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_int16(short value);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_uint16(ushort value);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_int32(int value);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_uint32(uint value);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_int64(long value);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_uint64(ulong value);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_hugeint(HugeStruct value);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_uhugeint(HugeStruct value);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_float(float value);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_double(double value);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_decimal(DecimalStruct value);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_uuid(HugeStruct value);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_date(int days);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_time(long micros);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_time_ns(long nanos);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_time_tz_value(ulong bits);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_timestamp(long micros);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_timestamp_tz(long micros);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_timestamp_s(long count);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_timestamp_ms(long count);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_timestamp_ns(long count);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_interval(DuckInterval value);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_varchar_length(ReadOnlySpan<byte> text, ulong length);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_blob(ReadOnlySpan<byte> data, ulong length);

    [LibraryImport(Library)]
    internal static partial OwnedValue duckdb_create_list_value(nint borrowedType, ReadOnlySpan<nint> values, ulong count);

    /// <summary>The type belongs to the value.</summary>
    [LibraryImport(Library)]
    internal static partial nint duckdb_get_value_type(OwnedValue value);

    [LibraryImport(Library)]
    internal static partial OwnedText duckdb_get_varchar(OwnedValue value);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_value(ref nint value);
}
