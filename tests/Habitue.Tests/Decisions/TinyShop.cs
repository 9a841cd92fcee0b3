using Habitue.Decisions;
using Habitue.Decisions.Customers;
using Habitue.Decisions.Log;
using Habitue.Decisions.Policies;
using Habitue.Decisions.Reading;
using Habitue.Duck;
using Habitue.Lake.Features;

namespace Habitue.Tests.Decisions;

/// <summary>A shop of a few customers and products, written down by hand, and a decider over it whose clock stands.</summary>
internal sealed class TinyShop : IDisposable
{
    public const string Tables = """
        CREATE TABLE customers (customer_id VARCHAR, is_known BOOLEAN, country VARCHAR, city VARCHAR, device VARCHAR, gender VARCHAR, age VARCHAR, loyalty_tier VARCHAR, marketing_consent BOOLEAN);
        INSERT INTO customers VALUES
            ('ann', TRUE, 'France', 'Paris', 'mobile', 'f', '34', 'gold', TRUE), ('bob', TRUE, 'Spain', NULL, 'desktop', NULL, '25-34', NULL, FALSE),
            ('cid', TRUE, 'France', NULL, NULL, NULL, NULL, NULL, TRUE), ('visitor', FALSE, 'Italy', NULL, NULL, NULL, NULL, NULL, NULL);
        CREATE TABLE profiles (customer_id VARCHAR, marketing_consent BOOLEAN);
        INSERT INTO profiles VALUES ('ann', TRUE), ('bob', FALSE), ('cid', TRUE);
        CREATE TABLE events (customer_id VARCHAR, event VARCHAR);
        INSERT INTO events VALUES ('cid', 'Product Viewed');
        CREATE TABLE customer_segments (customer_id VARCHAR, as_of TIMESTAMP, cluster_name VARCHAR, pc1 DOUBLE, pc2 DOUBLE);
        INSERT INTO customer_segments (customer_id, cluster_name) VALUES ('ann', 'High value'), ('bob', 'Discount-driven');
        CREATE TABLE purchase_scores (customer_id VARCHAR, horizon_days INTEGER, probability DOUBLE, model VARCHAR, version INTEGER);
        INSERT INTO purchase_scores VALUES ('ann', 7, 0.25, 'purchase-7d', 1), ('ann', 30, 0.5, 'purchase-30d', 1), ('bob', 30, 0.1, 'purchase-30d', 1);
        CREATE TABLE products (product_id VARCHAR, product_name VARCHAR, category VARCHAR, price DECIMAL(18,4), stock BIGINT);
        INSERT INTO products VALUES ('P1', 'Mug', 'kitchen', 8, 5), ('P2', 'Lamp', 'light', 40, 3), ('P3', 'Clock', 'home', 25, 0), ('P4', 'Candle', 'light', 4, NULL);
        CREATE TABLE catalogue (product_id VARCHAR, cost DECIMAL(18,4));
        INSERT INTO catalogue VALUES ('P1', 3), ('P2', 30);
        CREATE TABLE recommendations (customer_id VARCHAR, place INTEGER, product_id VARCHAR, score DOUBLE, reason VARCHAR);
        INSERT INTO recommendations VALUES
            ('ann', 1, 'P3', 0.9, 'bought before'), ('ann', 2, 'P1', 0.8, 'because you bought Lamp'), ('ann', 3, 'P2', 0.3, 'goes with Mug'), ('cid', 1, 'P2', 0.5, 'goes with Mug');
        CREATE TABLE recommendation_starters (context VARCHAR, context_value VARCHAR, place INTEGER, product_id VARCHAR, share DOUBLE);
        INSERT INTO recommendation_starters VALUES ('everywhere', NULL, 1, 'P4', 0.2), ('everywhere', NULL, 2, 'P1', 0.1), ('country', 'Spain', 1, 'P2', 0.4);
        CREATE TABLE product_similar (product_id VARCHAR, place INTEGER, similar_product_id VARCHAR, score DOUBLE, reason VARCHAR);
        INSERT INTO product_similar VALUES ('P1', 1, 'P2', 0.7, 'bought together'), ('P1', 2, 'P3', 0.6, 'bought together');
        """;

    private readonly DuckDatabase database = DuckDatabase.InMemory();

    public TinyShop(string? catalogue = null, LiveFactsOf? live = null, Func<string, string, string?>? experiments = null)
    {
        Warehouse = database.Connect();
        Fill(Warehouse);
        Bandits = new BanditBook(seed: 7);
        Memory = new DecisionMemory(Bandits, () => Decider!.World);
        Decider = new Decider(Clock, Memory.Shown, Memory.Consents, Bandits, new Assignments(experiments), live ?? ((_, _) => LiveFacts.None), Failures.Add);
        var products = ProductTable.Read(Warehouse);
        Decider.World = new World(catalogue is null ? Catalogue.Empty : CatalogueReader.Read(catalogue, "decisions.yaml"), CustomerTable.Read(Warehouse, products, default), products);
    }

    public StandingClock Clock { get; } = new(new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));

    public DuckConnection Warehouse { get; }

    public Decider Decider { get; }

    public BanditBook Bandits { get; }

    public DecisionMemory Memory { get; }

    public List<Exception> Failures { get; } = [];

    /// <summary>The tables, and features of which some are filled.</summary>
    public static void Fill(DuckConnection warehouse)
    {
        warehouse.Execute(Tables);
        warehouse.Execute($"CREATE TABLE customer_features (customer_id VARCHAR, as_of TIMESTAMP, {string.Join(", ", FeatureCatalogue.All.Select(feature => $"{feature.Name} {(feature.Unit == "name" ? "VARCHAR" : "DOUBLE")}"))})");
        warehouse.Execute("""
            INSERT INTO customer_features (customer_id, as_of, recency_days, frequency, preferred_category) VALUES
                ('ann', TIMESTAMP '2026-11-27', 3, 12, 'kitchen'), ('bob', TIMESTAMP '2026-11-27', 200, 1, NULL), ('cid', TIMESTAMP '2026-11-27', NULL, 0, NULL)
            """);
    }

    /// <summary>Decides, and remembers it as the server does.</summary>
    public Decision Decide(string placement, string? user = "ann", string request = "r1", string? anonymous = null, (string, string)[]? context = null, (string, bool)[]? consents = null)
    {
        var asked = new DecideRequest(request, user, anonymous, [placement],
            (context ?? []).ToDictionary(one => one.Item1, one => one.Item2), (consents ?? []).ToDictionary(one => one.Item1, one => one.Item2));
        var decision = Assert.Single(Decider.Decide(asked, Clock.GetTimestamp()));
        Memory.Take(decision);
        return decision;
    }

    public CustomerView View(string user, LiveFacts? live = null, params (string, string)[] context) =>
        new(Decider.World.Customers, Decider.World.Customers.Row(user), live ?? LiveFacts.None, context.ToDictionary(one => one.Item1, one => one.Item2));

    public static string Shown(Decision decision) => string.Join(" ", decision.Actions.Select(action => action.Id));

    public void Dispose()
    {
        Warehouse.Dispose();
        database.Dispose();
    }
}
