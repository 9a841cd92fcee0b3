namespace Habitue.Tests.Decisions;

/// <summary>A clock that goes on only when it is told to. Each look at its timestamp may be made to cost time.</summary>
internal sealed class StandingClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset now = start;
    private long ticks;

    public TimeSpan CostOfALook { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => ticks += CostOfALook.Ticks;

    public void Advance(TimeSpan by) => (now, ticks) = (now + by, ticks + by.Ticks);
}
