using Habitue.Insights;
using Habitue.Stages;

namespace Habitue.Recommendations;

/// <summary>
/// The moments that part the log: what was bought before the first teaches, what was bought until the second chooses, and what
/// was bought from the second until now judges.
/// </summary>
internal sealed record Moments(DateTime Validation, DateTime Test, DateTime Now, int Days)
{
    /// <summary>With so many customers on both sides a shorter stretch is not worth having.</summary>
    private const int Enough = 200;

    /// <summary>With fewer nothing can be said.</summary>
    public const int FewestCustomers = 20;

    private const int FewestProducts = 10;

    private static readonly int[] Lengths = [30, 60, 90];

    /// <exception cref="NotReadyException">There is too little to learn from or to judge by.</exception>
    public static Moments Of(PurchaseLog log, DateTime now)
    {
        if (log.Customers.Length == 0) throw new NotReadyException("it needs orders of known customers; there are none.");
        if (log.Products.Length < FewestProducts) throw new NotReadyException($"it needs at least {FewestProducts} products that were bought; there {(log.Products.Length == 1 ? "is" : "are")} {Words.Count(log.Products.Length, "product")}.");
        var first = log.At.Min();
        (Moments? Moments, int Customers) best = (null, -1);
        foreach (var days in Lengths)
        {
            var moments = new Moments(now.AddDays(-2 * days), now.AddDays(-days), now, days);
            if (PurchaseLog.Microseconds(moments.Validation.AddDays(-days)) < first) continue;
            var customers = Math.Min(Judged.Who(log, moments.Validation, moments.Test).Length, Judged.Who(log, moments.Test, now).Length);
            if (customers > best.Customers) best = (moments, customers);
            if (customers >= Enough) break;
        }
        if (best.Moments is not { } chosen)
        {
            var there = (PurchaseLog.Microseconds(now) - first) / 86_400_000_000;
            throw new NotReadyException($"it needs orders of at least {3 * Lengths[0]} days, to learn from, to choose by and to judge by; there {(there == 1 ? "is" : "are")} {Words.Count(there, "day")} of them.");
        }
        if (best.Customers < FewestCustomers)
            throw new NotReadyException($"it needs at least {FewestCustomers} customers who bought before the last {chosen.Days} days and again within them; there {(best.Customers == 1 ? "is" : "are")} {(best.Customers == 0 ? "none" : $"{best.Customers}")}.");
        return chosen;
    }
}
