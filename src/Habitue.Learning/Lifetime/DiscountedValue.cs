using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Lifetime;

/// <summary>
/// What each customer is still worth: the money that the purchases of the coming periods are expected to bring, money that comes later counting less.
/// Purchases of a period count as made at its end: the sum over i of E[spend] (E[Y(i)] - E[Y(i-1)]) / (1 + discount)^i, which is what the Python library
/// lifetimes computes. Not a profit: multiply by the margin. Purchases and spend are supposed not to go together.
/// <code>
/// double[] value = new DiscountedValue { Periods = 12, PeriodLength = 30.4375 / 7, Discount = 0.01 }.PerCustomer(model, spend, histories);
/// </code>
/// Cost: one forecast of all customers per period.
/// Source: Fader, Hardie and Lee, "RFM and CLV: using iso-value curves for customer base analysis" (2005), equation 2, by steps.
/// </summary>
public sealed record DiscountedValue
{
    /// <summary>How many periods are looked ahead.</summary>
    [Range(1, 10_000)]
    public int Periods { get; init; } = 12;

    /// <summary>The length of a period in the unit of the histories: a month in weeks unless it is set. For BG/BB a whole number of opportunities.</summary>
    [Range(0.0, 1e9, MinimumIsExclusive = true)]
    public double PeriodLength { get; init; } = 30.4375 / 7;

    /// <summary>How much less money counts that comes a period later; 0.01 a month is 12.7 % a year.</summary>
    [Range(0.0, 10.0)]
    public double Discount { get; init; } = 0.01;

    /// <summary>The value of each customer, in money.</summary>
    /// <exception cref="SettingException">A setting is outside its limits.</exception>
    /// <exception cref="BadDataException">The histories have no spend.</exception>
    public double[] PerCustomer(IPurchaseModel purchases, GammaGammaModel spend, PurchaseHistories histories)
    {
        Settings.Check(this);
        ArgumentNullException.ThrowIfNull(purchases);
        ArgumentNullException.ThrowIfNull(spend);
        double[] each = spend.ExpectedSpend(histories), before = new double[each.Length], after = new double[each.Length], value = new double[each.Length];
        for (var period = 1; period <= Periods; period++)
        {
            purchases.ExpectedPurchases(histories, period * PeriodLength, after);
            var worth = Math.Pow(1 + Discount, -period);
            for (var i = 0; i < value.Length; i++) value[i] += (after[i] - before[i]) * worth;
            (before, after) = (after, before);
        }

        for (var i = 0; i < value.Length; i++) value[i] *= each[i];
        return value;
    }
}
