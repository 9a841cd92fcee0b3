using Habitue.Duck;
using Habitue.Insights;
using Habitue.Learning.Data;

namespace Habitue.Recommendations;

/// <summary>
/// Who bought which product when, in memory: one entry per customer, product and order, in this order. Everything that is
/// learned is cut out of it by a moment, so what lies after a moment is not there for what is learned as of it.
/// </summary>
internal sealed class PurchaseLog
{
    /// <summary>Of more customers than about so many it learns from a part that depends on nothing but their ids.</summary>
    public const int MostCustomers = 50_000;

    private readonly int[] starts;

    private PurchaseLog(string[] customers, string[] products, int[] starts, int[] items, long[] at) =>
        (Customers, Products, this.starts, Items, At) = (customers, products, starts, items, at);

    public string[] Customers { get; }

    /// <summary>The products, in the ordinal order of their ids.</summary>
    public string[] Products { get; }

    /// <summary>The product of each entry, by its place among all.</summary>
    public int[] Items { get; }

    /// <summary>When each was ordered, in microseconds.</summary>
    public long[] At { get; }

    public ReadOnlySpan<int> ItemsOf(int customer) => Items.AsSpan(starts[customer]..starts[customer + 1]);

    public ReadOnlySpan<long> TimesOf(int customer) => At.AsSpan(starts[customer]..starts[customer + 1]);

    /// <summary>Reads what was ordered before a moment.</summary>
    /// <param name="warehouse">Where the orders are.</param>
    /// <param name="before">Nothing at or after it is read.</param>
    /// <param name="part">Which customers, as a condition of SQL.</param>
    /// <param name="cancel">The wish to stop.</param>
    public static PurchaseLog Read(DuckConnection warehouse, DateTime before, string part, CancellationToken cancel)
    {
        var rows = FrameReader.Read(warehouse, SliceQueries.Read("Recommendations/PurchaseLog", ("as_of", PastFeatures.Literal(before)), ("part", part)), cancel);
        TextColumn who = (TextColumn)rows["customer_id"], what = (TextColumn)rows["product_id"];
        string[] products = [.. what.Texts.Order(StringComparer.Ordinal)];
        var place = products.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        var number = what.Texts.Select(text => place[text]).ToArray();
        var starts = new List<int>();
        var customers = new List<string>();
        var items = new int[rows.Rows];
        for (var row = 0; row < rows.Rows; row++)
        {
            if (row == 0 || who.Codes[row] != who.Codes[row - 1])
            {
                starts.Add(row);
                customers.Add(who[row]!);
            }
            items[row] = number[what.Codes[row]];
        }
        starts.Add(rows.Rows);
        return new PurchaseLog([.. customers], products, [.. starts], items, ((TimeColumn)rows["ordered_at"]).Values.ToArray());
    }

    /// <summary>All customers, or of very many the part to learn from.</summary>
    public static string PartToLearnFrom(long customers) =>
        customers <= MostCustomers ? "TRUE" : $"stable_hash(customer_id) % 1000000 < {(long)(1e6 * MostCustomers / customers)}";

    public static long Microseconds(DateTime moment) => (moment - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
