using Habitue.Duck;
using Habitue.Lake.Events;
using Habitue.Lake.Features;
using Habitue.Lake.Loading;
using Habitue.Lake.Storage;
using Habitue.Learning;
using Habitue.Tests.Host;

namespace Habitue.Tests.Experiments;

/// <summary>
/// A home with a shop of 12,000 customers and tests on them whose truth is known. A third buy tea: a mail makes 25 % more of them order. A third buy cups, and nothing moves
/// them. A third buy books: a mail keeps 15 % from ordering. Without mails, 20 % of all order.
/// </summary>
public sealed class PlantedShop : IDisposable
{
    public const int Customers = 12_000;

    private static readonly DateTime AsOf = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly TemporaryHome home = new();

    public PlantedShop()
    {
        Directory.CreateDirectory(home.Folder);
        File.WriteAllText(Path.Combine(home.Folder, "experiments.yaml"), """
            metrics:
              spend: { kind: revenue }
              basket: { kind: order_value }
            experiments:
              mail: { name: A mail, variants: [ { name: none }, { name: mail } ], goal: conversion }
              money: { variants: [ { name: none }, { name: mail } ], goal: spend }
              same: { variants: [ { name: none }, { name: mail } ], goal: conversion }
              lost: { variants: [ { name: none }, { name: mail } ], goal: conversion }
              few: { variants: [ { name: none }, { name: mail } ], goal: conversion }
              nobody: { variants: [ { name: none }, { name: mail } ], goal: conversion }
              silent: { variants: [ { name: none }, { name: mail } ], goal: conversion }
              three: { variants: [ { name: none }, { name: mail }, { name: call } ], goal: conversion }
              ratio: { variants: [ { name: none }, { name: mail } ], goal: basket }
            """);
        using var database = DuckDatabase.Open(Path.Combine(home.Folder, "warehouse.duckdb"));
        using var warehouse = database.Connect();
        Schema.Create(warehouse);
        EventRows.Fit(warehouse, Schema.ColumnsOf(Entity.Events).Select(column => column.Name), new Dictionary<string, string>());
        Habitue.Experiments.Analysis.ExperimentTables.MakeExposures(warehouse);
        Fill(warehouse);
        Models.Build(warehouse, AsOf);
        CustomerFeatures.Compute(warehouse, AsOf);
    }

    public string Folder => home.Folder;

    public void Dispose() => home.Dispose();

    private static void Fill(DuckConnection warehouse)
    {
        warehouse.Execute("CREATE TEMP TABLE people (i INTEGER, mailed BOOLEAN, ordered BOOLEAN, again BOOLEAN)");
        var random = new Seed(5).For(0);
        var (mailed, ordered, again) = (new bool[Customers], new bool[Customers], new bool[Customers]);
        for (var i = 0; i < Customers; i++)
        {
            mailed[i] = random.NextDouble() < 0.5;
            ordered[i] = random.NextDouble() < 0.2 + (!mailed[i] ? 0 : (i % 3) switch { 0 => 0.25, 1 => 0, _ => -0.15 });
            again[i] = random.NextDouble() < 0.2;
        }

        using (var rows = warehouse.Appender("people")) rows.Append(Enumerable.Range(0, Customers).ToArray(), mailed, ordered, again);
        warehouse.Execute("""
            CREATE TEMP TABLE bought AS
            SELECT i, TIMESTAMP '2023-03-01' + INTERVAL (i % 60) DAY AS moment, 'a' AS which FROM people
            UNION ALL SELECT i, TIMESTAMP '2023-05-05' + INTERVAL (i % 20) DAY, 'b' FROM people WHERE i % 4 = 0
            UNION ALL SELECT i, TIMESTAMP '2023-06-06' + INTERVAL (i % 5) DAY, 'c' FROM people WHERE ordered
            UNION ALL SELECT i, TIMESTAMP '2023-09-06' + INTERVAL (i % 5) DAY, 'd' FROM people WHERE again;
            INSERT INTO event_rows BY NAME
            SELECT 1 AS source, row_number() OVER (ORDER BY i, which) AS source_row, which || i AS message_id, 'track' AS type, 'Order Completed' AS event, moment AS occurred_at, 'c' || i AS customer_id, TRUE AS is_known,
                which || i AS order_id, 'P' || i % 3 AS product_id, 1.0 AS quantity, CAST(20 + i % 7 AS DECIMAL(18,4)) AS unit_price, CAST(20 + i % 7 AS DECIMAL(18,4)) AS amount, FALSE AS is_bot, FALSE AS is_cancellation,
                CASE i % 3 WHEN 0 THEN 'tea' WHEN 1 THEN 'cups' ELSE 'books' END AS category
            FROM bought;
            INSERT INTO event_rows BY NAME
            SELECT 1 AS source, 1000000 AS source_row, 'u' AS message_id, 'track' AS type, 'Unsubscribed' AS event, TIMESTAMP '2023-02-01' AS occurred_at, 'c3' AS customer_id, TRUE AS is_known, FALSE AS is_bot, FALSE AS is_cancellation;
            INSERT INTO experiment_exposures
            SELECT key, 'c' || i, CASE WHEN mailed THEN 'mail' ELSE 'none' END, moment + INTERVAL (i % 3) DAY
            FROM people, (VALUES ('mail', TIMESTAMP '2023-06-01'), ('money', TIMESTAMP '2023-06-01'), ('same', TIMESTAMP '2023-09-01'), ('silent', TIMESTAMP '2023-11-01'), ('three', TIMESTAMP '2023-06-01'), ('ratio', TIMESTAMP '2023-06-01')) tests (key, moment)
            UNION ALL SELECT 'lost', 'c' || i, CASE WHEN mailed THEN 'mail' ELSE 'none' END, TIMESTAMP '2023-06-01' FROM people WHERE mailed OR i % 5 > 0
            UNION ALL SELECT 'few', 'c' || i, CASE WHEN mailed THEN 'mail' ELSE 'none' END, TIMESTAMP '2023-06-03' FROM people WHERE i < 200
            UNION ALL SELECT 'nobody', 'c' || i, 'none', TIMESTAMP '2023-06-01' FROM people WHERE i < 200
            """);
    }
}
