using Habitue.Simulation;

namespace Habitue.Tests.Simulation;

/// <summary>
/// What somebody could say who knows how the simulated shop was made (the types with their shares, rates, lifetimes and answers to mails, the calendar) and who
/// reads the same files as a model, but from whom the type, the rate and the leaving of each customer are hidden: the probability of no order in the
/// customer's name, by Bayes' rule over type, season, channel, rate and moment of leaving. No model that learns from the files can do better, chance
/// and what baskets and returns tell aside.
/// </summary>
/// <param name="shop">How it was made.</param>
/// <param name="ordersOnly">Whether only the days of the orders are read, and nothing else of the files.</param>
internal sealed class FilesObserver(TrueShop shop, bool ordersOnly = false)
{
    private const int Rates = 25, PastCells = 24, FadesDays = 45, LooksFadeDays = 40;

    /// <summary>How often an order is heard of as bad or as good: of somebody who leaves within 45 days, and of others. From the shares of unhappy orders, reviews and tickets.</summary>
    private const double BadLeaving = 0.55 * Loud, GoodLeaving = 0.45 * Calm, BadElse = 0.09 * Loud, GoodElse = 0.91 * Calm, Loud = 1 - (0.74 * 0.68), Calm = 1 - (0.85 * 0.96);

    private static readonly (double Share, double Part)[] NearStore = [(1, 0.3), (0.08, 0.2), (0.6, 0.5)], FarAway = [(1, 1)];

    private readonly ILookup<int, DeviceLink> devices = shop.Devices.ToLookup(link => link.Who);

    public double StaysAway(int who, int moment, int days)
    {
        var (customer, seen, until) = (shop.Customers[who], new Evidence(shop, devices, who, moment, ordersOnly), moment + (days * Seasons.Day));
        var start = Math.Max(customer.Acquired, 0);
        var cells = Cells(start, Math.Max(seen.LastOrder, start), moment, until, seen);
        var channels = customer.Country == 0 || Places.Countries[customer.Country].SecondStore ? NearStore : FarAway;
        int web = seen.Orders.Count(order => order.OnWeb && !order.FollowedMail), store = seen.Orders.Count(order => !order.OnWeb), own = web + store;

        var (logs, quiets) = (new List<double>(), new List<double>());
        foreach (var traits in TypeTraits.All)
        {
            var coupons = ordersOnly ? 0 : seen.Orders.Where(order => !order.FollowedMail).Sum(order => Coupon(traits, order));
            var mails = Array.ConvertAll(cells, cell => Mails(traits, seen, cell.At));
            foreach (var (season, part) in Kinds(traits.Type))
            {
                var calendar = seen.Orders.Where(order => !order.FollowedMail).Sum(order => Math.Log(Math.Max(1e-9, shop.Seasons.Busy(season, order.At / Seasons.Day * Seasons.Day, ((order.At / Seasons.Day) + 1) * Seasons.Day))));
                var (ahead, byMail) = (Array.ConvertAll(cells, cell => shop.Seasons.Busy(season, moment, Math.Min(cell.At, until))), Array.ConvertAll(cells, cell => customer.MarketingConsent ? shop.NoMailOrder(traits, moment, Math.Min(cell.At, until)) : 1));
                var busy = Array.ConvertAll(cells, cell => shop.Seasons.Busy(season, start, Math.Min(cell.At, moment)));
                foreach (var (webShare, prior) in channels)
                    for (var i = 0; i < Rates; i++)
                    {
                        var z = -3 + (6.0 * i / (Rates - 1));
                        var rate = traits.OrdersPerYear / 365 * Math.Exp(traits.Spread * z);
                        var named = rate * TrueShop.Named(webShare);
                        var looks = Math.Min(40, 3 + (365 * rate)) * (0.15 + (0.85 * webShare)) / 365 * seen.Seen;
                        var fixedPart = Math.Log(traits.Share * part * prior) - (z * z / 2) + coupons + calendar + (own * Math.Log(named)) + Power(webShare, web) + Power(1 - webShare, store) + (looks > 0 ? seen.Looks.Length * Math.Log(looks) : 0);
                        for (var cell = 0; cell < cells.Length; cell++)
                        {
                            var (from, to, _, voice, shown, faded) = cells[cell];
                            var lives = Math.Exp(-(from - start) / (traits.LifeDays * Seasons.Day)) - (to == int.MaxValue ? 0 : Math.Exp(-(to - start) / (traits.LifeDays * Seasons.Day)));
                            logs.Add(Math.Log(Math.Max(lives, 1e-300)) + fixedPart + mails[cell] + voice + faded - (named * busy[cell]) - (looks * shown));
                            quiets.Add(Math.Exp(-named * ahead[cell]) * byMail[cell]);
                        }
                    }
            }
        }
        var most = logs.Max();
        var (all, away) = (0.0, 0.0);
        for (var i = 0; i < logs.Count; i++)
        {
            var weight = Math.Exp(logs[i] - most);
            all += weight;
            away += weight * quiets[i];
        }
        return away / all;
    }

