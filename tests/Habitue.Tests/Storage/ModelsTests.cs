using Habitue.Duck;
using Habitue.Lake.Storage;

namespace Habitue.Tests.Storage;

public sealed class ModelsTests : IDisposable
{
    private static readonly DateTime AsOf = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly SmallShop shop = new();

    public void Dispose() => shop.Dispose();

    [Fact]
    public void What_a_model_reads_comes_from_its_text()
    {
        SqlModel model = SqlModel.Parse("m", """
            -- grain: one row per thing
            -- use: to read FROM nothing
            WITH a AS (SELECT 'from nowhere' AS x FROM events e), b AS (SELECT * FROM a JOIN orders o ON TRUE) -- FROM remarks
            SELECT * FROM b CROSS JOIN a LEFT JOIN (SELECT * FROM customers) c ON c.x IS NOT DISTINCT FROM b.x
            """);
        Assert.Equal(["customers", "events", "orders"], model.Inputs);
        Assert.Equal(("one row per thing", "to read FROM nothing", false), (model.Grain, model.Use, model.IsView));
    }

    [Fact]
    public void A_model_says_its_grain_and_use() =>
        Assert.Contains("grain", Assert.Throws<ModelException>(() => SqlModel.Parse("m", "SELECT 1")).Message);

    [Fact]
    public void Models_come_after_what_they_read() =>
        Assert.Equal(["c", "b", "a"], ModelGraph.InOrder([Model("a", "SELECT * FROM b JOIN c"), Model("b", "SELECT * FROM c"), Model("c", "SELECT * FROM events")], ["events"]).Select(m => m.Name));

    [Fact]
    public void A_circle_is_named() =>
        Assert.Contains("a <- b <- a", Assert.Throws<ModelException>(() => ModelGraph.InOrder([Model("a", "SELECT * FROM b"), Model("b", "SELECT * FROM a")], [])).Message);

    [Fact]
    public void An_unknown_table_is_named_with_the_model_that_reads_it()
    {
        var problem = Assert.Throws<ModelException>(() => ModelGraph.InOrder([Model("a", "SELECT * FROM evnts")], ["events"]));
        Assert.Contains("a.sql", problem.Message);
        Assert.Contains("evnts", problem.Message);
    }

    [Fact]
    public void Lineage_leads_from_events_to_the_scores()
    {
        Assert.Contains(new LineageEdge("events", "sold_lines"), Models.Lineage());
        Assert.Contains(new LineageEdge("sold_lines", "orders"), Models.Lineage());
    }

    [Fact]
    public void A_second_build_makes_nothing_again()
    {
        shop.Add(Row.Sale("c1", "o1", "2023-05-01 10:00", "p1", 2, 3)).Build();
        Assert.All(Built(), model => Assert.True(model.Unchanged, model.Name));
        shop.Add(Row.Sale("c1", "o2", "2023-05-02 10:00", "p1", 1, 3));
        // It reads no event.
        Assert.Equal(["text_sentiments"], Built().Where(model => model.Unchanged).Select(model => model.Name));
        Assert.Equal(["2"], shop.Lines("SELECT COUNT(*) FROM orders"));
    }

    [Fact]
    public void Only_what_reads_a_changed_table_is_made_again()
    {
        shop.Add(Row.Sale("c1", "o1", "2023-05-01 10:00", "p1", 2, 3)).Build();
        shop.Run("INSERT INTO reviews (review_id, customer_id) VALUES ('r1', 'c2')");
        Assert.Equal(["customers", "fills", "complete_customers", "complete_reviews", "complete_tickets", "text_sentiments"], Built().Where(model => !model.Unchanged).Select(model => model.Name));
        Assert.Equal(["c1", "c2"], shop.Lines("SELECT customer_id FROM customers ORDER BY 1"));
    }

    [Fact]
    public void A_changed_value_is_noticed_and_a_told_version_is_believed()
    {
        shop.Add(Row.Sale("c1", "o1", "2023-05-01 10:00", "p1", 2, 3)).Build();
        shop.Run("UPDATE event_rows SET customer_id = 'c9'");
        Models.Build(shop.Warehouse, AsOf);
        Assert.Equal(["c9"], shop.Lines("SELECT customer_id FROM orders"));
        Models.Build(shop.Warehouse, AsOf, versions: new Versions(shop.Warehouse, "load 1"));
        shop.Run("UPDATE event_rows SET customer_id = 'c8'");
        Models.Build(shop.Warehouse, AsOf, versions: new Versions(shop.Warehouse, "load 1"));
        Assert.Equal(["c9"], shop.Lines("SELECT customer_id FROM orders"));
    }

    [Fact]
    public void A_dropped_table_comes_back()
    {
        shop.Add(Row.Sale("c1", "o1", "2023-05-01 10:00", "p1", 2, 3)).Build().Run("DROP TABLE orders").Build();
        Assert.Equal(["o1"], shop.Lines("SELECT order_id FROM orders"));
    }

    [Fact]
    public void A_build_that_fails_leaves_the_former_tables()
    {
        shop.Add(Row.Sale("c1", "o1", "2023-05-01 10:00", "p1", 2, 3)).Build();
        shop.Add(Row.Sale("c1", "o2", "2023-05-02 10:00", "p1", 2, 3));
        SqlModel broken = Model("zzz", "SELECT CAST(order_id AS BIGINT) AS n FROM orders");
        Assert.Throws<DuckException>(() => Models.Build(shop.Warehouse, [.. Models.All, broken], null, new Versions(shop.Warehouse), default));
        Assert.Equal(["o1"], shop.Lines("SELECT order_id FROM orders"));
        Assert.Equal(["o1", "o2"], shop.Build().Lines("SELECT order_id FROM orders ORDER BY 1"));
    }

    [Fact]
    public void A_cancelled_build_leaves_the_former_tables()
    {
        shop.Add(Row.Sale("c1", "o1", "2023-05-01 10:00", "p1", 2, 3)).Build();
        shop.Add(Row.Sale("c1", "o2", "2023-05-02 10:00", "p1", 2, 3));
        using var stop = new CancellationTokenSource();
        var progress = new Hook(model => { if (model.Name == "orders") stop.Cancel(); });
        Assert.Throws<OperationCanceledException>(() => Models.Build(shop.Warehouse, AsOf, progress, cancel: stop.Token));
        Assert.Equal(["o1"], shop.Lines("SELECT order_id FROM orders"));
    }

    private static SqlModel Model(string name, string sql) => new(name, sql, "one row", "a test", IsView: false);

    private List<ModelBuilt> Built()
    {
        var built = new List<ModelBuilt>();
        Models.Build(shop.Warehouse, AsOf, new Hook(built.Add));
        return built;
    }

    private sealed class Hook(Action<ModelBuilt> act) : IProgress<ModelBuilt>
    {
        public void Report(ModelBuilt value) => act(value);
    }
}
