using Habitue.Live.Shards;
using Habitue.Live.State;

namespace Habitue.Tests.Live.Shards;

public sealed class TimerWheelTests
{
    private const long Start = 1_772_445_600_123;

    [Fact]
    public void Everything_comes_out_once_never_early_and_at_the_next_tick()
    {
        var wheel = new TimerWheel<int>(Start);
        var random = new Random(3);
        long[] spans = [100, 20_000, 3_000_000, 100 * Moment.Day, 20 * 365 * Moment.Day];
        var due = Enumerable.Range(0, 5_000).Select(i => Start + random.NextInt64(spans[i % spans.Length])).ToArray();
        for (var i = 0; i < due.Length; i++) wheel.Add(due[i], i);
        var came = new HashSet<int>();
        var now = Start;
        foreach (var step in (long[])[1, 250, 777, 60_000, 3_600_000, Moment.Day, 99 * Moment.Day, 365 * Moment.Day, 20 * 365 * Moment.Day])
        {
            now += step;
            wheel.Advance(now, (at, item) =>
            {
                Assert.True(at == due[item] && at <= now && came.Add(item));
            });
            // Whatever is due a tick ago has come.
            Assert.All(Enumerable.Range(0, due.Length).Where(i => due[i] <= now - TimerWheel<int>.Tick), i => Assert.Contains(i, came));
        }
        Assert.Equal((due.Length, 0), (came.Count, wheel.Count));
    }

    [Fact]
    public void What_is_due_already_comes_at_the_next_tick_and_what_is_due_in_the_year_9999_waits()
    {
        var wheel = new TimerWheel<string>(Start);
        wheel.Add(Start - Moment.Day, "past");
        wheel.Add(Moment.End, "end");
        var came = new List<string>();
        wheel.Advance(Start + TimerWheel<string>.Tick, (_, item) => came.Add(item));
        wheel.Advance(Start + (50 * 365 * Moment.Day), (_, item) => came.Add(item));
        Assert.Equal(["past"], came);
        Assert.Equal(1, wheel.Count);
    }
}