    /// <summary>A span of time in which the customer may leave for good, and what that would say of what is seen, whatever the type.</summary>
    /// <param name="At">The moment in it that stands for all.</param>
    /// <param name="Voice">The logarithm of how likely what was heard of the orders would be.</param>
    /// <param name="Shown">For how many busy days looking around could be seen.</param>
    /// <param name="Faded">The logarithm of how likely looks would be that come while interest fades.</param>
    private readonly record struct Cell(int From, int To, int At, double Voice, double Shown, double Faded);

    private Cell[] Cells(int start, int last, int moment, int until, Evidence seen)
    {
        // A look is drawn by its day, so that one of the last day may lie some hours after the leaving.
        var born = Math.Max(last, seen.Looks.Length > 0 ? seen.Looks.Max() - Seasons.Day : last);
        int[] edges = [.. Enumerable.Range(0, PastCells + 1).Select(i => born + (int)((moment - born) * (double)i / PastCells)).Append(moment)
            .Concat(seen.Mails.Select(mail => mail.Campaign.SentAt).Where(sent => sent > born))   // a mail that is missing tells on which side of it somebody left
            .Concat(Enumerable.Range(1, 9).Select(i => moment + (i * 5 * Seasons.Day))).Concat(Enumerable.Range(1, 8).Select(i => moment + (int)((until - moment) * i / 8.0))).Distinct().Order()];
        return [.. edges.Zip(edges.Skip(1)).Select(edge => Of(edge.First, edge.Second, (int)(((long)edge.First + edge.Second) / 2), moment, seen)), Of(Math.Max(edges[^1], start), int.MaxValue, int.MaxValue, moment, seen)];
    }

    private Cell Of(int from, int to, int at, int moment, Evidence seen)
    {
        var (voice, fades) = (0.0, at - (LooksFadeDays * Seasons.Day));
        foreach (var order in seen.Orders)
            if (order.Heard is { } heard)
                voice += Math.Log((at != int.MaxValue && at - order.At < FadesDays * Seasons.Day, heard) switch
                {
                    (true, -1) => BadLeaving, (true, 1) => GoodLeaving, (true, _) => 1 - BadLeaving - GoodLeaving,
                    (_, -1) => BadElse, (_, 1) => GoodElse, _ => 1 - BadElse - GoodElse,
                });
        var end = Math.Min(at, moment);
        var shown = Shown(seen, seen.From, Math.Min(end, fades)) + (0.4 * Shown(seen, Math.Max(seen.From, fades), end));
        return new Cell(from, to, at, voice, shown, seen.Looks.Count(look => look > fades) * Math.Log(0.4));
    }

    private double Shown(Evidence seen, int from, int until)
    {
        if (until <= from) return 0;
        var (sum, at) = (0.0, from);
        foreach (var (start, end) in seen.Prepared)
        {
            if (end <= at) continue;
            if (start >= until) break;
            if (start > at) sum += shop.Seasons.Busy(Season.Steady, at, start);
            at = Math.Min(end, until);
        }
        return sum + shop.Seasons.Busy(Season.Steady, at, until);
    }

    private double Coupon(TypeTraits traits, OrderSeen order)
    {
        var p = Seasons.IsSale(shop.Seasons.Date(order.At)) ? Math.Min(0.9, (1.5 * traits.Coupon) + 0.1) : traits.Coupon;
        return Math.Log(order.Coupon ? p : 1 - p);
    }

    /// <summary>How likely what came of the mails is for a customer who leaves at a moment. Half of those who left unsubscribe, and then no mail of any campaign is in the log.</summary>
    private static double Mails(TypeTraits traits, Evidence seen, int death)
    {
        var (sum, after, missing) = (0.0, 0, 0);
        foreach (var (campaign, inLog, held, opened, ordered) in seen.Mails)
        {
            var alive = campaign.SentAt < death;
            if (!alive) after++;
            if (!inLog && alive) return double.NegativeInfinity;
            if (!inLog) missing++;
            if (!inLog || held) continue;
            var (caused, opens) = (alive ? traits.Response * campaign.Strength : 0, traits.Opens * (alive ? 1 : 0.15));
            sum += ordered ? Math.Log(Math.Max(caused, 1e-12)) : opened ? Math.Log((1 - caused) * opens) : Math.Log((1 - caused) * (1 - opens));
        }
        if (missing > 0 && missing < after) return double.NegativeInfinity;
        return sum + (after > 0 ? Math.Log(0.5) : 0);
    }

    /// <summary>The logarithm of a power, where nothing to the power of nothing is 1.</summary>
    private static double Power(double share, int count) => count == 0 ? 0 : count * Math.Log(Math.Max(share, 1e-12));

    private static (Season Season, double Part)[] Kinds(CustomerType type) => type switch
    {
        CustomerType.DiscountDriven => [(Season.Sales, 1)],
        CustomerType.Seasonal => [(Season.Winter, 0.6), (Season.Spring, 0.4)],
        _ => [(Season.Steady, 1)],
    };
}
