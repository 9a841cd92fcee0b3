using Habitue.Simulation;

namespace Habitue.Tests.Churn;

/// <summary>
/// What can be known of a simulated customer's staying away from their orders alone by somebody who knows the simulator: types and their shares, the log-normal
/// rate of each, the exponential lifetime, the calendar. The best that any model can say from orders, by Bayes' rule; visits, mails and tickets would tell a little more.
/// </summary>
internal sealed class TrueChurn(Seasons seasons)
{
    private const double Day = Seasons.Day, Named = 0.94;   // the share of orders that name their customer
    private const int Rates = 21, PastSteps = 40, AheadSteps = 20;

    /// <param name="acquired">Seconds since the first day at which the customer came.</param>
    /// <param name="orders">Seconds of the orders before the moment, rising.</param>
    /// <param name="moment">From when it is looked ahead.</param>
    /// <param name="days">How far.</param>
    public double StaysAway(int acquired, int[] orders, int moment, int days)
    {
        var (start, until) = (Math.Max(acquired, 0), moment + (days * Seasons.Day));
        // Who signs up while buying has that order for sure; the rate tells of the others.
        int[] chance = acquired >= 0 && orders.Length > 0 && orders[0] / Seasons.Day == acquired / Seasons.Day ? orders[1..] : orders;
        var (all, away) = (0.0, 0.0);
        foreach (var traits in TypeTraits.All)
            foreach (var (season, part) in Kinds(traits.Type))
            {
                var calendar = chance.Sum(at => Math.Log(Math.Max(1e-9, seasons.Busy(season, at / Seasons.Day * Seasons.Day, ((at / Seasons.Day) + 1) * Seasons.Day))));
                for (var i = 0; i < Rates; i++)
                {
                    var z = -2.5 + (5.0 * i / (Rates - 1));
                    var (rate, leaves) = (traits.OrdersPerYear / 365 * Math.Exp(traits.Spread * z) * Named, 1 / traits.LifeDays);
                    var weight = traits.Share * part * Math.Exp((-z * z / 2) + calendar + (chance.Length * Math.Log(rate)));
                    var alive = Math.Exp((-leaves * (moment - start) / Day) - (rate * seasons.Busy(season, start, moment)));
                    var gone = Gone(season, start, orders.Length > 0 ? orders[^1] : start, moment, start, rate, leaves, PastSteps);
                    var quiet = Gone(season, moment, moment, until, moment, rate, leaves, AheadSteps) + Math.Exp((-leaves * days) - (rate * seasons.Busy(season, moment, until)));
                    all += weight * (alive + gone);
                    away += weight * (gone + (alive * quiet));
                }
            }
        return away / all;
    }

    /// <summary>How likely it is to leave for good between two moments without an order since <paramref name="since"/>.</summary>
    private double Gone(Season season, int since, int from, int until, int born, double rate, double leaves, int steps)
    {
        var (sum, step) = (0.0, (until - from) / (double)steps);
        for (var i = 0; i < steps; i++)
        {
            var at = (int)(from + ((i + 0.5) * step));
            sum += leaves * Math.Exp((-leaves * (at - born) / Day) - (rate * seasons.Busy(season, since, at))) * step / Day;
        }
        return sum;
    }

    private static (Season Season, double Part)[] Kinds(CustomerType type) => type switch
    {
        CustomerType.DiscountDriven => [(Season.Sales, 1)],
        CustomerType.Seasonal => [(Season.Winter, 0.6), (Season.Spring, 0.4)],
        _ => [(Season.Steady, 1)],
    };
}
