using Habitue.Insights;
using Habitue.Tests.Insights;
using Habitue.Today;

namespace Habitue.Tests.Today;

public sealed class TodayTests : IDisposable
{
    private readonly SliceBench bench = new(new DateTime(2026, 7, 1));

    public TodayTests() => bench.Warehouse.Execute("""
        CREATE TABLE customer_features (customer_id VARCHAR, frequency BIGINT, recency_days DOUBLE, days_since_first_order DOUBLE, orders_365d BIGINT, lifetime_value DECIMAL(18,4));
        INSERT INTO customer_features VALUES
            ('ann', 4, 20, 300, 4, 400), ('bob', 1, 30, 30, 1, 50), ('cleo', 9, 100, 400, 9, 900), ('dan', 2, 5, 90, 2, 80), ('eve', 3, 40, 200, 3, -60), ('fred', 0, NULL, NULL, 0, 0), ('gina', 6, 3, 100, 6, 600);
        -- Everybody's orders are worth half, the whole and one and a half of their mean.
        CREATE TABLE orders AS SELECT 'ann' AS customer_id, TRUE AS is_known, TIMESTAMP '2026-05-01' AS ordered_at, CAST(value AS DECIMAL(18,4)) AS revenue FROM (VALUES (50), (100), (150)) v(value);
        CREATE TABLE sessions (customer_id VARCHAR, is_known BOOLEAN, has_cart BOOLEAN, converted BOOLEAN, ended_at TIMESTAMP);
        INSERT INTO sessions VALUES ('dan', TRUE, TRUE, FALSE, TIMESTAMP '2026-06-29 10:00:00'), ('ann', TRUE, TRUE, TRUE, TIMESTAMP '2026-06-29 10:00:00'), ('gina', TRUE, TRUE, FALSE, TIMESTAMP '2026-06-25 10:00:00');
        CREATE TABLE products (product_id VARCHAR, product_name VARCHAR);
        """);

    public void Dispose() => bench.Dispose();

    private void Scores() => bench.Warehouse.Execute("""
        CREATE TABLE purchase_scores (customer_id VARCHAR, horizon_days INTEGER, probability DOUBLE);
        INSERT INTO purchase_scores VALUES ('ann', 30, 0.5), ('ann', 7, 0.2), ('bob', 30, 0.4), ('bob', 7, 0.1), ('dan', 30, 0.6), ('dan', 7, 0.75), ('eve', 30, 0.5), ('gina', 30, 0.95), ('gina', 7, 0.6);
        """);

    private string[] Lines => bench.Ask($"SELECT customer_id, action, horizon_days, CAST(money AS DECIMAL(9,2)), CAST(money_low AS DECIMAL(9,2)), CAST(money_high AS DECIMAL(9,2)) FROM {TodayActions.Table} ORDER BY place");

    [Fact]
    public void Each_customer_gets_the_action_that_is_worth_most()
    {
        Scores();
        var done = SliceStates.Train(TodaySlice.Slice, bench.Run);
        // ann: 0.5 x 100; dan: 0.75 x 40 for the cart against 0.6 x 40; bob: 0.4 x 50. Tenths of 0.5, 1, 1.5 are 0.6 and 1.4.
        // eve's orders all came back, fred never bought, and gina buys anyway and left her cart before her last order.
        Assert.Equal(["ann,write now,30,50.00,30.00,70.00", "dan,finish the cart,7,30.00,18.00,42.00", "bob,second order,30,20.00,12.00,28.00"], Lines);
        Assert.Equal("1 to write to now, 1 to remind of their cart, 1 to win for a second order", done.Words);
    }

    [Fact]
    public void Nobody_is_written_to_who_said_no_unsubscribed_or_was_asked_and_never_answered()
    {
        Scores();
        bench.Warehouse.Execute("""
            CREATE TABLE customers AS SELECT customer_id, CASE customer_id WHEN 'ann' THEN FALSE WHEN 'gina' THEN TRUE END AS marketing_consent FROM customer_features;
            CREATE TABLE profiles AS SELECT customer_id, marketing_consent FROM customers WHERE customer_id <> 'dan';
            CREATE TABLE events (customer_id VARCHAR, event VARCHAR);
            """);
        SliceStates.Train(TodaySlice.Slice, bench.Run);
        // ann said no and bob did not answer; dan has no profile, so nobody asked him.
        Assert.Equal(["dan"], bench.Ask($"SELECT customer_id FROM {TodayActions.Table}"));
        bench.Warehouse.Execute("INSERT INTO events VALUES ('dan', 'Unsubscribed')");
        SliceStates.Train(TodaySlice.Slice, bench.Run);
        Assert.Empty(bench.Ask($"SELECT customer_id FROM {TodayActions.Table}"));
    }

