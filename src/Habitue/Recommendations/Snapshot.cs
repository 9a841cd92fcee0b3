using Habitue.Insights;
using Habitue.Learning.Data;

namespace Habitue.Recommendations;

/// <summary>
/// What was known at a moment: products, who had bought what, and how each product sold. All of it is from before the moment, for
/// it is cut out of the log by it. Of very many products only those with the most buyers are there.
/// </summary>
internal sealed class Snapshot
{
    /// <summary>More products than this are not looked at: what hardly anybody buys cannot be learned, and each customer's scores cost one look at each.</summary>
    public const int MostProducts = 20_000;

    /// <summary>New products of the catalogue beside them, at most.</summary>
    public const int MostNew = 2_000;

    /// <summary>What was not sold for so long is taken for no longer on sale, unless the catalogue has it in stock.</summary>
    public const int OnSaleDays = 90;

    /// <summary>So far back reaches what is called popular of late.</summary>
    public const int LatelyDays = 30;

    private const long Day = 86_400_000_000;

    private Snapshot(DateTime moment, Product[] products, Interactions known, Basket[] baskets)
    {
        (Moment, Products, Known, Baskets) = (moment, products, known, baskets);
        (Buyers, BuyersLately) = (new float[products.Length], new float[products.Length]);
        Repeats = new ProductRepeat[products.Length];
        OnSale = new bool[products.Length];
        Numbers = [];
    }

    public DateTime Moment { get; }

    public long At => PurchaseLog.Microseconds(Moment);

    /// <summary>In the order of their numbers.</summary>
    public Product[] Products { get; }

    /// <summary>What recommenders learn from: the log's customers by these products, with the products' attributes.</summary>
    public Interactions Known { get; }

    /// <summary>What each customer of the log had bought.</summary>
    public Basket[] Baskets { get; }

    /// <summary>How many customers had bought each product, and how many of late.</summary>
    public float[] Buyers { get; }

    public float[] BuyersLately { get; }

    public ProductRepeat[] Repeats { get; private init; }

    /// <summary>Which products may be recommended at all.</summary>
    public bool[] OnSale { get; }

    /// <summary>The number of each of the log's products here; -1 for those that are not here.</summary>
    public int[] Numbers { get; private init; }

    /// <summary>Cuts a snapshot out of the log.</summary>
    /// <param name="run">Where to read what the products are.</param>
    /// <param name="log">Who bought what.</param>
    /// <param name="moment">Nothing at or after it is looked at.</param>
    /// <param name="more">New products, and what the stock says; null for a moment of the past, of which nobody knows it.</param>
    public static Snapshot Of(SliceRun run, PurchaseLog log, DateTime moment, Shelves? more = null)
    {
        var at = PurchaseLog.Microseconds(moment);
        var repeats = ProductRepeat.Of(log, at);
        var chosen = Enumerable.Range(0, repeats.Length).Where(item => repeats[item].Buyers > 0)
            .OrderByDescending(item => repeats[item].Buyers).ThenBy(item => item).Take(MostProducts).Order().ToArray();
        var texts = ProductTexts.Read(run, moment);
        var products = chosen.Select(item => texts.Of(log.Products[item])).Concat(more?.New ?? []).OrderBy(product => product.Id, StringComparer.Ordinal).ToArray();
        var numbers = new int[log.Products.Length];
        Array.Fill(numbers, -1);
        var names = new Names("item", [.. products.Select(product => product.Id)]);
        foreach (var item in chosen) numbers[item] = names.Of(log.Products[item]);

        var baskets = new Basket[log.Customers.Length];
        for (var customer = 0; customer < baskets.Length; customer++) baskets[customer] = Basket.Of(log, customer, at, numbers);
        var starts = new int[baskets.Length + 1];
        for (var i = 0; i < baskets.Length; i++) starts[i + 1] = starts[i] + baskets[i].Items.Length;
        var known = new Interactions(new Names("user", log.Customers), names,
            new SparseMatrix(products.Length, starts, [.. baskets.SelectMany(basket => basket.Items)], [.. baskets.SelectMany(basket => basket.Values)])).WithAttributes(products.SelectMany(product => product.Attributes()));

        var all = new ProductRepeat[products.Length];
        Array.Fill(all, ProductRepeat.None);
        foreach (var item in chosen) all[numbers[item]] = repeats[item];
        var snapshot = new Snapshot(moment, products, known, baskets) { Repeats = all, Numbers = numbers };
        foreach (var basket in baskets)
            for (var i = 0; i < basket.Items.Length; i++)
            {
                snapshot.Buyers[basket.Items[i]]++;
                if (at - basket.Last[i] < LatelyDays * Day) snapshot.BuyersLately[basket.Items[i]]++;
            }
        for (var item = 0; item < products.Length; item++)
            snapshot.OnSale[item] = more?.Stock.TryGetValue(products[item].Id, out var stock) == true ? stock > 0
                : at - texts.LastSold(products[item].Id) < OnSaleDays * Day;
        return snapshot;
    }

    /// <summary>Whether a product may be recommended to somebody: on sale, and not theirs already unless people come back for it.</summary>
    public bool[] AllowedFor(Basket basket)
    {
        var allowed = OnSale.AsSpan().ToArray();
        foreach (var item in basket.Items) allowed[item] &= Repeats[item].IsReplenishable;
        return allowed;
    }
}

/// <summary>What lies on the shop's shelves now: new products, and how many there are of each.</summary>
/// <param name="New">Of the catalogue and in stock, and nobody has bought them yet.</param>
/// <param name="Stock">By product; one that is not counted has no entry.</param>
internal sealed record Shelves(IReadOnlyList<Product> New, IReadOnlyDictionary<string, double> Stock)
{
    public static Shelves Read(SliceRun run)
    {
        var fresh = run.Warehouse.Rows<(string Id, string? Name, string? Category, double? Price)>(
            SliceQueries.Read("Recommendations/NewProducts", ("moment", PastFeatures.Literal(run.AsOf)), ("most", $"{Snapshot.MostNew}")));
        var listed = run.Warehouse.Rows<(string Id, double Stock)>("SELECT product_id, CAST(stock AS DOUBLE) FROM products WHERE stock IS NOT NULL");
        return new Shelves([.. fresh.Select(one => new Product(one.Id, one.Name, one.Category, one.Price ?? 0, IsNew: true))],
            listed.ToDictionary(one => one.Id, one => one.Stock, StringComparer.Ordinal));
    }
}
