namespace Habitue.Live.State;

/// <summary>
/// The latest visits of a customer, the newest last. A late event finds the visit it belongs to, and joins two that it lies between. Of what is older
/// than those kept, only the number is known.
/// </summary>
internal sealed class VisitList
{
    private const int Kept = 4;

    private readonly List<Visit> visits = [];

    /// <summary>Visits ever.</summary>
    public int Ever { get; private set; }

    public IReadOnlyList<Visit> All => visits;

    public Visit? Latest => visits.Count == 0 ? null : visits[^1];

    /// <summary>The visit that goes on; null when the latest has ended.</summary>
    public Visit? Current(long now) => Latest is { } latest && !latest.HasEnded(now) ? latest : null;

    /// <summary>How long nobody came before the latest visit; null when it is the first one.</summary>
    public long? AwayBefore => visits.Count < 2 ? null : visits[^1].Start - visits[^2].Last;

    public void Add(long at, Activity what, string? device)
    {
        var place = visits.Count - 1;
        while (place >= 0 && visits[place].Start - Visit.Silence >= at) place--;
        if (place >= 0 && visits[place].Holds(at))
        {
            visits[place].Add(at, what, device);
            JoinAround(place);
            return;
        }
        if (place < 0 && visits.Count == Kept) return;   // older than all that are kept
        var begun = new Visit(at);
        begun.Add(at, what, device);
        visits.Insert(place + 1, begun);
        Ever++;
        if (visits.Count > Kept) visits.RemoveAt(0);
    }

    /// <summary>Counts an order to the visit that had begun before it and was not yet over.</summary>
    public void Order(long at)
    {
        for (var i = visits.Count - 1; i >= 0; i--)
        {
            if (visits[i].Start > at) continue;
            if (at < visits[i].Last + Visit.Silence) visits[i].Order();
            return;
        }
    }

    /// <summary>These and another id's visits as those of one person.</summary>
    public VisitList With(VisitList other)
    {
        var all = new VisitList { Ever = Ever + other.Ever };
        foreach (var visit in visits.Concat(other.visits).OrderBy(visit => visit.Start))
        {
            if (all.Latest is { } latest && visit.Start < latest.Last + Visit.Silence)
            {
                all.visits[^1] = latest.With(visit);
                all.Ever--;
            }
            else
            {
                all.visits.Add(visit);
            }
        }
        if (all.visits.Count > Kept) all.visits.RemoveRange(0, all.visits.Count - Kept);
        return all;
    }

    public void Write(ByteSink to)
    {
        to.Number(Ever);
        to.Number(visits.Count);
        foreach (var visit in visits) visit.Write(to);
    }

    public static VisitList Read(ref ByteSource from)
    {
        var list = new VisitList { Ever = from.Count() };
        var count = from.Count();
        for (var i = 0; i < count; i++) list.visits.Add(Visit.Read(ref from));
        return list;
    }

    private void JoinAround(int place)
    {
        if (place + 1 < visits.Count && visits[place + 1].Start < visits[place].Last + Visit.Silence) Join(place);
        if (place > 0 && visits[place].Start < visits[place - 1].Last + Visit.Silence) Join(place - 1);
    }

    private void Join(int place)
    {
        visits[place] = visits[place].With(visits[place + 1]);
        visits.RemoveAt(place + 1);
        Ever--;
    }
}
