namespace Habitue.Simulation.Live;

/// <summary>Who comes to the shop next, and what for: its customers as often as each of them comes, strangers and a few machines beside them.</summary>
internal sealed class LiveCrowd
{
    private const double Strangers = .35, Machines = .002, Buyers = .22;
    private readonly Shop _shop;
    private readonly int[] _alive;
    private readonly Lottery _who;
    private readonly Dictionary<int, HashSet<byte>> _known = [];
    private readonly Dictionary<int, byte> _lastDevice = [];
    private Dice _dice;
    private int _next;

    public LiveCrowd(Shop shop, ulong run)
    {
        (_shop, _dice) = (shop, new Dice(run));
        var customers = shop.Schedule.Customers;
        _alive = [.. Enumerable.Range(0, customers.Count).Where(who => customers[who].AliveAt(shop.Seasons.Closing - 1) && customers[who].Acquired < shop.Seasons.Closing)];
        if (_alive.Length == 0) _alive = [.. Enumerable.Range(0, customers.Count)];
        _who = new Lottery([.. _alive.Select(who => (.15 + customers[who].WebShare) * (.01 + customers[who].Rate))]);
        foreach (var link in shop.Schedule.Devices)
        {
            _lastDevice[link.Who] = link.Device;
            if (link.SignedInAt >= 0) (_known.TryGetValue(link.Who, out var devices) ? devices : _known[link.Who] = []).Add(link.Device);
        }
        _next = shop.Schedule.Visits.Count;
    }

    /// <summary>The moment on the shop's own calendar at which all live sessions take place.</summary>
    public int Moment => _shop.Seasons.Closing - 1;

    /// <summary>The next visitor.</summary>
    /// <returns>The number of the visit, from which everything in it is drawn, and the visit.</returns>
    public (int Index, Visit Visit) Next()
    {
        var index = _next++;
        var visit = new Visit { At = Moment, Of = -1, Campaign = -1, Number = index };
        var luck = _dice.Uniform();
        if (luck < Machines) return (index, visit with { Kind = VisitKind.Bot, Who = (int)(_dice.Bits() % 1000) });
        if (luck < Machines + Strangers) return (index, visit with { Kind = VisitKind.Stranger, Who = 1_000_000_000 + index });
        var who = _alive[_who.Draw(ref _dice)];
        var kind = _dice.Chance(Buyers) ? VisitKind.WebOrder : VisitKind.Browse;
        return (index, SignIn(visit with { Kind = kind, Who = who, Device = _lastDevice.GetValueOrDefault(who) }));
    }

    /// <summary>The visit of somebody who comes back to buy after what they were shown.</summary>
    public (int Index, Visit Visit) ComeBack(in Visit earlier)
    {
        var index = _next++;
        return (index, SignIn(earlier with { Kind = VisitKind.WebOrder, Number = index, Marks = VisitMarks.Caused }));
    }

    private Visit SignIn(Visit visit)
    {
        var known = _known.TryGetValue(visit.Who, out var devices) && devices.Contains(visit.Device);
        if (visit.Kind != VisitKind.WebOrder && !_dice.Chance(known ? .65 : .1)) return visit;
        visit.Marks |= known ? VisitMarks.SignedIn : VisitMarks.SignedIn | VisitMarks.FirstSignIn;
        if (!known) (devices ?? (_known[visit.Who] = [])).Add(visit.Device);
        return visit;
    }
}
