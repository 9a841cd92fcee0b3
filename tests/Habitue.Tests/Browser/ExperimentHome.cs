using Habitue.Duck;
using Habitue.Server.Web.Access;
using Habitue.Tests.Host;
using Habitue.Tests.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Habitue.Tests.Browser;

/// <summary>A home with tests of every verdict and decisions of a bandit, judged by the command line before the server takes it.</summary>
public sealed class ExperimentHome : IAsyncLifetime
{
    /// <summary>Comments and spacing are there to stay when a page changes something.</summary>
    public const string Definitions = """
        # What we test this autumn.
        holdout: 0
        metrics:
          complaints: { kind: event, event: Ticket Opened, better: less }   # of the help desk

        experiments:
          # Asked for by the shipping team.
          free-shipping:
            name: Free shipping from 30
            hypothesis: More orders when shipping is free.
            status: running
            variants:
              - { name: control, weight: 0.5, value: false }
              - { name: free, weight: 0.5, value: true }
            goal: conversion
            metrics: [revenue, order_value]
            guardrails: [retention]

          badge: { status: draft, variants: [ { name: control }, { name: "badge" } ], goal: revenue }
          lopsided:
            status: running
            variants: [ { name: control }, { name: treated } ]
            goal: conversion
          popup:
            status: running
            variants: [ { name: control }, { name: popup } ]
            goal: order_value
            guardrails: [conversion]
          headline:
            status: running
            variants: [ { name: control }, { name: short }, { name: long } ]
            goal: conversion
        """;

    /// <summary>Customers a… are controls, b… and c… treated; so many of the first of each order, one day after they were exposed.</summary>
    private const string Tables = """
        CREATE TABLE orders (order_id VARCHAR, customer_id VARCHAR, ordered_at TIMESTAMP, revenue DECIMAL(18,4), is_known BOOLEAN DEFAULT true);
        CREATE TABLE people AS SELECT * FROM (VALUES
            ('free-shipping', 'control', 'fa', 2000, 200), ('free-shipping', 'free', 'fb', 2000, 320), ('lopsided', 'control', 'la', 1500, 150), ('lopsided', 'treated', 'lb', 1000, 130),
            ('popup', 'control', 'pa', 2000, 300), ('popup', 'popup', 'pb', 2000, 120), ('headline', 'control', 'ha', 900, 90), ('headline', 'short', 'hb', 900, 99), ('headline', 'long', 'hc', 900, 88)) p(experiment, variant, letter, customers, buyers);
        INSERT INTO orders SELECT letter || '-' || i, letter || i, TIMESTAMP '2026-10-02', 20 + (i % 7), true FROM people, range(customers) r(i) WHERE i < buyers;
        CREATE TABLE experiment_exposures (experiment VARCHAR NOT NULL, customer_id VARCHAR NOT NULL, variant VARCHAR NOT NULL, exposed_at TIMESTAMP NOT NULL, PRIMARY KEY (experiment, customer_id, variant));
        INSERT INTO experiment_exposures SELECT experiment, letter || i, variant, TIMESTAMP '2026-10-01 08:00:00' - to_hours(CAST(i % 240 AS INTEGER)) FROM people, range(customers) r(i);
        CREATE TABLE decisions (decision_id VARCHAR, request_id VARCHAR, customer_id VARCHAR, placement VARCHAR, decided_at TIMESTAMP, action VARCHAR, policy VARCHAR, model VARCHAR, model_version VARCHAR, propensity DOUBLE, fallback VARCHAR, variation VARCHAR, catalogue VARCHAR, details VARCHAR);
        CREATE TABLE decision_rewards (decision_id VARCHAR, reward DOUBLE, rewarded_at TIMESTAMP);
        INSERT INTO decisions SELECT 'd' || i, 'r' || i, CASE WHEN i % 50 = 0 THEN 'ann@example.com' ELSE 'c' || (i % 90) END, 'home', TIMESTAMP '2026-11-01' + to_minutes(CAST(i * 30 AS INTEGER)),
            CASE WHEN i * 7919 % 1000 < 300 + i * 600 // 1200 THEN 'free_shipping' WHEN i % 2 = 0 THEN 'welcome' ELSE 'bestsellers' END, 'bandit', 'thompson', '1', 0.4, NULL, NULL, 'v1', '{"reason":"brings most here","eligible":["free_shipping","welcome","bestsellers"]}' FROM range(1200) r(i);
        INSERT INTO decisions SELECT 'f' || i, 'r' || i, 'c' || i, 'banner', TIMESTAMP '2026-11-20', NULL, 'rules', NULL, NULL, 1, 'nothing may be shown', NULL, 'v1', '{"reason":"","eligible":[]}' FROM range(5) r(i);
        INSERT INTO decision_rewards SELECT decision_id, 1, decided_at + INTERVAL 5 MINUTE FROM decisions WHERE policy = 'bandit' AND CAST(substr(decision_id, 2) AS INTEGER) % (CASE action WHEN 'free_shipping' THEN 4 ELSE 9 END) = 0
        """;

    private readonly TemporaryHome home = new();
    private RunningServer? server;

    public string Folder => Path.Combine(home.Folder, "experiment-home");

    public string FilePath => Path.Combine(Folder, "experiments.yaml");

    public string Address => server!.Client.BaseAddress!.ToString().TrimEnd('/');

    /// <summary>What `habitue experiments --json` said after `habitue experiments judge`.</summary>
    public string Listed { get; private set; } = "";

    internal RunningServer Server => server!;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Folder);
        using (var database = DuckDatabase.Open(Path.Combine(Folder, "warehouse.duckdb")))
        using (var connection = database.Connect()) connection.Execute(Tables);
        await File.WriteAllTextAsync(FilePath, Definitions);
        Said("judge");
        Listed = Said("--json");
        server = await RunningServer.Start(folder: Folder);

        string Said(string word)
        {
            var ran = TheProgram.Run(home.Folder, "experiments", word, "--home", Folder);
            Assert.True(ran.Code == 0, ran.Error);
            return ran.Out;
        }
    }

    public IReadOnlyList<T> Rows<T>(string sql)
    {
        using var connection = server!.Warehouse();
        return connection.Rows<T>(sql);
    }

    internal T Service<T>() where T : notnull => server!.Services.GetRequiredService<T>();

    /// <summary>A page of somebody, at an address.</summary>
    internal async Task<IPage> Open(IBrowserContext context, string address, Role role = Role.Analyst, string? name = null)
    {
        var page = await context.NewPageAsync();
        var accounts = Service<Accounts>();
        name ??= $"An {role}";
        if (accounts.All().All(one => one.Name != name)) accounts.Add(name, role, "a long password");
        await page.GotoAsync($"{Address}/sign-in?to={Uri.EscapeDataString(address)}");
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Password").FillAsync("a long password");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.Reaches(Address + address);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
        home.Dispose();
    }
}
