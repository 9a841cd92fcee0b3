namespace Habitue.Live.State;

/// <summary>
/// One visit to the site or app: what happened in it so far. Thirty minutes of silence end it, by the events' own time. Events may come in any
/// order: the same events make the same visit, and two parts of one visit join into what it would be in one piece.
/// </summary>
internal sealed class Visit
{
    public const long Silence = 30 * Moment.Minute;

    private readonly int[] counts;

    public Visit(long at) : this(at, at, Moment.Never, new int[Activities.Count]) { }

    private Visit(long start, long last, long before, int[] counts) => (Start, Last, Before, this.counts) = (start, last, before, counts);

    public long Start { get; private set; }

    /// <summary>The latest event.</summary>
    public long Last { get; private set; }

    /// <summary>The event before the latest; never when there is one event only.</summary>
    public long Before { get; private set; }

    /// <summary>The device of the latest event that named one, in lower case.</summary>
    public string? Device { get; private set; }

    public long DeviceAt { get; private set; } = Moment.Never;

    public int this[Activity what] => counts[(int)what];

    /// <summary>All that happened; orders are what a visit leads to, and no part of it.</summary>
    public int Events { get; private set; }

    public int Orders => this[Activity.Order];

    /// <summary>Whether an event of that time belongs here.</summary>
    public bool Holds(long at) => at > Start - Silence && at < Last + Silence;

    public bool HasEnded(long now) => now >= Last + Silence;

    public void Add(long at, Activity what, string? device)
    {
        counts[(int)what]++;
        Events++;
        if (Events > 1)
        {
            if (at >= Last) (Before, Last) = (Last, at);
            else if (at > Before) Before = at;
            Start = Math.Min(Start, at);
        }
        if (device is null || at < DeviceAt) return;
        (Device, DeviceAt) = (device, at);
    }

    /// <summary>An order of this visit. It does not go on because of it: orders also come from elsewhere.</summary>
    public void Order() => counts[(int)Activity.Order]++;

    /// <summary>This and another part of the same visit in one.</summary>
    public Visit With(Visit other)
    {
        var (later, earlier) = Last >= other.Last ? (this, other) : (other, this);
        var sums = new int[Activities.Count];
        for (var i = 0; i < sums.Length; i++) sums[i] = counts[i] + other.counts[i];
        var joined = new Visit(Math.Min(Start, other.Start), later.Last, Math.Max(later.Before, earlier.Last), sums) { Events = Events + other.Events };
        (joined.Device, joined.DeviceAt) = DeviceAt >= other.DeviceAt ? (Device, DeviceAt) : (other.Device, other.DeviceAt);
        return joined;
    }

    public Visit Copy() => new(Start, Last, Before, [.. counts]) { Events = Events, Device = Device, DeviceAt = DeviceAt };

    public void Write(ByteSink to)
    {
        to.Time(Start);
        to.Number(Last - Start);
        to.Time(Before);
        to.Number(Events);
        to.Text(Device);
        to.Time(DeviceAt);
        foreach (var count in counts.AsSpan(1)) to.Number(count);
    }

    public static Visit Read(ref ByteSource from)
    {
        var start = from.Time();
        var last = start + from.Number();
        var before = from.Time();
        var events = from.Count();
        var (device, deviceAt) = (from.Text(), from.Time());
        var counts = new int[Activities.Count];
        for (var i = 1; i < counts.Length; i++) counts[i] = from.Count();
        return new Visit(start, last, before, counts) { Events = events, Device = device, DeviceAt = deviceAt };
    }
}
