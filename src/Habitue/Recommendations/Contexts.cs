using Habitue.Insights;
using Habitue.Learning.Data;

namespace Habitue.Recommendations;

/// <summary>
/// What is bought in each country and segment of late: what to show to somebody of whom nothing else is known, and a reason
/// that can be checked.
/// </summary>
internal sealed class Contexts
{
    public const string Everywhere = "everywhere", Country = "country", Segment = "segment";

    /// <summary>What fewer customers than this bought says nothing of a country or segment.</summary>
    private const int FewestCustomers = 20;

    private readonly Dictionary<string, (string? Country, string? Segment)> of;
    private readonly Dictionary<(string Kind, string Value), int[]> top = [];

    private Contexts(Dictionary<string, (string? Country, string? Segment)> of) => this.of = of;

    /// <summary>The best products by context, with the share of its customers who bought each of late.</summary>
    public List<(string Kind, string Value, int Place, int Item, double Share)> Starters { get; } = [];

    public static Contexts Of(SliceRun run, PurchaseLog log, Snapshot snapshot)
    {
        var segmented = run.Warehouse.Has("customer_segments");
        var rows = FrameReader.Read(run.Warehouse, $"""
            SELECT c.customer_id, c.country, {(segmented ? "s.cluster_name" : "CAST(NULL AS VARCHAR)")} AS segment
            FROM customers c {(segmented ? "LEFT JOIN customer_segments s ON s.customer_id = c.customer_id" : "")}
            WHERE c.is_known AND c.orders > 0
            """, run.Cancel);
        TextColumn ids = (TextColumn)rows["customer_id"], countries = (TextColumn)rows["country"], segments = (TextColumn)rows["segment"];
        var contexts = new Contexts(Enumerable.Range(0, rows.Rows).ToDictionary(row => ids[row]!, row => (countries[row], segments[row]), StringComparer.Ordinal));
        contexts.Count(log, snapshot);
        return contexts;
    }

    /// <summary>What is said of a product that is popular: in the customer's segment, in their country, or everywhere.</summary>
    public string Popular(string customer, int item, bool lately)
    {
        var (country, segment) = of.GetValueOrDefault(customer);
        if (segment is not null && Has(Segment, segment, item)) return "popular in your segment";
        if (country is not null && Has(Country, country, item)) return $"popular in {country}";
        return lately ? "one of the most bought of late" : "one of the most bought";
    }

    private bool Has(string kind, string value, int item) => top.TryGetValue((kind, value), out var items) && items.Contains(item);

    private void Count(PurchaseLog log, Snapshot snapshot)
    {
        var counts = new SortedDictionary<(string Kind, string Value), float[]>();
        var customers = new Dictionary<(string, string), int>();
        var since = PurchaseLog.Microseconds(snapshot.Moment.AddDays(-Snapshot.OnSaleDays));
        void Add((string Kind, string Value) context, Basket basket)
        {
            customers[context] = customers.GetValueOrDefault(context) + 1;
            if (!counts.TryGetValue(context, out var into)) counts[context] = into = new float[snapshot.Products.Length];
            for (var i = 0; i < basket.Items.Length; i++)
                if (basket.Last[i] >= since && snapshot.OnSale[basket.Items[i]]) into[basket.Items[i]]++;
        }
        for (var customer = 0; customer < log.Customers.Length; customer++)
        {
            var basket = snapshot.Baskets[customer];
            var (country, segment) = of.GetValueOrDefault(log.Customers[customer]);
            Add((Everywhere, ""), basket);
            if (country is not null) Add((Country, country), basket);
            if (segment is not null) Add((Segment, segment), basket);
        }
        foreach (var (context, bought) in counts)
        {
            if (context.Kind != Everywhere && customers[context] < FewestCustomers) continue;
            var best = top[context] = Shortlist.Top(bought, RecommendationTables.Places);
            for (var place = 0; place < best.Length; place++) Starters.Add((context.Kind, context.Value, place + 1, best[place], bought[best[place]] / (double)customers[context]));
        }
    }
}
