using System.Diagnostics;
using Habitue.Duck;

namespace Habitue.Tests.Duck;

public sealed class CancelTests : DuckTestBase
{
    private const string Endless = "SELECT sum(a.range * b.range % 7) FROM range(10000000) a, range(10000000) b";

    // What is promised of a machine that has a core for it. One under load may be slow to give the processor back.
    private const int Promised = 100, Generous = 1000;

    [Theory]
    [InlineData(Endless)]
    [InlineData("SELECT 1; SELECT 2; " + Endless)]
    [InlineData("CREATE TABLE big AS SELECT range AS a, CAST(hash(range) AS VARCHAR) AS s FROM range(1000000000)")]
    [InlineData("SELECT s, count(*) FROM (SELECT CAST(hash(range) AS VARCHAR) AS s FROM range(1000000000)) GROUP BY s ORDER BY s LIMIT 5")]
    public void A_cancelled_query_stops_at_once_and_the_connection_goes_on(string sql)
    {
        var fastest = long.MaxValue;
        for (var round = 0; round < 2 || (round < 20 && fastest > Promised); round++)
        {
            var stopping = new Stopwatch();
            using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
            using var watch = cancel.Token.Register(stopping.Start);
            var error = Assert.ThrowsAny<OperationCanceledException>(() => Connection.Execute(sql, cancel.Token));
            Assert.Equal(cancel.Token, error.CancellationToken);
            Assert.InRange(stopping.ElapsedMilliseconds, 0, Generous);
            fastest = Math.Min(fastest, stopping.ElapsedMilliseconds);
            Assert.Equal(42, Connection.Scalar<int>("SELECT 42"));
        }
        Assert.InRange(fastest, 0, Promised);
        Assert.Equal(0, Connection.Scalar<int>("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'big'"));
    }

    [Fact]
    public void A_token_cancelled_before_runs_nothing()
    {
        Assert.ThrowsAny<OperationCanceledException>(() => Connection.Execute("CREATE TABLE t (a INTEGER)", new CancellationToken(true)));
        Assert.Throws<DuckException>(() => Connection.Query("SELECT * FROM t"));
    }

    [Fact]
    public void A_token_cancelled_afterwards_does_no_harm()
    {
        using var cancel = new CancellationTokenSource();
        Assert.Equal(1, Connection.Query("SELECT 1", cancel.Token).NextChunk()![0].Values<int>()[0]);
        cancel.Cancel();
        Connection.Interrupt();
        Assert.Equal(2, Connection.Scalar<int>("SELECT 2"));
    }

    [Fact]
    public void A_transaction_survives_nothing_of_a_cancelled_statement()
    {
        Connection.Execute("CREATE TABLE t (a BIGINT)");
        using (Connection.Begin())
        {
            Connection.Execute("INSERT INTO t VALUES (1)");
            using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
            Assert.ThrowsAny<OperationCanceledException>(() => Connection.Execute("INSERT INTO t SELECT range FROM range(100000000000)", cancel.Token));
        }
        Assert.Equal(0, Connection.Scalar<int>("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task Another_thread_sees_the_progress_and_interrupts()
    {
        Connection.Execute("CREATE TABLE t AS SELECT range AS a FROM range(3000000)");
        var running = Task.Run(() => Connection.Execute("SELECT sum(length(repeat(CAST(a AS VARCHAR), 500))) FROM t, range(100000)"), TestContext.Current.CancellationToken);
        double? seen = null;
        while (seen is null && !running.IsCompleted)
            seen = Connection.Progress;
        Assert.InRange(seen!.Value, 0, 100);
        while (!running.IsCompleted)
            Connection.Interrupt();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Null(Connection.Progress);
        Assert.Equal(3_000_000, Connection.Scalar<long>("SELECT count(*) FROM t"));
    }

    [Fact]
    public void A_streamed_result_stops_between_its_chunks()
    {
        using var cancel = new CancellationTokenSource();
        using (var result = Connection.Stream("SELECT range FROM range(10000000000)", cancel.Token))
        {
            Assert.Equal(2048, result.NextChunk()!.Count);
            cancel.Cancel();
            Assert.ThrowsAny<OperationCanceledException>(() => result.NextChunk());
        }
        Assert.Equal(42, Connection.Scalar<int>("SELECT 42"));
    }

    [Fact]
    public void A_streamed_result_may_be_left_before_its_end()
    {
        for (var i = 0; i < 10; i++)
            using (var result = Connection.Stream("SELECT range FROM range(10000000000)"))
                Assert.Equal(0, result.NextChunk()![0].Values<long>()[0]);
        Assert.Equal(42, Connection.Scalar<int>("SELECT 42"));
    }
}
