using Habitue.Insights;
using Habitue.Learning.Data;

namespace Habitue.Value;

/// <summary>The customers as they were known at a moment, and what came after it (0 where nobody knows yet).</summary>
/// <param name="Season">What makes a day busy.</param>
/// <param name="Buying">Repeat purchases after the first, in busy weeks, as models of buying count them.</param>
/// <param name="Spending">All purchases and what one brought on average: the first tells of a customer's spending as much as the others.</param>
/// <param name="Rows">The same and all features, as read.</param>
internal sealed record ValueHistories(DateTime Moment, int HorizonDays, ValueSeason Season, string[] Customers, PurchaseHistories Buying, PurchaseHistories Spending, Frame Rows)
{
    public int Count => Customers.Length;

    /// <summary>Purchases in the period after the moment.</summary>
    public ReadOnlySpan<double> Bought => Number("bought");

    /// <summary>What the period after the moment brought, refunds taken off.</summary>
    public ReadOnlySpan<double> Money => Number("money");

    public ReadOnlySpan<double> Number(string column) => ((NumberColumn)Rows[column]).Values;

    /// <param name="run">What is read, and from when it looks back.</param>
    /// <param name="moment">Nothing from then on is known, but for <see cref="Bought"/> and <see cref="Money"/>.</param>
    /// <param name="horizonDays">The length of the period after it and of the one before it.</param>
    /// <param name="features">The table of features to read beside; null for none.</param>
    /// <param name="part">Which customers, as a condition on o.customer_id.</param>
    public static ValueHistories Read(SliceRun run, DateTime moment, int horizonDays, string? features, string part = "TRUE")
    {
        var end = moment.AddDays(horizonDays) is var after && after < run.AsOf ? after : run.AsOf;
        var rows = FrameReader.Read(run.Warehouse, SliceQueries.Read("Value/ValueRows",
            ("moment", PastFeatures.Literal(moment)), ("end", PastFeatures.Literal(end)), ("horizon", $"{horizonDays}"), ("part", part),
            ("columns", features is null ? "" : "f.* EXCLUDE (customer_id),"),
            ("join", features is null ? "" : $"JOIN {features} f ON f.customer_id = h.customer_id AND f.as_of = {PastFeatures.Literal(moment)}")), run.Cancel);
        var customers = (TextColumn)rows["customer_id"];
        var (count, purchases, spent) = (rows.Rows, (NumberColumn)rows["purchases"], (NumberColumn)rows["spent"]);
        var (number, mean, one) = (new int[count], new double[count], new double[count]);
        for (var row = 0; row < count; row++)
        {
            number[row] = (int)purchases.Values[row];
            (mean[row], one[row]) = (spent.Values[row] / number[row], 1);
        }
        return new ValueHistories(moment, horizonDays, ValueSeason.None, [.. Enumerable.Range(0, count).Select(row => customers[row]!)],
            new PurchaseHistories([], [], []), new PurchaseHistories(number, one, one, mean), rows).In(ValueSeason.None);
    }

    /// <summary>The same, with time counted as busy time.</summary>
    public ValueHistories In(ValueSeason season)
    {
        var (repeats, recency, age) = (new int[Count], new double[Count], new double[Count]);
        var bought = Number("recency");
        var last = LastDay;
        foreach (var (row, first) in FirstDays().Index())
            (repeats[row], recency[row], age[row]) = (Spending.Repeats[row] - 1, season.Weeks(first, first.AddDays((int)bought[row])), season.Weeks(first, last));
        return this with { Season = season, Buying = new PurchaseHistories(repeats, recency, age) };
    }

    /// <summary>The last day that is known.</summary>
    public DateOnly LastDay => DateOnly.FromDateTime(Moment.AddTicks(-1));

    /// <summary>When each customer bought for the first time.</summary>
    public DateOnly[] FirstDays()
    {
        var last = LastDay;
        return Array.ConvertAll(Number("age").ToArray(), days => last.AddDays(-(int)days));
    }

    /// <summary>How many busy weeks the coming days have.</summary>
    public double Weeks(double days)
    {
        var (whole, last) = ((int)Math.Floor(days), LastDay);
        var (until, next) = (Season.Weeks(last, last.AddDays(whole)), Season.Weeks(last, last.AddDays(whole + 1)));
        return until + ((days - whole) * (next - until));
    }
}
