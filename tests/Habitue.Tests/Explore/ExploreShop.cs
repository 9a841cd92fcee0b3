using Habitue.Duck;
using Habitue.Explore;
using Habitue.Server;
using Habitue.Server.Web;
using Habitue.Server.Web.Access;
using Habitue.Tests.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Tests.Explore;

/// <summary>A server on a home of two customers, one of whom has an e-mail address for an id: enough for everything that a question can try.</summary>
public sealed class ExploreShop : IAsyncLifetime
{
    internal const string Email = "ann@shop.example", Secret = "a-word-of-the-file-outside";
    private readonly string folder = Directory.CreateTempSubdirectory("habitue-explore-").FullName;

    internal RunningServer Server { get; private set; } = null!;

    internal Explorer Explorer => Server.Services.GetRequiredService<Explorer>();

    /// <summary>A file that no question may read, and one that none may write.</summary>
    public string Outside => Path.Combine(folder, "outside.csv");

    public string Written => Path.Combine(folder, "written.csv");

    internal static Person Analyst { get; } = new("Ann the analyst", Role.Analyst, "");

    internal static Person Marketer { get; } = new("Mark the marketer", Role.Marketer, "");

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Outside, $"word\n{Secret}\n");
        using (var database = DuckDatabase.Open(Path.Combine(folder, "warehouse.duckdb")))
        using (var connection = database.Connect())
            connection.Execute($"""
                CREATE TABLE profiles AS SELECT * FROM (VALUES ('C1', '{Email}', 'Ann Other', 'f', 'Leeds', 'United Kingdom', '{"{"}"k":1{"}"}'), ('bob@shop.example', 'bob@shop.example', 'Bob Other', 'm', 'Lyon', 'France', NULL)) t(customer_id, email, name, gender, city, country, properties);
                CREATE TABLE orders AS SELECT 'O' || i AS order_id, CASE WHEN i % 2 = 0 THEN 'C1' ELSE 'bob@shop.example' END AS customer_id, TIMESTAMP '2026-01-01' + INTERVAL (i) DAY AS ordered_at, CAST(i AS DECIMAL(18,4)) AS revenue FROM range(1, 11) r(i);
                CREATE VIEW filled AS SELECT customer_id, COALESCE(gender, 'x') AS gender, country FROM profiles;
                CREATE TABLE churn_telco_rows AS SELECT 1::BIGINT AS row_in_file, 'Bob Other' AS "Surname", 'bob@shop.example' AS "Account", 12 AS tenure;
                CREATE TABLE models AS SELECT 'churn' AS name, 3 AS version;
                CREATE TABLE "Odd Name" AS SELECT 1 AS "a b";
                CREATE SEQUENCE counter
                """);
        Server = await RunningServer.Start([new HealthModule(), new WebModule(), new ExploreModule()], folder: folder,
            with: settings => settings with { Queries = new() { Shown = 20, Saved = 50, Memory = 200L << 20 } });
    }

    /// <summary>The first column of an answer, as text.</summary>
    internal async Task<string> Ask(Person who, string sql) => string.Join('|', (await Explorer.Ask(who, sql, TestContext.Current.CancellationToken)).Rows.Select(row => Habitue.Host.Answers.Cell.Text(row[0])));

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
