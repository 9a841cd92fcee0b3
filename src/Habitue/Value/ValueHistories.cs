using Habitue.Insights;
using Habitue.Learning.Data;

namespace Habitue.Value;

/// <summary>The customers as they were known at a moment, and what came after it (0 where nobody knows yet).</summary>
/// <param name="Buying">Repeat purchases after the first, in weeks, as models of buying count them.</param>
/// <param name="Spending">All purchases and what one brought on average: the first tells of a customer's spending as much as the others.</param>
/// <param name="Rows">The same and all features, as read.</param>
internal sealed record ValueHistories(DateTime Moment, int HorizonDays, string[] Customers, PurchaseHistories Buying, PurchaseHistories Spending, Frame Rows)
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
        var (count, purchases) = (rows.Rows, (NumberColumn)rows["purchases"]);
        var (recency, age, spent) = ((NumberColumn)rows["recency"], (NumberColumn)rows["age"], (NumberColumn)rows["spent"]);
        var (repeats, number, last, known, mean, one) = (new int[count], new int[count], new double[count], new double[count], new double[count], new double[count]);
        for (var row = 0; row < count; row++)
        {
            number[row] = (int)purchases.Values[row];
            (repeats[row], last[row], known[row]) = (number[row] - 1, recency.Values[row] / 7, age.Values[row] / 7);
            (mean[row], one[row]) = (spent.Values[row] / number[row], 1);
        }
        return new ValueHistories(moment, horizonDays, [.. Enumerable.Range(0, count).Select(row => customers[row]!)],
            new PurchaseHistories(repeats, last, known), new PurchaseHistories(number, one, one, mean), rows);
    }
}
