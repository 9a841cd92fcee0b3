using System.Runtime.InteropServices;

namespace Habitue.Simulation;

/// <summary>
/// Who does what and when, for the whole shop. It holds the moments only; what happens in a visit is drawn again,
/// from the visit's own generator, by whoever writes it.
/// </summary>
internal sealed class Schedule(ShopPlan plan, Seasons seasons, Campaign[] campaigns)
{
    private readonly CustomerDays _days = new(seasons, campaigns);
    private readonly DeviceDiary _diary = new();
    private int _strangers, _walkIns, _bots;

    public List<Customer> Customers { get; } = [];
    public List<Visit> Visits { get; } = [];
    public List<DeviceLink> Devices { get; } = [];
    public int Bots => _bots;

    /// <summary>Adds the next customer, and beside each customer a part of the people nobody knows.</summary>
    public void Add()
    {
        var who = Customers.Count;
        var dice = Dice.Of(plan.Seed, Purpose.Customer, who);
        var customer = Customer.Draw(plan.Seed, who, seasons, ref dice);
        Customers.Add(customer);
        var visits = CollectionsMarshal.AsSpan(_days.Plan(who, customer, dice));
        var first = Visits.Count;
        var order = new int[visits.Length];
        var keys = new long[visits.Length];
        for (var i = 0; i < visits.Length; i++) (order[i], keys[i]) = (i, ((long)visits[i].At << 24) + i);
        Array.Sort(keys, order);
        var place = new int[visits.Length];
        for (var i = 0; i < order.Length; i++) place[order[i]] = first + i;
        foreach (var i in order)
        {
            var visit = visits[i];
            if (visit.Of >= 0) visit.Of = place[visit.Of];
            Visits.Add(visit);
        }
        var device = Dice.Of(plan.Seed, Purpose.Device, who);
        _diary.Assign(customer, CollectionsMarshal.AsSpan(Visits)[first..], Devices, ref device);
        AddUnknown(who);
    }

    private void AddUnknown(int beside)
    {
        var dice = Dice.Of(plan.Seed, Purpose.Visitor, beside);
        var years = plan.Days / 365.0;
        for (var count = dice.Poisson(2.2 * years); count > 0; count--, _strangers++)
            for (var sessions = 1 + dice.Geometric(.25); sessions > 0; sessions--)
                Visits.Add(new Visit { At = Moment(ref dice), Who = _strangers, Of = -1, Kind = VisitKind.Stranger, Campaign = -1 });
        for (var count = dice.Poisson(.35 * years); count > 0; count--, _walkIns++)
            Visits.Add(new Visit
            {
                At = Moment(ref dice) / Seasons.Day * Seasons.Day + Seasons.StoreTime(ref dice), Who = _walkIns, Of = -1, Kind = VisitKind.WalkIn, Campaign = -1,
            });
        if (beside % 100 != 50) return;
        for (var crawls = 1 + dice.Poisson(plan.Days / 180.0); crawls > 0; crawls--)
            Visits.Add(new Visit { At = Moment(ref dice), Who = _bots, Of = -1, Kind = VisitKind.Bot, Campaign = -1 });
        _bots++;
    }

    private int Moment(ref Dice dice) => seasons.DrawDay(Season.Steady, seasons.Opening, seasons.Closing, ref dice) + Seasons.BrowseTime(ref dice);

    /// <summary>The visits' indexes in order of time. Orders, receipts, reviews and tickets get their numbers in that order.</summary>
    public int[] InOrder()
    {
        var visits = CollectionsMarshal.AsSpan(Visits);
        var keys = new ulong[visits.Length];
        for (var i = 0; i < keys.Length; i++) keys[i] = (ulong)visits[i].At << 32 | (uint)i;
        Array.Sort(keys);
        var order = new int[keys.Length];
        int web = 100_000, till = 500_000, archive = 300_000, review = 0, ticket = 0;
        for (var i = 0; i < order.Length; i++)
        {
            ref var visit = ref visits[order[i] = (int)(uint)keys[i]];
            visit.Number = visit.Kind switch
            {
                VisitKind.WebOrder => ++web,
                VisitKind.StoreOrder or VisitKind.WalkIn or VisitKind.StoreReturn => ++till,
                VisitKind.ArchiveOrder => ++archive,
                VisitKind.Review => ++review,
                VisitKind.Ticket => ++ticket,
                _ => 0,
            };
        }
        return order;
    }

    /// <summary>Who makes this visit: a customer, or somebody drawn from the visitor's number.</summary>
    public Customer Who(in Visit visit)
    {
        if (visit.Kind is not (VisitKind.Stranger or VisitKind.WalkIn or VisitKind.Bot)) return Customers[visit.Who];
        var dice = Dice.Of(plan.Seed, Purpose.Visitor, -1 - visit.Who - (long)visit.Kind * (1L << 40));
        // Walk-ins buy in the first store or in the second one, where they live.
        var country = visit.Kind == VisitKind.WalkIn ? (byte)(dice.Chance(.86) ? 0 : 1) : (byte)Places.Lottery.Draw(ref dice);
        return Customer.Stranger(country, ref dice);
    }
}
