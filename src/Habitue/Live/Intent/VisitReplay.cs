using Habitue.Learning.Data;
using Habitue.Live.State;

namespace Habitue.Live.Intent;

/// <summary>
/// Plays the visits of earlier customers again, event by event through the very code that live visits go through, and notes at their beginnings what was known then:
/// after the 1st, 2nd, 3rd, 5th, 8th … event, as long as nothing was ordered.
/// </summary>
internal sealed class VisitReplay
{
    private static readonly HashSet<int> Beginnings = [1, 2, 3, 5, 8, 13, 21];

    private readonly VisitFeatures features = new();
    private readonly List<(Visit Visit, long Start)> visits = [];
    private readonly List<int> ofVisit = [];
    private readonly long until;
    private VisitList list = new();

    /// <param name="until">Visits that were not over by then are left out: they may still go on.</param>
    public VisitReplay(long until) => this.until = until;

    /// <summary>The customer's events are all there; another's follow.</summary>
    public void NextCustomer() => list = new VisitList();

    /// <summary>The next event of the customer, in the order of time; orders before other events of the same moment.</summary>
    /// <param name="inStore">It happened at a till: such an order belongs to no visit.</param>
    public void Take(long at, Activity what, string? device, bool inStore)
    {
        if (what == Activity.None || (what == Activity.Order && inStore)) return;
        if (what == Activity.Order)
        {
            list.Order(at);
            return;
        }
        list.Add(at, what, device);
        var visit = list.Latest!;
        if (visit.Events == 1) visits.Add((visit, visit.Start));
        if (visit.Orders > 0 || !Beginnings.Contains(visit.Events)) return;
        features.Add(visit);
        ofVisit.Add(visits.Count - 1);
    }

    /// <summary>The beginnings of visits in the order of their starts, each with what became of it.</summary>
    public VisitBeginnings Build()
    {
        int[] rows = [.. Enumerable.Range(0, ofVisit.Count).Where(row => visits[ofVisit[row]].Visit.HasEnded(until)).OrderBy(row => visits[ofVisit[row]].Start).ThenBy(row => row)];
        return new VisitBeginnings(features.Build().Take(rows), Array.ConvertAll(rows, row => visits[ofVisit[row]].Start), Array.ConvertAll(rows, row => visits[ofVisit[row]].Visit.Orders > 0),
            rows.Select(row => ofVisit[row]).Distinct().Count());
    }
}

/// <summary>What was known at the beginnings of visits, and what became of them.</summary>
/// <param name="Features">One row per beginning, rising by the start of its visit.</param>
/// <param name="Started">When its visit began, in milliseconds since 1970.</param>
/// <param name="Ordered">The visit led to an order afterwards.</param>
/// <param name="Visits">How many visits they are of.</param>
internal sealed record VisitBeginnings(Frame Features, long[] Started, bool[] Ordered, int Visits);
