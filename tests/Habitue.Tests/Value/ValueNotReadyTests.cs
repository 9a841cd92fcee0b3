using Habitue.Insights;
using Habitue.Tests.Insights;
using Habitue.Value;

namespace Habitue.Tests.Value;

/// <summary>Data that do not suffice end in a sentence, and leave no old table behind.</summary>
public sealed class ValueNotReadyTests : IDisposable
{
    private readonly SliceBench bench = new(ProcessShop.AsOf);

    public void Dispose() => bench.Dispose();

    private static IEnumerable<(string, string, DateTime, decimal)> Buyers(int customers, int days, Func<int, int> times) =>
        from customer in Enumerable.Range(0, customers)
        from time in Enumerable.Range(0, times(customer))
        select ($"o{customer}-{time}", $"c{customer:000}", ProcessShop.AsOf.AddDays(-days + (((customer * 7) + (time * 11)) % days)), 10m + (customer % 5));

    private string Words(IEnumerable<(string, string, DateTime, decimal)> orders)
    {
        bench.Warehouse.Execute(ProcessShop.Tables(orders, []));
        bench.Warehouse.Execute("CREATE OR REPLACE TABLE customer_values AS SELECT 'old' AS customer_id");
        var words = SliceStates.Train(ValueSlice.Slice, bench.Run).Words;
        Assert.Equal(["0"], bench.Ask("SELECT COUNT(*) FROM duckdb_tables() WHERE table_name = 'customer_values'"));
        return words;
    }

    [Fact]
    public void No_orders() => Assert.Equal("not ready: it needs orders of known customers; there are none.", Words([]));

    [Fact]
    public void Too_few_customers() => Assert.Equal("not ready: it needs at least 20 customers who bought; there are 19.", Words(Buyers(19, 200, _ => 3)));

    [Fact]
    public void All_bought_once() => Assert.Equal("not ready: it needs customers who came back; all 300 bought on one day only.", Words(Buyers(300, 200, _ => 1)));

    [Fact]
    public void Hardly_anybody_came_back() => Assert.Equal("not ready: it needs at least 10 customers who came back; of 300 there are 3.", Words(Buyers(300, 200, customer => customer < 3 ? 2 : 1)));

    [Fact]
    public void A_short_history() => Assert.Equal("not ready: it needs orders of at least 28 days; there are 20 days of them.", Words(Buyers(60, 20, _ => 2)));

    [Fact]
    public void Scoring_without_a_model() =>
        Assert.Equal("not ready: there is no model yet; `habitue train value` makes one.", SliceStates.Score(ValueSlice.Slice, bench.Run).Words);
}
