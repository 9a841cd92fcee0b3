namespace Habitue.Learning.Data;

/// <summary>What times are counted in.</summary>
public enum TimeUnit
{
    /// <summary>Days.</summary>
    Day,

    /// <summary>Seven days.</summary>
    Week,

    /// <summary>A twelfth of a year, 30.4375 days.</summary>
    Month,

    /// <summary>365.25 days.</summary>
    Year,
}

/// <summary>Histories from single purchases.</summary>
public sealed partial class PurchaseHistories
{
    /// <summary>
    /// Histories from purchases in any order. What a customer buys on one day counts as one purchase, its amounts added; purchases after
    /// <paramref name="until"/> are left out, and with them customers who first bought then. Times are counted in days and divided by the length of
    /// the unit: they are not rounded to whole units, which would change the estimates.
    /// Customers come in the ordinal order of their names. Cost: one sort of the purchases.
    /// </summary>
    /// <param name="customers">Whose purchase it is.</param>
    /// <param name="dates">When it was.</param>
    /// <param name="amounts">What it brought, in money; empty when spend is of no interest. Refunds are no purchases: leave them out.</param>
    /// <param name="until">The last day that is looked at.</param>
    /// <param name="unit">What times are counted in.</param>
    /// <exception cref="BadDataException">Lengths differ, a name is missing, or a customer's amounts are not finite or below 0 on average; the message says which row or customer.</exception>
    public static PurchaseHistories OfTransactions(
        IReadOnlyList<string> customers, IReadOnlyList<DateOnly> dates, ReadOnlySpan<double> amounts, DateOnly until, TimeUnit unit = TimeUnit.Week)
    {
        ArgumentNullException.ThrowIfNull(dates);
        var (names, days) = ByCustomerAndDay(customers, dates, amounts, until);
        var (x, last, known, spend) = (new int[names.Length], new double[names.Length], new double[names.Length], new double[amounts.IsEmpty ? 0 : names.Length]);
        for (int from = 0, to; from < days.Count; from = to)
        {
            var customer = days[from].Customer;
            var sum = 0.0;
            for (to = from + 1; to < days.Count && days[to].Customer == customer; to++) sum += days[to].Amount;
            x[customer] = to - from - 1;
            last[customer] = Length(days[to - 1].Day - days[from].Day, unit);
            known[customer] = Length(until.DayNumber - days[from].Day, unit);
            if (spend.Length > 0 && x[customer] > 0) spend[customer] = sum / x[customer];
        }

        return new PurchaseHistories(x, last, known, spend, names);
    }

    /// <summary>
    /// On how many days each of these customers bought after <paramref name="after"/> and up to <paramref name="until"/>: what a forecast is measured by.
    /// </summary>
    /// <exception cref="InvalidOperationException">These customers have no names.</exception>
    public int[] BuyingDays(IReadOnlyList<string> customers, IReadOnlyList<DateOnly> dates, DateOnly after, DateOnly until)
    {
        if (Customers is null) throw new InvalidOperationException("These customers have no names by which to find their purchases.");
        var (names, days) = ByCustomerAndDay(customers, dates, default, until);
        var bought = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var day in days)
            if (day.Day > after.DayNumber) bought[names[day.Customer]] = bought.GetValueOrDefault(names[day.Customer]) + 1;
        return [.. Customers.Select(name => bought.GetValueOrDefault(name))];
    }

    private static double Length(int days, TimeUnit unit) => unit switch
    {
        TimeUnit.Day => days,
        TimeUnit.Week => days / 7.0,
        TimeUnit.Month => days / 30.4375,
        TimeUnit.Year => days / 365.25,
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "There is no such unit of time."),
    };

    /// <summary>One entry per customer and day, by customer and then by day; the customers' names in their order.</summary>
    private static (string[] Names, List<(int Customer, int Day, double Amount)> Days) ByCustomerAndDay(
        IReadOnlyList<string> customers, IReadOnlyList<DateOnly> dates, ReadOnlySpan<double> amounts, DateOnly until)
    {
        ArgumentNullException.ThrowIfNull(customers);
        if (dates.Count != customers.Count || (!amounts.IsEmpty && amounts.Length != customers.Count))
            throw new BadDataException($"There are {customers.Count} purchases, {dates.Count} dates and {amounts.Length} amounts.");
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var row = 0; row < customers.Count; row++)
        {
            if (customers[row] is null) throw new BadDataException($"Purchase {row} has no customer; leave it out.", "customer", row);
            if (dates[row] <= until) numbers.TryAdd(customers[row], 0);
        }

        string[] names = [.. numbers.Keys.Order(StringComparer.Ordinal)];
        for (var i = 0; i < names.Length; i++) numbers[names[i]] = i;
        var purchases = new List<(int Customer, int Day, double Amount)>(customers.Count);
        for (var row = 0; row < customers.Count; row++)
            if (dates[row] <= until) purchases.Add((numbers[customers[row]], dates[row].DayNumber, amounts.IsEmpty ? 0 : amounts[row]));
        purchases.Sort(); // by amount too, so that sums do not depend on the order of the purchases
        var days = new List<(int Customer, int Day, double Amount)>(purchases.Count);
        foreach (var purchase in purchases)
        {
            if (days.Count > 0 && (days[^1].Customer, days[^1].Day) == (purchase.Customer, purchase.Day))
                days[^1] = days[^1] with { Amount = days[^1].Amount + purchase.Amount };
            else
                days.Add(purchase);
        }

        return (names, days);
    }
}
