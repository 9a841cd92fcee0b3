namespace Habitue.Simulation;

/// <summary>One sold line, as much of it as the shape of a shop needs.</summary>
public readonly record struct SoldLine(string Order, string? Customer, DateTime At, double UnitPrice);

/// <summary>One measure of two shops side by side: quantiles of each, and the greatest distance between their distributions.</summary>
/// <param name="Distance">Kolmogorov-Smirnov distance between 0 and 1, of the values as they are or divided by their median.</param>
public sealed record ShapeComparison(string Measure, bool Scaled, double[] Left, double[] Right, double Distance);

/// <summary>
/// The shape of a shop: how orders spread over customers, lines over orders, prices over lines, orders over the day and the week.
/// Two shops of very different size can have the same shape. Sorted values and shares; for looking, not for inference.
/// </summary>
public sealed class ShopShape
{
    public static readonly double[] Quantiles = [.05, .1, .25, .5, .75, .9, .95, .99];

    public required double[] OrdersPerCustomer { get; init; }
    public required double[] LinesPerOrder { get; init; }
    public required double[] Prices { get; init; }

    /// <summary>Part of the orders in each hour of the day.</summary>
    public required double[] Hours { get; init; }

    /// <summary>Part of the orders on each weekday, Monday first.</summary>
    public required double[] Weekdays { get; init; }

    public static ShopShape Of(IEnumerable<SoldLine> lines)
    {
        var orders = new Dictionary<string, (int Lines, string? Customer, DateTime At)>();
        var prices = new List<double>();
        foreach (var line in lines)
        {
            var order = orders.GetValueOrDefault(line.Order);
            orders[line.Order] = (order.Lines + 1, line.Customer, line.At);
            prices.Add(line.UnitPrice);
        }
        var (hours, weekdays) = (new double[24], new double[7]);
        foreach (var (_, _, at) in orders.Values)
        {
            hours[at.Hour] += 1.0 / orders.Count;
            weekdays[((int)at.DayOfWeek + 6) % 7] += 1.0 / orders.Count;
        }
        return new ShopShape
        {
            OrdersPerCustomer = Sorted(orders.Values.Where(o => o.Customer is not null).CountBy(o => o.Customer!).Select(c => (double)c.Value)),
            LinesPerOrder = Sorted(orders.Values.Select(o => (double)o.Lines)),
            Prices = Sorted(prices),
            Hours = hours,
            Weekdays = weekdays,
        };
    }

    /// <summary>What is shown and tested: counts and prices by quantiles, times of day by the distance alone.</summary>
    public IReadOnlyList<ShapeComparison> CompareTo(ShopShape other) =>
    [
        Compare("orders per customer", false, Spread(OrdersPerCustomer), Spread(other.OrdersPerCustomer), OrdersPerCustomer, other.OrdersPerCustomer),
        Compare("lines per order", true, Spread(LinesPerOrder), Spread(other.LinesPerOrder), LinesPerOrder, other.LinesPerOrder),
        Compare("unit price", true, Prices, other.Prices, Prices, other.Prices),
        new("hour of the day", false, Hours, other.Hours, ShareDistance(Hours, other.Hours)),
        new("weekday", false, Weekdays, other.Weekdays, ShareDistance(Weekdays, other.Weekdays)),
    ];

    public static double Quantile(double[] sorted, double q) => sorted[(int)Math.Round(q * (sorted.Length - 1))];

    /// <summary>The greatest vertical distance between two empirical distributions.</summary>
    public static double Distance(double[] left, double[] right, double leftScale = 1, double rightScale = 1)
    {
        var (i, j, greatest) = (0, 0, 0.0);
        while (i < left.Length && j < right.Length)
        {
            var value = Math.Min(left[i] / leftScale, right[j] / rightScale);
            while (i < left.Length && left[i] / leftScale <= value) i++;
            while (j < right.Length && right[j] / rightScale <= value) j++;
            greatest = Math.Max(greatest, Math.Abs((double)i / left.Length - (double)j / right.Length));
        }
        return greatest;
    }

    private static ShapeComparison Compare(string measure, bool scaled, double[] left, double[] right, double[] leftRaw, double[] rightRaw) => new(
        measure, scaled, [.. Quantiles.Select(q => Quantile(leftRaw, q))], [.. Quantiles.Select(q => Quantile(rightRaw, q))],
        scaled ? Distance(left, right, Quantile(left, .5), Quantile(right, .5)) : Distance(left, right));

    private static double ShareDistance(double[] left, double[] right)
    {
        var (sum, greatest) = (0.0, 0.0);
        for (var i = 0; i < left.Length; i++) greatest = Math.Max(greatest, Math.Abs(sum += left[i] - right[i]));
        return greatest;
    }

    /// <summary>
    /// Spreads equal whole numbers evenly over the unit interval around them. Without it a median of 5 beside one of 15
    /// would look different only because whole numbers are coarser there.
    /// </summary>
    private static double[] Spread(double[] sorted)
    {
        var spread = new double[sorted.Length];
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start; end < sorted.Length && sorted[end] == sorted[start]; end++) { }
            for (var i = start; i < end; i++) spread[i] = sorted[i] - .5 + (i - start + .5) / (end - start);
        }
        return spread;
    }

    private static double[] Sorted(IEnumerable<double> values)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        return sorted;
    }
}
