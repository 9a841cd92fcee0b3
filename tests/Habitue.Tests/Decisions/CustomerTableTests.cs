using System.Text;
using Habitue.Decisions.Customers;
using Habitue.Duck;

namespace Habitue.Tests.Decisions;

public sealed class CustomerTableTests
{
    [Fact]
    public void What_is_published_is_there_by_customer()
    {
        using var shop = new TinyShop();
        var table = shop.Decider.World.Customers;
        var (ann, bob, cid) = (table.Row("ann"), table.Row("bob"), table.Row("cid"));

        Assert.Equal(3, table.Count);                   // the visitor has no name of their own
        Assert.Equal(-1, table.Row("visitor"));
        Assert.Equal("ann", table.Id(ann));
        Assert.Equal(new DateTime(2026, 11, 27), table.AsOf);
        Assert.Equal([false, true, false], new[] { ann, bob, cid }.Select(table.Refuses));
        Assert.Equal([3, 0, 1], new[] { ann, bob, cid }.Select(table.Recommendations.Of));
        var second = table.Recommendations.At(ann, 1);
        Assert.Equal(("P1", 0.8f, "because you bought Lamp"), (shop.Decider.World.Products[second.Product].Id, second.Score, second.Reason));
    }

    [Fact]
    public void Tables_that_are_not_there_leave_their_fields_empty()
    {
        using var database = DuckDatabase.InMemory();
        using var warehouse = database.Connect();
        Assert.Equal(0, CustomerTable.Read(warehouse, ProductTable.Read(warehouse), default).Count);
        warehouse.Execute("CREATE TABLE customers (customer_id VARCHAR, is_known BOOLEAN, country VARCHAR, city VARCHAR, device VARCHAR, gender VARCHAR, age VARCHAR, loyalty_tier VARCHAR, marketing_consent BOOLEAN); INSERT INTO customers (customer_id, is_known, country) VALUES ('x', TRUE, 'Peru')");

        var table = CustomerTable.Read(warehouse, ProductTable.Read(warehouse), default);

        var view = new CustomerView(table, table.Row("x"), LiveFacts.None, new Dictionary<string, string>());
        Assert.Equal("Peru", view.Text(CustomerFields.Find("country")!));
        Assert.Equal(double.NaN, view.Number(CustomerFields.Find("recency_days")!));
        Assert.Null(view.Text(CustomerFields.Find("segment")!));
    }

    [Fact]
    public void An_index_finds_every_id_and_no_other()
    {
        var index = new IdIndex();
        for (var i = 0; i < 5_000; i++) Assert.Equal(i, index.Add(Encoding.UTF8.GetBytes($"kunde-ä-{i * 7}")));
        Assert.Equal(-1, index.Add("kunde-ä-0"u8));
        index.Trim();

        for (var i = 0; i < 5_000; i++) Assert.Equal(i, index.Find($"kunde-ä-{i * 7}"));
        Assert.Equal(-1, index.Find("kunde-ä-1"));
        Assert.Equal(-1, index.Find(""));
        Assert.Equal(-1, index.Find(new string('x', 10_000)));
        Assert.Equal("kunde-ä-70", index.Text(10));
    }

    /// <summary>The small form of what <c>bench decisions</c> measures with a million customers: everything filled, ten recommendations each.</summary>
    [Fact]
    public void An_idle_customer_takes_less_than_a_kilobyte()
    {
        using var database = DuckDatabase.InMemory();
        using var warehouse = database.Connect();
        TinyShop.Fill(warehouse);
        const int customers = 20_000;
        warehouse.Execute($"INSERT INTO customers SELECT 'customer-' || i, TRUE, 'France', 'city ' || i % 500, 'mobile', 'f', '40', 'gold', TRUE FROM range({customers}) r(i)");
        var columns = warehouse.Rows<string>("SELECT column_name FROM duckdb_columns() WHERE table_name = 'customer_features' AND data_type = 'DOUBLE'");
        warehouse.Execute($"INSERT INTO customer_features (customer_id, {string.Join(", ", columns)}) SELECT 'customer-' || i, {string.Join(", ", columns.Select((_, place) => $"i + {place}"))} FROM range({customers}) r(i)");
        warehouse.Execute($"INSERT INTO recommendations SELECT 'customer-' || i, p, 'P' || (1 + (i + p) % 4), 1.0 / p, 'because you bought product ' || (i * p) % 1000 FROM range({customers}) r(i), range(1, 11) q(p)");
        var products = ProductTable.Read(warehouse);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var table = CustomerTable.Read(warehouse, products, default);

        var each = (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / table.Count;
        Assert.Equal(customers + 3, table.Count);
        Assert.InRange(each, 300, 1_024);
        Assert.InRange((double)table.Bytes / table.Count, 300, 1_024);
        GC.KeepAlive(table);
    }
}
