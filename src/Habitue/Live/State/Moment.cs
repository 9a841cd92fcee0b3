namespace Habitue.Live.State;

/// <summary>Moments in live state are whole milliseconds since 1970, UTC: eight bytes, or two or three as a difference.</summary>
internal static class Moment
{
    /// <summary>Stands for "never".</summary>
    public const long Never = long.MinValue;

    public const long Second = 1_000, Minute = 60 * Second, Hour = 60 * Minute, Day = 24 * Hour;

    /// <summary>No shop's events are older; what claims to be has a broken clock.</summary>
    private static readonly DateTime Oldest = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The last moment that a date can be.</summary>
    public static readonly long End = Of(DateTime.MaxValue);

    public static long Of(DateTime utc) => (utc.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;

    public static long Of(DateTimeOffset time) => Of(time.UtcDateTime);

    public static DateTime At(long moment) => DateTime.UnixEpoch.AddTicks(Math.Clamp(moment, Of(DateTime.MinValue), End) * TimeSpan.TicksPerMillisecond);

    /// <summary>The same, or null for never.</summary>
    public static DateTime? Maybe(long moment) => moment == Never ? null : At(moment);

    /// <summary>When an event counts as having happened: its own time, unless a broken clock says so that is a day ahead of the collector's or decades behind it.</summary>
    public static long Of(CustomerEvent happened, out bool corrected)
    {
        corrected = happened.Timestamp < Oldest || happened.Timestamp > happened.ReceivedAt.Ticks switch
        {
            var ticks when ticks > DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay => DateTime.MaxValue,
            _ => happened.ReceivedAt.AddDays(1),
        };
        return Of(corrected ? happened.ReceivedAt : happened.Timestamp);
    }
}
