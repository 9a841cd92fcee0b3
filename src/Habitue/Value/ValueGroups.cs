using Habitue.Insights;
using Habitue.Learning;
using Habitue.Learning.Evaluation;
using Habitue.ModelShelf;

namespace Habitue.Value;

/// <summary>
/// The same figures for groups of customers: a forecast that is good on the whole may be bad for some. Groups are by history (everybody is in one of three), and by
/// country and way of buying where these are known.
/// </summary>
internal static class ValueGroups
{
    /// <summary>Groups of fewer customers have no figures of their own: chance would speak.</summary>
    private const int LeastOfGroup = 50, MostOfKind = 8;

    public const string New = "new", Repeat = "repeat", Lapsed = "lapsed";

    /// <summary>The groups with enough customers, each with its rows: by history first, the largest of the others next.</summary>
    public static IReadOnlyList<(string Group, int[] Rows)> Of(SliceRun run, ValueHistories at)
    {
        string[] histories = [.. Enumerable.Range(0, at.Count).Select(row => OfHistory(at, row))];
        List<(string, int[])> groups = [.. new[] { New, Repeat, Lapsed }.Select(group => ($"history={group}", Rows(histories, group)))];
        foreach (var (kind, values) in Known(run, at))
            groups.AddRange(values.Where(value => value is not null).GroupBy(value => value!).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Take(MostOfKind)
                .Select(group => ($"{kind}={group.Key}", Rows(values, group.Key))));
        return [.. groups.Where(group => group.Item2.Length >= LeastOfGroup)];
    }

    /// <summary>Who bought nothing in the period before the moment has lapsed; who bought for the first time in it is new.</summary>
    private static string OfHistory(ValueHistories at, int row) =>
        at.Number("recent")[row] == 0 ? Lapsed : at.Number("age")[row] < at.HorizonDays ? New : Repeat;

    /// <summary>How far the forecast was off in each group, beside saying last period's, and how often the intervals held what came.</summary>
    public static IEnumerable<ModelMetric> Metrics(IReadOnlyList<(string Group, int[] Rows)> groups, Forecast judged, IReadOnlyList<(double Level, bool[] Held)> held, Seed seed, FitRun run)
    {
        double[] money = [.. judged.At.Money], last = [.. judged.At.Number("recent_spent")], bought = [.. judged.At.Bought], lastBought = [.. judged.At.Number("recent")];
        foreach (var (group, rows) in groups)
        {
            foreach (var (what, came, said, before) in new[] { ("purchases", bought, judged.Counts, lastBought), ("money", money, judged.Amounts, last) })
            {
                double[] c = Take(came, rows), s = Take(said, rows), b = Take(before, rows);
                var error = new Bootstrap { Samples = 300, Method = BootstrapMethod.Percentile, Seed = seed }.Of(rows.Length, drawn => Mean(drawn, i => Math.Abs(s[i] - c[i])), run);
                yield return new ModelMetric(group, $"mean absolute error of {what}", error.Estimate, error.Low, error.High, ForecastErrors.Of(c, b).Mae, false);
                var lean = new Bootstrap { Samples = 300, Method = BootstrapMethod.Percentile, Seed = seed }.Of(rows.Length, drawn => Mean(drawn, i => s[i] - c[i]), run);
                yield return new ModelMetric(group, $"{what} expected more than came", lean.Estimate, lean.Low, lean.High, b.Average() - c.Average(), false);
            }
            foreach (var (level, inside) in held)
            {
                // Intervals are tried out on the first so many customers only, drawn evenly: of the others nothing is known.
                int[] tried = [.. rows.Select(row => judged.PlaceInSome(row)).Where(place => place >= 0)];
                if (tried.Length < LeastOfGroup) continue;
                var share = Interval.Wilson(tried.Count(place => inside[place]), tried.Length);
                yield return new ModelMetric(group, ValueSheet.Within(level), share.Estimate, share.Low, share.High, level, true);
            }
        }
    }

    /// <summary>What is known of customers besides their histories, as attributes that do not change with a forecast.</summary>
    private static IEnumerable<(string Kind, string?[] Values)> Known(SliceRun run, ValueHistories at)
    {
        var there = run.Warehouse.Rows<string>("SELECT table_name || '.' || column_name FROM duckdb_columns() WHERE table_name IN ('customers', 'orders')").ToHashSet();
        if (there.Contains("customers.country")) yield return ("country", Values(run, at, "SELECT customer_id, country FROM customers WHERE country IS NOT NULL"));
        if (there.Contains("orders.channel"))
            yield return ("channel", Values(run, at, $"""
                SELECT customer_id, channel FROM (
                    SELECT customer_id, channel, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY COUNT(*) DESC, channel) AS place
                    FROM orders WHERE is_known AND channel IS NOT NULL AND ordered_at < {PastFeatures.Literal(at.Moment)} GROUP BY customer_id, channel)
                WHERE place = 1
                """));
    }

    private static string?[] Values(SliceRun run, ValueHistories at, string sql)
    {
        var known = run.Warehouse.Rows<(string Customer, string Value)>(sql).ToDictionary(one => one.Customer, one => one.Value);
        return Array.ConvertAll(at.Customers, customer => known.GetValueOrDefault(customer));
    }

    private static int[] Rows(string?[] values, string group) => [.. Enumerable.Range(0, values.Length).Where(row => values[row] == group)];

    private static double[] Take(double[] values, int[] rows) => Array.ConvertAll(rows, row => values[row]);

    private static double Mean(ReadOnlySpan<int> rows, Func<int, double> value)
    {
        var sum = 0.0;
        foreach (var row in rows) sum += value(row);
        return sum / rows.Length;
    }
}
