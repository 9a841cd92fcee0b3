using Habitue.Simulation;

namespace Habitue.Tests.Simulation;

/// <summary>One order in the customer's name, as the files show it.</summary>
/// <param name="FollowedMail">It carries the coupon of a mail.</param>
/// <param name="Heard">Whether a review or a ticket told that it went well (1) or badly (-1); 0 when nothing was heard, null when it is too early.</param>
internal readonly record struct OrderSeen(int At, bool OnWeb, bool Coupon, bool FollowedMail, int? Heard);

/// <summary>One mail that was to be sent to a customer: whether the log has a row of it, and what came of it.</summary>
internal readonly record struct MailSeen(Campaign Campaign, bool InLog, bool Held, bool Opened, bool Ordered);

/// <summary>
/// All that the shop's files tell of one customer up to a moment and that says something of coming orders: orders, coupons, visits on devices that were
/// signed in, mails with what came of them, reviews and tickets. Nothing of it is hidden from a model that reads the same files.
/// </summary>
internal sealed class Evidence
{
    private const int PreparesDays = 6, VoiceDays = 20;

    public Evidence(TrueShop shop, ILookup<int, DeviceLink> devices, int who, int moment, bool ordersOnly)
    {
        var customer = shop.Customers[who];
        Visit[] before = [.. shop.Visits[who].Where(visit => visit.At < moment)];
        // A till's receipt of the first day is the sign-up; like the first order on the web it comes with the customer and tells nothing of the rate.
        Orders = [.. before.Where(visit => IsOrder(visit) && !visit.Is(VisitMarks.Unnamed) && !(customer.Acquired >= 0 && visit.At / Seasons.Day == customer.Acquired / Seasons.Day))
            .Select(visit => new OrderSeen(visit.At, visit.Kind == VisitKind.WebOrder || visit.Is(VisitMarks.Online), visit.Is(VisitMarks.Coupon), !ordersOnly && visit.Is(VisitMarks.Caused), ordersOnly ? null : Heard(shop, who, visit, moment)))];
        LastOrder = before.Where(visit => IsOrder(visit) && !visit.Is(VisitMarks.Unnamed)).Select(visit => visit.At).DefaultIfEmpty(int.MinValue).Max();

        var linked = devices[who].Where(link => link.SignedInAt >= 0 && link.SignedInAt < moment && DeviceDiary.Slot(link.Device) != DeviceDiary.HouseholdSlot).ToLookup(link => link.Device);
        Seen = ordersOnly ? 0 : linked.Select(group => DeviceDiary.Slot(group.Key)).Distinct().Sum(slot => SlotShare(customer, slot)) * (customer.Household ? 0.6 : 1);
        // Somebody who is about to order looks around in the days before, and who clicks in a mail comes by: neither tells how often they come by themselves.
        Prepared = [.. before.Where(visit => visit.Kind == VisitKind.WebOrder).Select(visit => (visit.At - (PreparesDays * Seasons.Day), visit.At))];
        var clicks = before.Where(visit => visit.Kind == VisitKind.MailClicked).Select(visit => visit.At + 2).ToHashSet();
        From = Math.Max(customer.Acquired, shop.Seasons.Opening);
        Looks = ordersOnly ? [] : [.. before.Where(visit => visit.Kind == VisitKind.Browse && visit.At >= From && linked.Contains(visit.Device) && !clicks.Contains(visit.At) && !Prepared.Any(span => visit.At >= span.Item1 && visit.At <= span.Item2)).Select(visit => visit.At)];

        var mails = before.Where(visit => visit.Kind == VisitKind.Mail).ToDictionary(visit => (int)visit.Campaign);
        Mails = customer.MarketingConsent && !ordersOnly
            ? [.. from campaign in shop.Campaigns
                  where campaign.SentAt < moment && customer.Acquired < campaign.SentAt
                  let mail = mails.TryGetValue(campaign.Index, out var found) ? found : (Visit?)null
                  select new MailSeen(campaign, mail is not null, mail?.Is(VisitMarks.Control) == true, before.Any(visit => visit.Kind == VisitKind.MailOpened && visit.Campaign == campaign.Index), before.Any(visit => visit.Is(VisitMarks.Caused) && visit.Campaign == campaign.Index))]
            : [];
    }

    public OrderSeen[] Orders { get; }

    /// <summary>The latest order of all; the customer had not left then.</summary>
    public int LastOrder { get; }

    /// <summary>Visits that nothing else explains, from <see cref="From"/> on.</summary>
    public int[] Looks { get; }

    public int From { get; }

    /// <summary>The share of the customer's visits that their signed-in devices show.</summary>
    public double Seen { get; }

    /// <summary>Spans that are not looked at, as an order explains the visits in them.</summary>
    public (int, int)[] Prepared { get; }

    /// <summary>The mails that a customer of that day with consent ought to have had.</summary>
    public MailSeen[] Mails { get; }

    private static bool IsOrder(Visit visit) => visit.Kind is VisitKind.WebOrder or VisitKind.StoreOrder or VisitKind.ArchiveOrder;

    private static int? Heard(TrueShop shop, int who, Visit order, int moment)
    {
        if (order.At > moment - (VoiceDays * Seasons.Day) || order.At < shop.Seasons.Opening) return null;
        // Whoever reads a review or a ticket learns whether the customer was happy.
        return shop.Visits[who].Any(visit => visit.Kind is VisitKind.Review or VisitKind.Ticket && visit.Of >= 0 && shop.Same(visit.Of, order)) ? (order.Is(VisitMarks.Unhappy) ? -1 : 1) : 0;
    }

    private static double SlotShare(Customer customer, int slot) => customer.Devices == 1 ? (slot == 0 ? 1 : 0) : slot == 0 ? 0.68 : 0.32 / (customer.Devices - 1);
}
