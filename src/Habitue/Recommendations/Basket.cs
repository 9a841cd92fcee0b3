namespace Habitue.Recommendations;

/// <summary>What a customer had bought before a moment, by the product numbers of a <see cref="Snapshot"/>.</summary>
/// <param name="Items">Rising.</param>
/// <param name="Values">How much each says of the customer: more when it was ordered more often and of late.</param>
/// <param name="Orders">In how many orders each was.</param>
/// <param name="Last">When each was ordered last, in microseconds.</param>
internal sealed record Basket(int[] Items, float[] Values, int[] Orders, long[] Last)
{
    private const double DayInMicroseconds = 86_400e6;

    /// <summary>A purchase of so many days ago says half as much as one of today.</summary>
    private const double HalfLifeDays = 180;

    public bool Has(int item) => Array.BinarySearch(Items, item) >= 0;

    /// <summary>How many days ago the product at a place of the basket was ordered last.</summary>
    public double DaysSince(int place, long moment) => (moment - Last[place]) / DayInMicroseconds;

    /// <summary>Cuts it out of a log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="customer">The customer's place in it.</param>
    /// <param name="moment">Nothing at or after it is looked at.</param>
    /// <param name="numbers">The number of each of the log's products; -1 for those to pass over. Rising where it is not -1.</param>
    public static Basket Of(PurchaseLog log, int customer, long moment, int[] numbers)
    {
        ReadOnlySpan<int> items = log.ItemsOf(customer);
        var times = log.TimesOf(customer);
        List<int> found = [], orders = [];
        List<float> values = [];
        List<long> last = [];
        for (int from = 0, to; from < items.Length; from = to)
        {
            var (count, latest) = (0, 0L);
            for (to = from; to < items.Length && items[to] == items[from]; to++)
            {
                if (times[to] >= moment) continue;
                (count, latest) = (count + 1, times[to]);
            }
            if (count == 0 || numbers[items[from]] < 0) continue;
            found.Add(numbers[items[from]]);
            orders.Add(count);
            last.Add(latest);
            values.Add((float)((1 + Math.Log(count)) * Math.Pow(0.5, (moment - latest) / DayInMicroseconds / HalfLifeDays)));
        }
        return new Basket([.. found], [.. values], [.. orders], [.. last]);
    }
}
