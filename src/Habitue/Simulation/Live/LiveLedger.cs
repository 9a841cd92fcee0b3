using System.Globalization;

namespace Habitue.Simulation.Live;

/// <summary>
/// What was really sent, kept by the sender itself: a line per event once the server has acknowledged it (name, time, what it is
/// worth in cents). Whoever doubts the warehouse compares it with this.
/// </summary>
internal sealed class LiveLedger : IDisposable
{
    private readonly StreamWriter? _file;
    private readonly SortedDictionary<string, (long Shown, long Moved)> _actions = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public LiveLedger(string? path)
    {
        if (path is null) return;
        _file = new StreamWriter(path, append: false);
        _file.WriteLine("message_id,time,order_cents");
    }

    public long Acknowledged { get; private set; }
    public long Requests { get; private set; }

    /// <summary>Requests that had to be sent again: the server was away, full or behind.</summary>
    public long Repeated { get; private set; }
    public long Orders { get; private set; }
    public long OrderCents { get; private set; }
    public long Decisions { get; private set; }

    /// <summary>Visitors who bought because of what they were shown.</summary>
    public long Moved { get; private set; }

    public void Acknowledge(IReadOnlyList<(LiveEvent Event, DateTimeOffset Time)> batch)
    {
        lock (_gate)
        {
            Requests++;
            Acknowledged += batch.Count;
            foreach (var (sent, time) in batch)
            {
                if (sent.Order > 0) (Orders, OrderCents) = (Orders + 1, OrderCents + sent.Order);
                _file?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sent.MessageId},{time:yyyy-MM-ddTHH:mm:ss.fffZ},{sent.Order}"));
            }
        }
    }

    public void Repeat()
    {
        lock (_gate) Repeated++;
    }

    /// <summary>Questions that the server did not answer, and the last status that it gave instead; 0 when it was away.</summary>
    public (long Count, int Status) NotDecided { get; private set; }

    /// <summary>How often each action was shown to somebody, and how many it moved.</summary>
    public IReadOnlyList<(string Action, long Shown, long Moved)> Actions
    {
        get
        {
            lock (_gate) return [.. _actions.Select(one => (one.Key, one.Value.Shown, one.Value.Moved))];
        }
    }

    public void Decide(string action, bool moved)
    {
        lock (_gate)
        {
            Decisions++;
            if (moved) Moved++;
            var (shown, before) = _actions.GetValueOrDefault(action);
            _actions[action] = (shown + 1, before + (moved ? 1 : 0));
        }
    }

    public void Undecided(int status)
    {
        lock (_gate) NotDecided = (NotDecided.Count + 1, status);
    }

    public void Dispose() => _file?.Dispose();
}