    [Fact]
    public void Who_may_leave_comes_with_the_loss_and_a_range_that_many_orders_make_narrow()
    {
        bench.Warehouse.Execute("CREATE TABLE churn_risks AS SELECT 'cleo' AS customer_id, 0.8 AS probability, CAST(720 AS DECIMAL(18,4)) AS expected_loss, 'high' AS risk_class UNION ALL SELECT 'ann', 0.4, 160, 'medium'");
        SliceStates.Train(TodaySlice.Slice, bench.Run);
        Assert.Equal(["cleo,win back,365,720.00,624.00,816.00"], Lines);   // 720 (1 - 0.4 / 3) to 720 (1 + 0.4 / 3) with nine orders
        Assert.Equal(["stays away with 80 %; last order 100.0 days ago"], bench.Ask($"SELECT why FROM {TodayActions.Table}"));
    }

    [Fact]
    public void Values_say_what_an_order_and_a_kept_customer_are_worth()
    {
        Scores();
        bench.Warehouse.Execute("""
            CREATE TABLE churn_risks AS SELECT 'cleo' AS customer_id, 0.5 AS probability, CAST(720 AS DECIMAL(18,4)) AS expected_loss, 'high' AS risk_class;
            CREATE TABLE value_facts AS SELECT 0.5 AS margin;
            CREATE TABLE customer_values AS SELECT * FROM (VALUES
                ('ann', TIMESTAMP '2026-07-01', 80.0, 0.0, 0.0, 0.0), ('cleo', TIMESTAMP '2026-07-01', 0.0, 600.0, 40.0, 1400.0), ('bob', TIMESTAMP '2026-06-01', 1000.0, 0.0, 0.0, 0.0))
                v(customer_id, as_of, spend_per_purchase, kept_12m, kept_low_80, kept_high_80)
            """);
        SliceStates.Train(TodaySlice.Slice, bench.Run);
        // cleo: half of 600, and of 40 to 1,400. ann: 0.5 x 80 x the margin of a half. bob's value is of another moment: 0.4 x 50 as before.
        Assert.Equal(["cleo,win back,365,300.00,20.00,700.00", "dan,finish the cart,7,30.00,18.00,42.00", "ann,write now,30,20.00,12.00,28.00", "bob,second order,30,20.00,12.00,28.00"], Lines);
        Assert.Equal(["stays away with 50 %; last order 100.0 days ago; would bring 600 in 12 months"], bench.Ask($"SELECT why FROM {TodayActions.Table} WHERE customer_id = 'cleo'"));
    }

    [Fact]
    public void Without_probabilities_there_is_no_list_and_no_old_one_stays()
    {
        bench.Warehouse.Execute($"CREATE TABLE {TodayActions.Table} AS SELECT 1 AS place");
        var done = SliceStates.Train(TodaySlice.Slice, bench.Run);
        Assert.StartsWith("not ready: it needs the probabilities", done.Words, StringComparison.Ordinal);
        Assert.Equal(["0"], bench.Ask($"SELECT COUNT(*) FROM duckdb_tables() WHERE table_name = '{TodayActions.Table}'"));
    }

    [Fact]
    public void A_recommended_product_goes_with_the_action()
    {
        Scores();
        bench.Warehouse.Execute("CREATE TABLE recommendations AS SELECT 'ann' AS customer_id, 1 AS place, 'P1' AS product_id UNION ALL SELECT 'ann', 2, 'P2'; INSERT INTO products VALUES ('P1', 'Tea pot')");
        SliceStates.Train(TodaySlice.Slice, bench.Run);
        Assert.Equal(["ann,Tea pot", "bob,", "dan,"], bench.Ask($"SELECT customer_id, product_name FROM {TodayActions.Table} ORDER BY customer_id"));
    }
}
