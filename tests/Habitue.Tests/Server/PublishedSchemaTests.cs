using System.Net;
using System.Net.Http.Json;
using Habitue.Decisions;
using Habitue.Decisions.Customers;
using Habitue.Duck;
using Habitue.Experiments.Serving;
using Habitue.Insights;
using Habitue.Live;
using Habitue.Server;
using Habitue.Server.Web;
using Habitue.Server.Web.Access;
using Habitue.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Tests.Server;

/// <summary>
/// Every query of the live rooms and of the dashboard's pages, on a home of one order in which every published table is there with the
/// columns that its slice gives it: a column that is called otherwise is told here, and not on the day when a shop has that table.
/// </summary>
public sealed class PublishedSchemaTests : IDisposable
{
    private const string Experiments = """
        metrics:
          spend: { kind: revenue, to_days: 14, cap: 0.999, adjusted: true }
          visits: { kind: retention, from_days: 0, to_days: 14 }
          complaints: { kind: event, event: Ticket Opened, better: less }
        experiments:
          all: { status: running, variants: [ { name: off }, { name: on } ], goal: conversion, metrics: [spend, visits, complaints] }
        """;

    private readonly TemporaryHome home = new();
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public void Dispose() => home.Dispose();

    [Fact]
    public void The_sources_tell_the_tables_that_are_published()
    {
        var tables = PublishedSchema.Tables();

        Assert.True(tables.Count >= 30, string.Join(' ', tables.Keys));
        Assert.Contains("product_id VARCHAR", tables["recommendations"], StringComparison.Ordinal);
        Assert.Contains("value_12m DOUBLE", tables["customer_values"], StringComparison.Ordinal);
        Assert.Contains("until TIMESTAMP", tables["promotions"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_room_and_every_page_reads_the_tables_by_the_names_that_their_columns_have()
    {
        var folder = Path.Combine(home.Folder, "one");
        var order = home.Write("one.csv", "order_id,customer_id,order_date,product_id,quantity,unit_price\n1,ann,2024-03-01 10:00:00,P1,2,4.50\n");
        var ran = TheProgram.Run(home.Folder, "run", order, "--no-report", "--home", folder);
        Assert.True(ran.Code == 0, ran.Error);
        using (var database = DuckDatabase.Open(Path.Combine(folder, "warehouse.duckdb")))
        using (var connection = database.Connect()) Publish(connection);
        var conditions = string.Concat(CustomerFields.Published.Select((field, i) => $"  c{i}: known({field.Name})\n"));
        await File.WriteAllTextAsync(Path.Combine(folder, Catalogue.FileName), $"deadline_ms: 10000\nconditions:\n{conditions}offers:\n  tea: {{ purpose: none }}\n  own: {{ purpose: none, when: {string.Join(" or ", CustomerFields.Published.Select((_, i) => $"c{i}"))} }}\n" +
            "placements:\n  hero: { offers: [own, tea], fallback: tea }\n  list: { products: recommendations, count: 3 }\n  like: { products: similar, count: 3 }\n  top: { products: popular, count: 3 }\n", cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, "experiments.yaml"), Experiments, cancel);

        // Its start reads the tables that decisions and live state are made from.
        await using var server = await RunningServer.Start(folder: folder);
        await server.Services.GetRequiredService<LiveFollower>().CaughtUp.WaitAsync(cancel);
        Assert.Empty(server.Services.GetRequiredService<WorldLoader>().Problems);
        var keys = server.Services.GetRequiredService<AccessKeys>();
        server.Client.DefaultRequestHeaders.Add("X-API-Key", keys.First!.Read);
        foreach (var address in new[] { "/v1/customers/ann", "/v1/customers/ann/live", "/v1/customers/ann/recommendations", "/v1/customers/ann/recommendations?product=P1", "/v1/customers/ann/merges", "/v1/live", "/v1/rejected", "/health/ready", "/v1/content/hero?userId=ann", "/v1/decisions/catalogue" })
            await Answered(server.Client, address);
        using (var decided = await server.Client.PostAsJsonAsync("/v1/decide", new { userId = "ann", placements = new[] { "hero", "list", "like", "top" }, context = new { product = "P1" } }, cancel))
            Assert.Contains("\"own\"", await decided.Content.ReadAsStringAsync(cancel), StringComparison.Ordinal);
        using (var flag = await server.Client.PostAsJsonAsync("/ofrep/v1/evaluate/flags/all", new { context = new { targetingKey = "ann" } }, cancel)) Assert.Equal(HttpStatusCode.OK, flag.StatusCode);
        Assert.Single(server.Services.GetRequiredService<ExperimentWatch>().Judge(cancel));

        using var browser = new HttpClient { BaseAddress = server.Client.BaseAddress };
        await Answered(browser, "/sign-in?pass=" + server.Services.GetRequiredService<GuestPass>().Make());
        foreach (var page in NavPages.All.Where(page => !page.Nav.ForAdmins))
            await Answered(browser, page.Nav.Address.Replace("{id:int}", "1").Replace("{id}", "ann"));
    }

    /// <summary>Makes every published table that one order is too little for, empty; and the risks by the slice's own query.</summary>
    private static void Publish(DuckConnection warehouse)
    {
        var there = warehouse.Rows<string>("SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'").ToHashSet(StringComparer.Ordinal);
        foreach (var (name, columns) in PublishedSchema.Tables())
            if (!there.Contains(name)) warehouse.Execute($"CREATE TABLE {name} ({columns})");
        warehouse.Execute($"CREATE TABLE churn_risks AS {SliceQueries.Read("Churn/ChurnRisks", ("scored", "purchase_scores"), ("own", "f.recency_days"), ("days", "30"), ("medium", "0.3"), ("high", "0.6"))}");
        warehouse.Execute("INSERT INTO customer_values (customer_id, as_of, value_12m) VALUES ('ann', TIMESTAMP '2024-03-02', 12)");
    }

    private async Task Answered(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address, cancel);
        var text = await answer.Content.ReadAsStringAsync(cancel);
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {(int)answer.StatusCode} {text[..Math.Min(500, text.Length)]}");
    }
}
