namespace Habitue.Tests.Sources;

/// <summary>A clock on which nobody waits: asked to wait, it notes for how long, jumps there and goes on.</summary>
public sealed class JumpingClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private DateTimeOffset now = start;

    public JumpingClock() : this(new DateTimeOffset(2024, 5, 1, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public List<TimeSpan> Waits { get; } = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Jump(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Jump(JumpingClock clock, TimerCallback callback, object? state) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime < TimeSpan.Zero)
                return true;
            lock (clock.gate)
            {
                clock.Waits.Add(dueTime);
                clock.now += dueTime;
            }

            ThreadPool.QueueUserWorkItem(_ => callback(state));
            return true;
        }

        public void Dispose() => GC.SuppressFinalize(this);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
