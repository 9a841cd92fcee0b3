using Habitue.Duck;
using Habitue.Lake.Events;
using Habitue.Lake.Features;
using Habitue.Lake.Loading;
using Habitue.Lake.Storage;

namespace Habitue.Tests.Storage;

/// <summary>
/// The UCI Online Retail lines as events in a warehouse on disk, built once for all tests that read it: every distinct line but the
/// two with a negative price, an invoice number with C in front as a cancellation, a basket without a customer as one of its own.
/// </summary>
public sealed class OnlineRetail : IDisposable
{
    private readonly Lock gate = new();
    private DirectoryInfo? folder;
    private DuckDatabase? database;
    private DuckConnection? warehouse;

    /// <summary>The first moment after the last day of the data.</summary>
    public static DateTime End { get; } = new(2011, 12, 10, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The warehouse with all models and the features as of the end; skips the running test when the data are not here.</summary>
    public DuckConnection Warehouse
    {
        get
        {
            string files = SharedData.Require(Path.Combine("data", "online-retail", "by-day"));
            lock (gate)
                return warehouse ??= Load(files);
        }
    }

    public void Dispose()
    {
        warehouse?.Dispose();
        database?.Dispose();
        folder?.Delete(recursive: true);
    }

    private DuckConnection Load(string files)
    {
        folder = Directory.CreateTempSubdirectory("habitue-retail-");
        database = DuckDatabase.Open(Path.Combine(folder.FullName, "warehouse.duckdb"), new DuckSettings { Threads = 2 });
        DuckConnection connection = database.Connect();
        Schema.Create(connection);
        EventRows.Fit(connection, Schema.ColumnsOf(Entity.Events).Select(column => column.Name), new Dictionary<string, string>());
        connection.Execute($$"""
            CREATE TEMP TABLE lines AS
            SELECT DISTINCT * FROM read_csv('{{files}}/*.csv', header = true, columns = {'InvoiceNo': 'VARCHAR', 'StockCode': 'VARCHAR', 'Description': 'VARCHAR',
                'Quantity': 'DOUBLE', 'InvoiceDate': 'TIMESTAMP', 'UnitPrice': 'DECIMAL(18,4)', 'CustomerID': 'DOUBLE', 'Country': 'VARCHAR'});
            INSERT INTO {{EventRows.Table}} BY NAME
            SELECT 1 AS source, row_number() OVER (ORDER BY InvoiceDate, InvoiceNo, StockCode, Quantity, UnitPrice, Description) AS source_row, 'track' AS type,
                'Order Completed' AS event, InvoiceDate AS occurred_at,
                CASE WHEN CustomerID IS NULL THEN '~' || InvoiceNo ELSE CAST(CAST(CustomerID AS BIGINT) AS VARCHAR) END AS customer_id,
                CustomerID IS NOT NULL AS is_known, InvoiceNo AS order_id, StockCode AS product_id, Description AS product_name, Quantity AS quantity,
                UnitPrice AS unit_price, CAST(Quantity * UnitPrice AS DECIMAL(18,4)) AS amount, Country AS country, FALSE AS is_bot,
                InvoiceNo LIKE 'C%' AS is_cancellation
            FROM lines WHERE UnitPrice >= 0;
            DROP TABLE lines;
            """);
        Models.Build(connection, End);
        CustomerFeatures.Compute(connection, End);
        return connection;
    }
}

/// <summary>Tests that share the loaded Online Retail data.</summary>
[CollectionDefinition(nameof(OnlineRetail))]
public sealed class OnlineRetailCollection : ICollectionFixture<OnlineRetail>;
