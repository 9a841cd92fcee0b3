namespace Habitue.Tests.Live;

/// <summary>A clock that stands still until a test moves it; then the timers that are due by then go off, in the test's own thread.</summary>
internal sealed class ManualClock(DateTime start) : TimeProvider
{
    private readonly List<Alarm> alarms = [];
    private DateTimeOffset now = new(start, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => now.Ticks;

    public void MoveTo(DateTime moment)
    {
        var target = new DateTimeOffset(moment, TimeSpan.Zero);
        while (Next(target) is { } next)
        {
            now = next.Due!.Value;
            next.GoOff();
        }
        now = target;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        lock (alarms) alarms.Add(alarm);
        return alarm;
    }

    private Alarm? Next(DateTimeOffset until)
    {
        lock (alarms) return alarms.Where(alarm => alarm.Due <= until).MinBy(alarm => alarm.Due);
    }

    private sealed class Alarm(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period;

        public DateTimeOffset? Due { get; private set; }

        public void GoOff()
        {
            Due = period > TimeSpan.Zero ? Due + period : null;
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            this.period = period;
            Due = dueTime < TimeSpan.Zero ? null : clock.now + dueTime;
            return true;
        }

        public void Dispose()
        {
            lock (clock.alarms) clock.alarms.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
