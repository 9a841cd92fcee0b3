using System.Runtime.InteropServices;

namespace Habitue.Duck;

/// <summary>An INTERVAL: months, days and microseconds are kept apart, because a month has no fixed length.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DuckInterval(int Months, int Days, long Micros)
{
    /// <summary>A fixed length of time as days and microseconds.</summary>
    public static DuckInterval From(TimeSpan span) => new(0, span.Days, (span.Ticks - (span.Days * TimeSpan.TicksPerDay)) / 10);

    /// <summary>The length of time, when no months are in it.</summary>
    public TimeSpan ToTimeSpan() => Months == 0
        ? TimeSpan.FromTicks(checked((Days * TimeSpan.TicksPerDay) + (Micros * 10)))
        : throw new InvalidOperationException($"An interval with months ({Months}) has no fixed length.");
}

/// <summary>Where the items of one row of a list lie in the vector of all items.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DuckRange(ulong Offset, ulong Length)
{
    /// <summary>The first item.</summary>
    public int Start => (int)Offset;

    /// <summary>How many items.</summary>
    public int Count => (int)Length;
}
