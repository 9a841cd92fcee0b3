using Habitue.Duck;
using Habitue.Insights;
using Habitue.Lake.Features;
using Habitue.Learning.Data;

namespace Habitue.Segments;

/// <summary>A property of customers by which they are divided.</summary>
/// <param name="Name">The column, here and in the shelved model.</param>
/// <param name="About">What it is, for people.</param>
/// <param name="Needs">The columns of <c>customer_features</c> that it is made of; seasonality needs the orders instead.</param>
/// <param name="Sql">How it is made of them, without a NULL, from 0 upward.</param>
/// <param name="Weight">How much a difference counts beside those of recency, frequency and money.</param>
internal sealed record SegmentFeature(string Name, string About, string[] Needs, string Sql, float Weight);

/// <summary>
/// What customers are divided by: recency, frequency and money, and habits where the data tell them. Counts and money by
/// their logarithm; a habit that only few orders or visits speak of is drawn towards none, so that one order with a coupon
/// does not make a bargain hunter. Each is made of one customer alone, so that a shelved model divides other customers too.
/// </summary>
internal static class SegmentFeatures
{
    /// <summary>What few visits and few orders tell is uncertain: such habits count less than what everybody has.</summary>
    private const float Aside = 0.4f;

    /// <summary>A season can be told from one year of the shop, three orders and half a year of the customer on.</summary>
    private const int SeasonShopDays = 360, SeasonOrders = 3, SeasonCustomerDays = 180;

    private const string Seasonal = "season_share";

    public static IReadOnlyList<SegmentFeature> All { get; } =
    [
        new("recency", "days since the last order", ["recency_days"], "LN(1 + GREATEST(CAST(f.recency_days AS DOUBLE), 0))", 1),
        new("frequency", "number of orders", ["frequency"], "LN(1 + CAST(f.frequency AS DOUBLE))", 1),
        new("money", "all that was ordered", ["monetary"], "LN(1 + GREATEST(CAST(f.monetary AS DOUBLE), 0))", 1),
        new("discounts", "share of orders with a discount", ["discount_share", "frequency"], "COALESCE(f.discount_share, 0) * f.frequency / (f.frequency + 1.0)", 1),
        new("abandonment", "share of carts that were left", ["cart_abandonment_rate", "sessions"], "COALESCE(f.cart_abandonment_rate * f.sessions / (f.sessions + 5.0), 0)", Aside),
        new("visits", "visits to the site or app", ["sessions"], "LN(1 + COALESCE(CAST(f.sessions AS DOUBLE), 0))", Aside),
        new("season", "how far orders fall into one season of the year", [], $"COALESCE(s.{Seasonal}, 0)", Aside),
    ];

    public static SegmentFeature Of(string name) => All.First(feature => feature.Name == name);

    /// <summary>The features that these data tell as of a moment: none that is missing or the same for every buyer.</summary>
    public static SegmentFeaturesThere There(DuckConnection warehouse, DateTime asOf)
    {
        var known = (warehouse.ColumnsOf(CustomerFeatures.Table) ?? []).Select(column => column.Name).ToHashSet();
        var possible = All.Where(feature => feature.Needs.All(known.Contains) && (feature.Needs.Length > 0 || HasYear(warehouse, asOf))).ToArray();
        var spans = warehouse.Query($"SELECT {string.Join(", ", possible.Select(feature => $"MIN({feature.Sql}), MAX({feature.Sql})"))} FROM {CustomerFeatures.Table} f {Season(possible, asOf)} WHERE {IsBuyer("f")}");
        using (spans)
        {
            using var row = spans.NextChunk()!;
            bool Differs(int i) => row[2 * i].GetValue(0) is double least && row[(2 * i) + 1].GetValue(0) is double most && most > least;
            return new([.. possible.Where((_, i) => Differs(i))], [.. possible.Where((_, i) => !Differs(i))]);
        }
    }

    /// <summary>The features of all buyers in the order of their ids: of the table of now, or of a past moment.</summary>
    public static (string[] Customers, Matrix Values) Read(DuckConnection warehouse, IReadOnlyList<SegmentFeature> features, string table, DateTime moment, CancellationToken cancel) =>
        Read(warehouse, features, table, [moment], cancel)[0];

