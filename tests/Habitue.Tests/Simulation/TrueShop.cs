using Habitue.Simulation;

namespace Habitue.Tests.Simulation;

/// <summary>
/// A simulated shop as its maker knows it: every customer's type, rate, habits and last day, and what they did. From these follows how
/// likely a customer is to order within some days from a moment on, for somebody from whom nothing is hidden but chance itself.
/// </summary>
internal sealed class TrueShop
{
    /// <summary>Orders that name their customer, of those on the web and those in a store.</summary>
    private const double NamedOnWeb = 0.94, NamedInStore = 0.92;

    private const int DeathSteps = 16;

    private readonly Shop shop;

    public TrueShop(ShopPlan plan)
    {
        shop = new Shop(plan);
        Crowd.Fill(shop, null, default);
        Visits = shop.Schedule.Visits.Where(visit => visit.Kind is not (VisitKind.Stranger or VisitKind.WalkIn or VisitKind.Bot)).ToLookup(visit => visit.Who);
        First = Seasons.First.ToDateTime(TimeOnly.MinValue);
    }

    public Seasons Seasons => shop.Seasons;

    public IReadOnlyList<Campaign> Campaigns => shop.Campaigns;

    public IReadOnlyList<Customer> Customers => shop.Schedule.Customers;

    /// <summary>What each customer did, in the order of time.</summary>
    public ILookup<int, Visit> Visits { get; }

    /// <summary>The first devices and sign-ins of each customer.</summary>
    public IEnumerable<DeviceLink> Devices => shop.Schedule.Devices;

    private DateTime First { get; }

    /// <summary>A moment as seconds of the shop's calendar.</summary>
    public int Second(DateTime moment) => (int)(moment - First).TotalSeconds;

    /// <summary>Whether the visit with this place in the schedule is that one.</summary>
    public bool Same(int place, Visit one) => shop.Schedule.Visits[place] is var other && other.Who == one.Who && other.At == one.At && other.Kind == one.Kind;

    /// <summary>The number of the customer with an id such as <c>C000017</c>.</summary>
    public static int Number(string id) => int.Parse(id.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) - 1;

    /// <summary>The probability of no order in the customer's name, given all that is true of them at the moment: type, season, rate, consent, and whether they have left.</summary>
    public double StaysAway(int who, int moment, int days)
    {
        var customer = Customers[who];
        if (!customer.AliveAt(moment)) return 1;
        var (traits, until) = (TypeTraits.Of(customer.Type), moment + (days * Seasons.Day));
        double Quiet(int death) => NoOrder(traits, customer.Season, customer.Rate, customer.WebShare, customer.MarketingConsent, moment, until, death);
        // A lifetime is exponential, so how long it has lasted tells nothing of how long it goes on.
        var (sum, life) = (Math.Exp(-days / traits.LifeDays) * Quiet(until), traits.LifeDays * Seasons.Day);
        for (var step = 0; step < DeathSteps; step++)
        {
            double from = (until - moment) * (double)step / DeathSteps, to = (until - moment) * (step + 1.0) / DeathSteps;
            sum += (Math.Exp(-from / life) - Math.Exp(-to / life)) * Quiet(moment + (int)((from + to) / 2));
        }
        return sum;
    }

    /// <summary>The probability of no order in the customer's name between two moments of somebody who leaves for good at <paramref name="death"/>.</summary>
    public double NoOrder(TypeTraits traits, Season season, double rate, double webShare, bool mails, int moment, int until, int death) =>
        Math.Exp(-rate * Named(webShare) * Seasons.Busy(season, moment, Math.Min(until, death))) * (mails ? NoMailOrder(traits, moment, Math.Min(until, death)) : 1);

    /// <summary>The probability that no mail brings an order between two moments, of somebody who gets them.</summary>
    public double NoMailOrder(TypeTraits traits, int moment, int end)
    {
        var quiet = 1.0;
        foreach (var campaign in Campaigns)
            if (campaign.SentAt < end && campaign.SentAt >= moment - (5 * Seasons.Day))
                quiet *= 1 - ((1 - Campaign.ControlShare) * traits.Response * campaign.Strength * NamedOnWeb * (Opened(end - campaign.SentAt) - Opened(moment - campaign.SentAt)));
        return quiet;
    }

    /// <summary>The share of a customer's orders that name them.</summary>
    public static double Named(double webShare) => (NamedOnWeb * webShare) + (NamedInStore * (1 - webShare));

    /// <summary>The share of mails that are opened by so many seconds after they were sent: nine hours on average.</summary>
    private static double Opened(int seconds) => seconds <= 0 ? 0 : 1 - Math.Exp(-seconds / (9 * 3600.0));
}
