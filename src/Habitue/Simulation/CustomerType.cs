namespace Habitue.Simulation;

/// <summary>The latent type of a customer: what an analysis should be able to find again.</summary>
public enum CustomerType { Regular, Heavy, DiscountDriven, Seasonal, Churning }

/// <summary>How customers of one type behave. The orders of one customer a year are log-normal around the median.</summary>
/// <param name="Share">Part of all customers.</param>
/// <param name="OrdersPerYear">Median orders a year while alive.</param>
/// <param name="Spread">Sigma of the log-normal rate.</param>
/// <param name="LifeDays">Mean of the exponential lifetime.</param>
/// <param name="BasketScale">Lines per order against the average.</param>
/// <param name="Coupon">Part of orders with a coupon outside of sales.</param>
/// <param name="Return">Part of orders of which something comes back.</param>
/// <param name="Response">Probability that a campaign mail of strength 1 causes an order that would not have been.</param>
/// <param name="Opens">Probability to open a mail.</param>
internal sealed record TypeTraits(
    CustomerType Type, string Name, double Share, double OrdersPerYear, double Spread, double LifeDays, double BasketScale,
    double Coupon, double Return, double Response, double Opens)
{
    public static readonly TypeTraits[] All =
    [
        new(CustomerType.Regular, "regular", .40, 2.4, .85, 900, 1.0, .08, .07, .04, .34),
        new(CustomerType.Heavy, "heavy", .09, 12.0, .65, 1600, 1.25, .05, .06, .01, .42),
        new(CustomerType.DiscountDriven, "discount_driven", .19, 2.1, .85, 700, .9, .72, .12, .11, .48),
        new(CustomerType.Seasonal, "seasonal", .14, 1.9, .80, 1000, .95, .10, .06, .02, .25),
        new(CustomerType.Churning, "churning", .18, 7.0, .85, 75, .95, .10, .10, .02, .20),
    ];

    public static readonly double[] Shares = [.. All.Select(t => t.Share)];

    public static TypeTraits Of(CustomerType type) => All[(int)type];
}
