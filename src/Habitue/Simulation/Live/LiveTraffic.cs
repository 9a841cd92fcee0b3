using System.Threading.Channels;

namespace Habitue.Simulation.Live;

/// <summary>
/// Plays the shop in real time: visitors arrive by chance at the rate that gives the wanted number of events, each does what the
/// shop's history says such a visitor does, event by event, with the time in between that people take.
/// </summary>
internal sealed class LiveTraffic
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20), Grace = TimeSpan.FromSeconds(8);
    /// <summary>The shop is full of visitors from the first moment: those who came before are in the middle of theirs.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(20);
    private const long Longest = 100;
    private readonly LivePlan _plan;
    private readonly TimeProvider _clock;
    private readonly LiveLedger _ledger;
    private readonly LiveCrowd _crowd;
    private readonly WebEvents _events;
    private readonly LiveLines _lines;
    private readonly PriorityQueue<LiveEvent, long> _due = new();
    private Dice _dice;
    private long _start, _perSession, _handedOver;
    private double _sessions;

    public LiveTraffic(LivePlan plan, LiveLedger ledger, TimeProvider clock)
    {
        (_plan, _clock, _ledger, _dice) = (plan, clock, ledger, new Dice(plan.Run ^ 0x9E3779B97F4A7C15UL));
        var shop = new Shop(plan.Shop);
        Crowd.Fill(shop, null, default);
        _crowd = new LiveCrowd(shop, plan.Run);
        _lines = new LiveLines((after, due) => Wait(_start + (long)(after / plan.Pace), due));
        _events = new WebEvents(shop, _lines, null);
    }

    /// <summary>Plays until the plan's time is over or somebody stops it; what is due by then is still sent.</summary>
    public async Task Play(IProgress<LiveLedger>? progress, CancellationToken cancel)
    {
        await using var sender = new LiveSender(_plan, _ledger, _clock);
        await using var reactions = new LiveReactions(_plan, _ledger);
        var began = _clock.GetTimestamp();
        using var timer = new PeriodicTimer(Tick, _clock);
        var last = -(long)(Before.TotalMilliseconds / _plan.Pace);
        while (!cancel.IsCancellationRequested && _handedOver < (_plan.Count ?? long.MaxValue) && (_plan.For is not { } limit || _clock.GetElapsedTime(began) < limit))
        {
            var now = (long)_clock.GetElapsedTime(began).TotalMilliseconds;
            for (; last < now; last = Math.Min(now, last + Longest)) Arrive(last, Math.Min(now - last, Longest), reactions);
            progress?.Report(_ledger);
            if (!await HandOver(sender, now, cancel) || !await Next(timer, cancel)) break;
        }
        await sender.Finish(Grace);
        progress?.Report(_ledger);
    }

    private async ValueTask<bool> HandOver(LiveSender sender, long now, CancellationToken cancel)
    {
        try
        {
            while (_due.TryPeek(out var next, out var at) && at <= now && _handedOver < (_plan.Count ?? long.MaxValue))
            {
                await sender.Send(next, cancel);
                _due.Dequeue();
                _handedOver++;
            }
            return true;
        }
        catch (Exception end) when (end is OperationCanceledException or ChannelClosedException)
        {
            return false;   // stopped, or the server refuses; Finish tells which
        }
    }

    private static async ValueTask<bool> Next(PeriodicTimer timer, CancellationToken cancel)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            return false;   // what was handed over is sent all the same
        }
    }

    private void Wait(long at, LiveEvent due)
    {
        _perSession++;
        if (at >= 0) _due.Enqueue(due, at);   // the others happened before it began
    }

    /// <summary>As many sessions as the rate asks for, by what a session has brought so far on average.</summary>
    private void Arrive(long now, long passed, LiveReactions reactions)
    {
        while (reactions.TryTakeMoved(out var moved))
        {
            var (back, order) = _crowd.ComeBack(moved);
            Play(now, back, order);
        }
        var mean = _sessions == 0 ? 8 : Math.Max(1, _perSession / _sessions);
        for (var count = _dice.Poisson(_plan.Rate * passed / 1000 / mean); count > 0; count--)
        {
            var (index, visit) = _crowd.Next();
            Play(now, index, visit);
            if (now >= 0) reactions.Arrived(index, visit);
            _sessions++;
        }
    }

    private void Play(long now, int index, in Visit visit)
    {
        _start = now;
        _lines.Begin(visit.At * 1000L, Dice.Of(_plan.Run, Purpose.Visit, index));
        _events.Session(index, visit);
    }
}
