namespace Habitue.Live.State;

/// <summary>When each activity happened last, the latest few times of each (under <see cref="Activity.None"/> those of all): what "3 views in 10 minutes" is decided by, to the millisecond.</summary>
internal sealed class RecentTimes
{
    /// <summary>A window can ask for so many at most.</summary>
    public const int Kept = 16;

    private readonly List<long>?[] times = new List<long>?[Activities.Count];

    /// <summary>The time of the latest but n-1; never when there are fewer.</summary>
    public long Latest(Activity what, int n) => times[(int)what] is { } list && list.Count >= n ? list[^n] : Moment.Never;

    /// <summary>How many lie after a moment, as far as they are kept.</summary>
    public int After(Activity what, long moment)
    {
        if (times[(int)what] is not { } list) return 0;
        var count = 0;
        while (count < list.Count && list[list.Count - 1 - count] > moment) count++;
        return count;
    }

    public void Add(Activity what, long at)
    {
        var list = times[(int)what] ??= new List<long>(4);
        var place = list.Count;
        while (place > 0 && list[place - 1] > at) place--;
        if (list.Count == Kept)
        {
            if (place == 0) return;
            list.RemoveAt(0);
            place--;
        }
        list.Insert(place, at);
    }

    public RecentTimes With(RecentTimes other)
    {
        var all = new RecentTimes();
        for (var what = 0; what < times.Length; what++)
            foreach (var from in (List<long>?[])[times[what], other.times[what]])
                foreach (var at in from ?? []) all.Add((Activity)what, at);
        return all;
    }

    public void Write(ByteSink to)
    {
        var there = 0;
        for (var what = 0; what < times.Length; what++)
            if (times[what] is not null) there |= 1 << what;
        to.Number(there);
        foreach (var list in times)
        {
            if (list is null) continue;
            to.Number(list.Count);
            to.Time(list[0]);
            for (var i = 1; i < list.Count; i++) to.Number(list[i] - list[i - 1]);
        }
    }

    public static RecentTimes Read(ref ByteSource from)
    {
        var read = new RecentTimes();
        var there = from.Count();
        for (var what = 0; what < read.times.Length; what++)
        {
            if ((there >> what & 1) == 0) continue;
            var count = from.Count();
            var list = new List<long>(count) { from.Time() };
            while (list.Count < count) list.Add(list[^1] + from.Number());
            read.times[what] = list;
        }
        return read;
    }
}
