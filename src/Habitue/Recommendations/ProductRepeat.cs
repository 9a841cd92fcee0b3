using Habitue.Learning.Evaluation;

namespace Habitue.Recommendations;

/// <summary>Whether people come back for a product: learned from how many of its buyers did, and after how many days.</summary>
/// <param name="Buyers">Who bought it at all.</param>
/// <param name="Again">Who bought it on a later day once more.</param>
/// <param name="GapDays">The middle one of the days between two purchases; NaN when nobody came back.</param>
internal sealed record ProductRepeat(int Buyers, int Again, double GapDays)
{
    /// <summary>Fewer people who came back than this are chance.</summary>
    private const int Fewest = 3;

    /// <summary>A product is one to buy again when surely at least this share of its buyers come back for it.</summary>
    private const double LeastShare = 0.05;

    public static readonly ProductRepeat None = new(0, 0, double.NaN);

    /// <summary>The share of the buyers who came back, with its 95 % interval.</summary>
    public Interval Share { get; } = Interval.Wilson(Again, Buyers);

    /// <summary>It may be recommended to those who have it already.</summary>
    public bool IsReplenishable => Again >= Fewest && Share.Low >= LeastShare;

    /// <summary>How each of the log's products was bought before a moment.</summary>
    public static ProductRepeat[] Of(PurchaseLog log, long moment)
    {
        const long Day = 86_400_000_000;
        var (buyers, again) = (new int[log.Products.Length], new int[log.Products.Length]);
        var gaps = new List<float>?[log.Products.Length];
        for (var customer = 0; customer < log.Customers.Length; customer++)
        {
            var items = log.ItemsOf(customer);
            var times = log.TimesOf(customer);
            for (int from = 0, to; from < items.Length; from = to)
            {
                var (item, came) = (items[from], false);
                if (times[from] < moment) buyers[item]++;
                for (to = from + 1; to < items.Length && items[to] == item; to++)
                {
                    if (times[to] >= moment || times[to] / Day == times[to - 1] / Day) continue;
                    came = true;
                    (gaps[item] ??= []).Add((float)((times[to] - times[to - 1]) / (double)Day));
                }
                if (came) again[item]++;
            }
        }
        return [.. Enumerable.Range(0, buyers.Length).Select(item => new ProductRepeat(buyers[item], again[item], Middle(gaps[item])))];
    }

    private static double Middle(List<float>? values)
    {
        if (values is null) return double.NaN;
        values.Sort();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }
}
