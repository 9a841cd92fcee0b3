using Habitue.Duck;

namespace Habitue.Tests.Duck;

public sealed class DuckConnectionTests : IDisposable
{
    private readonly DuckDatabase _database = DuckDatabase.InMemory();
    private readonly DuckConnection _connection;

    public DuckConnectionTests() => _connection = _database.Connect();

    private sealed record Order(long OrderId, string? Customer, decimal Amount, DateTime At, DateOnly Day, double? Rating, string Note = "none");

    [Fact]
    public void A_query_gives_typed_spans_of_every_chunk()
    {
        using var result = _connection.Query("SELECT range AS n, range / 2 AS half FROM range(10000)");
        Assert.Equal("BIGINT", result.Columns[0].Type.ToString());
        long count = 0, sum = 0;
        double halves = 0;
        foreach (var chunk in result.Chunks())
        {
            foreach (var n in chunk[0].Values<long>())
                sum += n;
            foreach (var half in chunk[1].Values<double>())
                halves += half;
            count += chunk.Count;
        }
        Assert.Equal((10_000, 49_995_000, 24_997_500.0), (count, sum, halves));
    }

    [Fact]
    public void Rows_become_records_by_column_name()
    {
        var rows = _connection.Rows<Order>("""
            SELECT 7 AS order_id, NULL AS customer, CAST(-12.5 AS DECIMAL(18,4)) AS amount,
                   TIMESTAMP '2011-12-09 12:50:00' AS at, DATE '2011-12-09' AS "Day", 4 AS rating
            """);
        var row = Assert.Single(rows);
        Assert.Equal(new Order(7, null, -12.5m, new DateTime(2011, 12, 9, 12, 50, 0, DateTimeKind.Utc), new DateOnly(2011, 12, 9), 4), row);
        Assert.Equal(DateTimeKind.Utc, row.At.Kind);
        Assert.Equal([(1, "a"), (2, "b")], _connection.Rows<(int, string)>("VALUES (1, 'a'), (2, 'b')"));
        Assert.Equal(["x", null], _connection.Rows<string?>("VALUES ('x'), (NULL)"));
    }

    [Fact]
    public void Values_are_bound_to_parameters()
    {
        Assert.Equal("naïve ✓ and a longer one", _connection.Scalar<string>("SELECT $1 || $2", "naïve ✓", " and a longer one"));
        Assert.Equal(12.34m, _connection.Scalar<decimal>("SELECT $1", 12.34m));
        Assert.Null(_connection.Scalar<long?>("SELECT $1::BIGINT", [null]));
        Assert.Equal(2, _connection.Scalar<long>("SELECT count(*) FROM range(5) WHERE list_contains($1, range)", [new long[] { 1, 3, 9 }]));
    }

    [Fact]
    public void Work_in_two_is_shared_with_another_connection()
    {
        _connection.Execute("CREATE TABLE sums (worker INTEGER, n BIGINT)");
        using var both = new Barrier(2);
        var next = 0;
        _connection.InTwo(connection =>
        {
            Assert.True(both.SignalAndWait(TimeSpan.FromSeconds(30)), "both are at work");
            for (int n; (n = Interlocked.Increment(ref next)) <= 100;)
                connection.Execute("INSERT INTO sums VALUES ($1, $2)", [connection == _connection ? 0 : 1, n]);
        });
        Assert.Equal((100, 5050), _connection.Rows<(long, long)>("SELECT COUNT(*), CAST(SUM(n) AS BIGINT) FROM sums")[0]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void When_one_of_two_fails_the_other_has_ended_before_it_is_told(bool here)
    {
        using var both = new Barrier(2);
        var ended = false;
        var failure = Assert.Throws<DuckException>(() => _connection.InTwo(connection =>
        {
            Assert.True(both.SignalAndWait(TimeSpan.FromSeconds(30)), "both are at work");
            if (connection == _connection == here) connection.Execute("SELECT no_such_column");
            connection.Scalar<long>("SELECT SUM(range) FROM range(3000000)");
            Volatile.Write(ref ended, true);
        }));
        Assert.Contains("no_such_column", failure.Message, StringComparison.Ordinal);
        Assert.True(ended);
        Assert.Equal(1, _connection.Scalar<int>("SELECT 1"));
    }

    [Fact]
    public void Several_statements_run_in_order_and_the_last_counts()
    {
        Assert.Equal(3, _connection.Execute("CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1); INSERT INTO t SELECT range FROM range(3)"));
        Assert.Equal(4, _connection.Scalar<long>("SELECT count(*) FROM t"));
    }

    [Fact]
    public void An_error_carries_the_message_and_the_sql()
    {
        var error = Assert.Throws<DuckException>(() => _connection.Query("SELECT nothing FROM nowhere"));
        Assert.Contains("nowhere", error.DuckMessage);
        Assert.Equal("SELECT nothing FROM nowhere", error.Sql);
        Assert.Contains("SELECT nothing", error.Message);
        Assert.Contains("takes 1 parameter, but 2 values", Assert.Throws<DuckException>(() => _connection.Query("SELECT $1", [1, 2])).DuckMessage);
    }

    [Fact]
    public void A_transaction_that_is_not_committed_is_undone()
    {
        _connection.Execute("CREATE TABLE t (a INTEGER)");
        using (_connection.Begin())
            _connection.Execute("INSERT INTO t VALUES (1)");
        using (var kept = _connection.Begin())
        {
            _connection.Execute("INSERT INTO t VALUES (2)");
            kept.Commit();
        }
        Assert.Equal([2], _connection.Rows<int>("SELECT a FROM t"));
    }

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    [Fact]
    public void Only_a_conflict_with_somebody_else_is_told_as_one()
    {
        _connection.Execute("CREATE TABLE shared AS SELECT 1 AS x");
        using var other = _database.Connect();
        using var mine = _connection.Begin();
        _connection.Execute("UPDATE shared SET x = 2; CREATE TABLE made AS SELECT 1 AS x");
        Assert.True(Assert.Throws<DuckException>(() => other.Execute("UPDATE shared SET x = 3")).IsConflict);
        Assert.True(Assert.Throws<DuckException>(() => other.Execute("CREATE TABLE made AS SELECT 2 AS x")).IsConflict);
        Assert.False(Assert.Throws<DuckException>(() => other.Execute("SELECT conflict FROM shared")).IsConflict);
        Assert.False(Assert.Throws<DuckException>(() => other.Execute("SELECT CAST('conflict' AS INTEGER)")).IsConflict);
    }
}
