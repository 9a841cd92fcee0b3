using Habitue.Duck;
using Habitue.Server.Web.Access;
using Habitue.Tests.Host;
using Habitue.Tests.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Habitue.Tests.Browser;

/// <summary>A small simulated shop with its segments and the tables of other slices, served by the whole live server; made once for all tests of the dashboard.</summary>
public class DashboardHome : IAsyncLifetime
{
    private readonly TemporaryHome home = new();
    private RunningServer? server;

    /// <summary>What the simulated shop is made with.</summary>
    protected virtual string[] Shop => ["--customers", "120", "--slices", "segments"];

    /// <summary>Tables that are put into its warehouse before it is served.</summary>
    protected virtual string MoreTables => OthersTables;

    /// <summary>What is put into its folder besides.</summary>
    protected virtual void Prepare(string folder) { }

    public string Address => server!.Client.BaseAddress!.ToString().TrimEnd('/');

    internal RunningServer Server => server!;

    public async ValueTask InitializeAsync()
    {
        var folder = Path.Combine(home.Folder, "shop-home");
        var ran = TheProgram.Run(home.Folder, ["demo", .. Shop, "--home", folder]);
        Assert.True(ran.Code == 0, ran.Error);
        using (var database = DuckDatabase.Open(Path.Combine(folder, "warehouse.duckdb")))
        using (var connection = database.Connect()) connection.Execute(MoreTables);
        Prepare(folder);
        server = await RunningServer.Start(folder: folder);
    }

    public IReadOnlyList<T> Rows<T>(string sql)
    {
        using var connection = server!.Warehouse();
        return connection.Rows<T>(sql);
    }

    /// <summary>A page of somebody who came with the server's pass, or with an account of a role.</summary>
    internal async Task<IPage> SignedIn(IBrowserContext context, Role? role = null)
    {
        var page = await context.NewPageAsync();
        if (role is not { } wanted)
        {
            await page.GotoAsync($"{Address}/sign-in?pass={server!.Services.GetRequiredService<GuestPass>().Make()}");
            return page;
        }
        var accounts = server!.Services.GetRequiredService<Accounts>();
        // The server itself made an admin.
        var name = wanted == Role.Admin ? "Second admin" : $"{wanted}";
        if (accounts.All().All(one => one.Name != name)) accounts.Add(name, wanted, "a long password");
        await page.GotoAsync(Address + "/sign-in");
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Password").FillAsync("a long password");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.Locator("#pages").WaitForAsync();
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
        home.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>What slices that learn for long would have published, for one customer; the names hold markup, right-to-left letters and 10,000 letters.</summary>
    private const string OthersTables = """
        CREATE TABLE one AS SELECT MIN(customer_id) AS customer_id FROM customer_segments;
        CREATE TABLE actions_today AS SELECT 1 AS place, customer_id, 'write now' AS action, '<b onclick="x()">bold</b>' AS why, 30 AS horizon_days, 250.5::DOUBLE AS money, 100.25::DOUBLE AS money_low, 400::DOUBLE AS money_high, 'P1' AS product_id, 'مرحبا ' || repeat('x', 10000) AS product_name FROM one;
        CREATE TABLE purchase_scores AS SELECT customer_id, TIMESTAMP '2026-01-01' AS as_of, 7 AS horizon_days, 0.25::DOUBLE AS probability, 'purchase-7d' AS model, 1 AS version FROM one;
        CREATE TABLE purchase_reasons AS SELECT customer_id, 7 AS horizon_days, 1 AS place, 'recency_days' AS feature, 0.5::DOUBLE AS contribution, 'ordered lately' AS words FROM one;
        CREATE TABLE customer_values AS SELECT customer_id, TIMESTAMP '2026-01-01' AS as_of, 0.9::DOUBLE AS probability_alive, 1::DOUBLE AS purchases_30d, 2::DOUBLE AS purchases_90d, 4::DOUBLE AS purchases_12m, 300::DOUBLE AS spend_per_purchase, 1234::DOUBLE AS value_12m, 800::DOUBLE AS low_80,
            2000::DOUBLE AS high_80, 600::DOUBLE AS low_95, 2500::DOUBLE AS high_95, 1100::DOUBLE AS kept_12m, 700::DOUBLE AS kept_low_80, 1900::DOUBLE AS kept_high_80, 500::DOUBLE AS value_so_far, 'value' AS model, 1 AS version FROM one
        """;
}