    /// <summary>The same of several moments, by one statement.</summary>
    public static (string[] Customers, Matrix Values)[] Read(DuckConnection warehouse, IReadOnlyList<SegmentFeature> features, string table, IReadOnlyList<DateTime> moments, CancellationToken cancel)
    {
        if (moments.Count == 0) return [];
        var sql = string.Join(" UNION ALL ", moments.Select((moment, i) => $"""
            SELECT CAST({i} AS INTEGER) AS moment, f.customer_id, {string.Join(", ", features.Select(feature => $"CAST({feature.Sql} AS DOUBLE) AS {feature.Name}"))}
            FROM {table} f {Season(features, moment)}
            WHERE f.as_of = {PastFeatures.Literal(moment)} AND {IsBuyer("f")}
            """));
        var frame = FrameReader.Read(warehouse, $"{sql} ORDER BY moment, customer_id", cancel);
        var of = ((NumberColumn)frame["moment"]).Values;
        var customers = (TextColumn)frame["customer_id"];
        var read = new (string[] Customers, Matrix Values)[moments.Count];
        for (int i = 0, first = 0; i < read.Length; i++)
        {
            var count = 0;
            while (first + count < frame.Rows && of[first + count] == i) count++;
            var values = new Matrix(count, [.. features.Select(feature => feature.Name)]);
            for (var column = 0; column < features.Count; column++) values.Fill(column, ((NumberColumn)frame[features[column].Name]).Values.Slice(first, count));
            read[i] = (new string[count], values);
            for (var row = 0; row < count; row++) read[i].Customers[row] = customers[first + row]!;
            first += count;
        }
        return read;
    }

    public static string IsBuyer(string alias) => $"{alias}.frequency > 0 AND {alias}.recency_days IS NOT NULL";

    /// <summary>
    /// How far a customer's orders fall into one season: the length of the mean of their days on the circle of the year, less
    /// what chance gives with so few orders. Whole numbers are summed, so that the order of the rows does not show.
    /// </summary>
    private static string Season(IEnumerable<SegmentFeature> features, DateTime moment) => !features.Any(feature => feature.Name == "season") ? "" : $"""
        LEFT JOIN (
            SELECT customer_id, SQRT(GREATEST(0, (n * (c * c + s * s) - 1) / (n - 1))) * n / (n + 3.0) AS {Seasonal}
            FROM (
                SELECT customer_id, CAST(COUNT(*) AS DOUBLE) AS n,
                    CAST(SUM(CAST(ROUND(1000000 * COS(2 * PI() * DAYOFYEAR(ordered_at) / 365.25)) AS BIGINT)) AS DOUBLE) / 1000000 / COUNT(*) AS c,
                    CAST(SUM(CAST(ROUND(1000000 * SIN(2 * PI() * DAYOFYEAR(ordered_at) / 365.25)) AS BIGINT)) AS DOUBLE) / 1000000 / COUNT(*) AS s
                FROM orders
                WHERE is_known AND ordered_at < {PastFeatures.Literal(moment)}
                GROUP BY customer_id
                HAVING COUNT(*) >= {SeasonOrders} AND days_between(MIN(ordered_at), MAX(ordered_at)) >= {SeasonCustomerDays}
            ) on_the_circle
        ) s ON s.customer_id = f.customer_id
        """;

    private static bool HasYear(DuckConnection warehouse, DateTime asOf) =>
        warehouse.Has("orders") && warehouse.Rows<DateTime?>("SELECT MIN(ordered_at) FROM orders WHERE is_known")[0] is { } first && (asOf - first).TotalDays >= SeasonShopDays;
}

/// <summary>What the data tell of the features.</summary>
/// <param name="Telling">By these customers differ.</param>
/// <param name="Same">These are the same for every buyer.</param>
internal sealed record SegmentFeaturesThere(IReadOnlyList<SegmentFeature> Telling, IReadOnlyList<SegmentFeature> Same);
