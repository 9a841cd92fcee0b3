using Habitue.Duck.Native;

namespace Habitue.Duck;

/// <summary>Between DuckDB's counts since 1970 and C#'s dates and times.</summary>
internal static class TimeConversion
{
    private const int EpochDay = 719162;

    internal static bool IsTimestamp(DuckTypeId id) => id is DuckTypeId.Timestamp or DuckTypeId.TimestampTz
        or DuckTypeId.TimestampS or DuckTypeId.TimestampMs or DuckTypeId.TimestampNs;

    internal static bool TryDateTime(long count, DuckTypeId id, out DateTime time)
    {
        var unit = id switch
        {
            DuckTypeId.TimestampS => TimeSpan.TicksPerSecond,
            DuckTypeId.TimestampMs => TimeSpan.TicksPerMillisecond,
            DuckTypeId.TimestampNs => 0,
            _ => TimeSpan.TicksPerMicrosecond,
        };
        // A tick is 100 ns; what is finer is cut off towards the past. Nanoseconds end in 2262, so only their infinity is outside.
        var (inside, ticks) = unit == 0
            ? (count is not (long.MaxValue or -long.MaxValue), Floor(count, 100))
            : (count >= -DateTime.UnixEpoch.Ticks / unit && count <= (DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks) / unit, unchecked(count * unit));
        time = inside ? new DateTime(DateTime.UnixEpoch.Ticks + ticks, DateTimeKind.Utc) : default;
        return inside;
    }

    internal static bool TryDate(int days, out DateOnly date)
    {
        var inside = days is >= -EpochDay and <= 2932896;
        date = inside ? DateOnly.FromDayNumber(days + EpochDay) : default;
        return inside;
    }

    internal static bool TryTime(long micros, out TimeOnly time)
    {
        var inside = micros is >= 0 and < 86_400_000_000;
        time = inside ? new TimeOnly(micros * TimeSpan.TicksPerMicrosecond) : default;
        return inside;
    }

    /// <summary>Microseconds since 1970; a local time is taken as what it is in UTC, one of unknown kind as UTC.</summary>
    internal static long Micros(DateTime time) => Count(time, DuckTypeId.Timestamp);

    /// <summary>The count since 1970 in the unit of the type; what is finer is cut off towards the past.</summary>
    internal static long Count(DateTime time, DuckTypeId id)
    {
        var ticks = (time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time).Ticks - DateTime.UnixEpoch.Ticks;
        if (id == DuckTypeId.Timestamp && ticks >= 0)
            return ticks / TimeSpan.TicksPerMicrosecond;
        return id switch
        {
            DuckTypeId.TimestampS => Floor(ticks, TimeSpan.TicksPerSecond),
            DuckTypeId.TimestampMs => Floor(ticks, TimeSpan.TicksPerMillisecond),
            DuckTypeId.TimestampNs => checked(ticks * 100),
            _ => Floor(ticks, TimeSpan.TicksPerMicrosecond),
        };
    }

    private static long Floor(long value, long unit)
    {
        var (quotient, rest) = Math.DivRem(value, unit);
        return rest < 0 ? quotient - 1 : quotient;
    }

    internal static int Days(DateOnly date) => date.DayNumber - EpochDay;

    /// <summary>As DuckDB writes it: for values that C# has no type for.</summary>
    internal static unsafe string Text(byte* data, int row, DuckTypeId id)
    {
        using var value = id switch
        {
            DuckTypeId.Time => DuckApi.duckdb_create_time(((long*)data)[row]),
            DuckTypeId.TimeNs => DuckApi.duckdb_create_time_ns(((long*)data)[row]),
            DuckTypeId.TimeTz => DuckApi.duckdb_create_time_tz_value(((ulong*)data)[row]),
            DuckTypeId.Date => DuckApi.duckdb_create_date(((int*)data)[row]),
            DuckTypeId.TimestampS => DuckApi.duckdb_create_timestamp_s(((long*)data)[row]),
            DuckTypeId.TimestampMs => DuckApi.duckdb_create_timestamp_ms(((long*)data)[row]),
            DuckTypeId.TimestampNs => DuckApi.duckdb_create_timestamp_ns(((long*)data)[row]),
            _ => DuckApi.duckdb_create_timestamp(((long*)data)[row]),
        };
        return DuckApi.duckdb_get_varchar(value).Take() ?? "";
    }
}
