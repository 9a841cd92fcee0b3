namespace Habitue.Tests.Server;

/// <summary>A clock that is right, whose timers come sixty times as early: what the server does once a minute it does once a second.</summary>
internal sealed class HastyClock : TimeProvider
{
    private const double Times = 60;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Sooner(dueTime), Sooner(period));

    private static TimeSpan Sooner(TimeSpan time) => time <= TimeSpan.Zero ? time : TimeSpan.FromMilliseconds(Math.Max(1, time.TotalMilliseconds / Times));
}
