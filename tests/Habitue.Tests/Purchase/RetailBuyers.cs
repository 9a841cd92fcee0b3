using Habitue.Insights;
using Habitue.Lake.Features;
using Habitue.Lake.Loading;
using Habitue.Learning.Data;
using Habitue.Prediction;
using Habitue.Tests.Storage;

namespace Habitue.Tests.Purchase;

/// <summary>
/// Online Retail as a plain pipeline cleans it (tests/reference/purchase.py): each line once, sales of known customers with
/// quantities and prices within the quartiles' fences; and, beside them, what those customers sent back.
/// </summary>
internal sealed class RetailBuyers : IDisposable
{
    private readonly SmallShop shop = new();

    public RetailBuyers(string files)
    {
        Load(files);
        shop.Build("2011-12-10");
    }

    /// <summary>The customers as of a day, and whether they bought within the 30 days from it on.</summary>
    public BuyersOfMonth At(DateTime day)
    {
        CustomerFeatures.Compute(shop.Warehouse, day);
        return new BuyersOfMonth(FrameReader.Read(shop.Warehouse, SliceQueries.Read("Purchase/PurchaseLabels", ("horizon", "30"), ("features", CustomerFeatures.Table)), default));
    }

    public void Dispose() => shop.Dispose();

    private void Load(string files) => shop.Run($$"""
        CREATE TEMP TABLE lines AS
        SELECT DISTINCT * FROM read_csv('{{files}}/*.csv', header = true, columns = {'InvoiceNo': 'VARCHAR', 'StockCode': 'VARCHAR', 'Description': 'VARCHAR',
            'Quantity': 'DOUBLE', 'InvoiceDate': 'TIMESTAMP', 'UnitPrice': 'DECIMAL(18,4)', 'CustomerID': 'DOUBLE', 'Country': 'VARCHAR'});
        CREATE TEMP TABLE sales AS SELECT * FROM lines WHERE CustomerID IS NOT NULL AND InvoiceNo NOT LIKE 'C%' AND Quantity > 0 AND UnitPrice > 0;
        CREATE TEMP TABLE fences AS SELECT quantile_cont(Quantity, [0.25, 0.75]) AS q, quantile_cont(CAST(UnitPrice AS DOUBLE), [0.25, 0.75]) AS p FROM sales;
        INSERT INTO {{EventRows.Table}} BY NAME
        SELECT 1 AS source, row_number() OVER (ORDER BY InvoiceDate, InvoiceNo, StockCode, Quantity, UnitPrice, Description) AS source_row, 'track' AS type,
            'Order Completed' AS event, InvoiceDate AS occurred_at, CAST(CAST(CustomerID AS BIGINT) AS VARCHAR) AS customer_id, TRUE AS is_known, InvoiceNo AS order_id, StockCode AS product_id,
            Description AS product_name, Quantity AS quantity, UnitPrice AS unit_price, CAST(Quantity * UnitPrice AS DECIMAL(18,4)) AS amount, Country AS country, FALSE AS is_bot,
            InvoiceNo LIKE 'C%' AS is_cancellation
        FROM (
            SELECT sales.* FROM sales, fences
            WHERE Quantity BETWEEN q[1] - 1.5 * (q[2] - q[1]) AND q[2] + 1.5 * (q[2] - q[1]) AND CAST(UnitPrice AS DOUBLE) BETWEEN p[1] - 1.5 * (p[2] - p[1]) AND p[2] + 1.5 * (p[2] - p[1])
            UNION ALL
            SELECT * FROM lines WHERE CustomerID IS NOT NULL AND InvoiceNo LIKE 'C%' AND UnitPrice >= 0
        ) kept;
        DROP TABLE lines; DROP TABLE sales; DROP TABLE fences
        """);
}

/// <summary>Customers with what was known of them, and who of them bought.</summary>
internal sealed class BuyersOfMonth(Frame all)
{
    public int[] Customers { get; } = [.. Enumerable.Range(0, all.Rows).Select(row => int.Parse(((TextColumn)all["customer_id"])[row]!))];

    public double[] Bought { get; } = [.. Enumerable.Range(0, all.Rows).Select(row => ((BooleanColumn)all["bought"])[row] == true ? 1.0 : 0.0)];

    /// <summary>The fifth is judged, the one after it chooses, the other three teach.</summary>
    public PredictionTask Task(int fifth)
    {
        int[] Rows(Func<int, bool> which) => [.. Enumerable.Range(0, all.Rows).Where(row => which(Customers[row] % 5))];
        int[] test = Rows(number => number == fifth), validation = Rows(number => number == (fifth + 1) % 5), train = Rows(number => number != fifth && number != (fifth + 1) % 5);
        string[] known = [.. all.Columns.Where(column => column is NumberColumn numbers && numbers.Values.ToArray().Where(double.IsFinite).Distinct().Skip(1).Any()).Select(column => column.Name)];
        LabeledFrame Part(int[] rows) => new(all.Select(known).Take(rows), [.. rows.Select(row => Bought[row])], classes: ["stays away", "buys"]);
        float[] Rule(int[] rows) => [.. rows.Select(row => -(float)((NumberColumn)all["recency_days"]).Values[row])];
        return new PredictionTask(Part(train), Part(validation), Part(test), "the more recent the last order, the likelier", Rule(validation), Rule(test));
    }
}
