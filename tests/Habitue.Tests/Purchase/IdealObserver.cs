using Habitue.Simulation;

namespace Habitue.Tests.Purchase;

/// <summary>
/// What somebody could say who knows how the simulated shop works but not who a customer is: the probability of a named order in
/// the coming days, given the orders so far, by Bayes' rule over type, rate of orders and moment of leaving. No model that learns
/// from orders alone can order customers better, chance aside; visits and mails tell a little more.
/// </summary>
internal sealed class IdealObserver(ShopPlan plan)
{
    /// <summary>Orders that do not name their customer are about one in fourteen.</summary>
    private const double Named = 0.93;

    private const int Rates = 31, Leavings = 24;

    private readonly Seasons seasons = new(plan);

    /// <param name="acquired">When the customer came, in seconds of the shop's calendar; negative for before it.</param>
    /// <param name="orders">The orders before now.</param>
    public double Probability(int acquired, IReadOnlyList<int> orders, int now, int days)
    {
        // The order of the first moment is nearly certain for those who come, and says nothing of the rate.
        int[] told = [.. orders.Where(at => acquired < 0 || Math.Abs(at - acquired) > 3_600)];
        var from = Math.Max(acquired, 0);
        var last = orders.Count == 0 ? from : Math.Max(from, orders.Max());
        var (all, buys) = (0.0, 0.0);
        foreach (var traits in TypeTraits.All)
            foreach (var (season, share) in Of(traits))
            {
                var tells = told.Sum(at => Math.Log(Math.Max(1e-12, seasons.Busy(season, at / Seasons.Day * Seasons.Day, (at / Seasons.Day + 1) * Seasons.Day))));
                var life = traits.LifeDays * Seasons.Day;
                var ahead = seasons.Busy(season, now, now + (days * Seasons.Day)) * (1 - Math.Exp(-days / traits.LifeDays)) * traits.LifeDays / days;
                for (var i = 0; i < Rates; i++)
                {
                    var z = -3 + (6.0 * i / (Rates - 1));
                    var rate = Named * traits.OrdersPerYear * Math.Exp(traits.Spread * z) / 365;
                    var prior = traits.Share * share * Math.Exp(-z * z / 2);
                    double Likelihood(int until) => Math.Exp((told.Length * Math.Log(rate)) + tells - (rate * seasons.Busy(season, from, until)));
                    var alive = prior * Math.Exp(-(now - from) / life) * Likelihood(now);
                    for (var k = 0; k < Leavings; k++)
                    {
                        var (a, b) = (last + ((now - last) * (double)k / Leavings), last + ((now - last) * (k + 1.0) / Leavings));
                        all += prior * (Math.Exp(-(a - from) / life) - Math.Exp(-(b - from) / life)) * Likelihood((int)((a + b) / 2));
                    }
                    all += alive;
                    buys += alive * (1 - Math.Exp(-rate * ahead));
                }
            }
        return buys / all;
    }

    private static (Season Season, double Share)[] Of(TypeTraits traits) => traits.Type switch
    {
        CustomerType.DiscountDriven => [(Season.Sales, 1)],
        CustomerType.Seasonal => [(Season.Winter, 0.6), (Season.Spring, 0.4)],
        _ => [(Season.Steady, 1)],
    };
}
