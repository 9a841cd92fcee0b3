using System.Diagnostics;
using Habitue.Duck;

namespace Habitue.Tests.Duck;

public sealed class InterruptTests
{
    private const string Endless = "SELECT sum(a.range * b.range % 7) FROM range(10000000) a, range(10000000) b";

    [Fact]
    public void A_cancelled_query_stops_at_once_and_the_connection_goes_on()
    {
        using var database = DuckDatabase.InMemory();
        using var connection = database.Connect();
        for (var round = 0; round < 3; round++)
        {
            using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(150));
            var stopped = new Stopwatch();
            using var watch = cancel.Token.Register(stopped.Start);
            var error = Assert.ThrowsAny<OperationCanceledException>(() => connection.Query(Endless, cancel.Token));
            Assert.Equal(cancel.Token, error.CancellationToken);
            Assert.InRange(stopped.ElapsedMilliseconds, 0, 1000);
            Assert.Equal(42, connection.Scalar<int>("SELECT 42"));
        }
        Assert.ThrowsAny<OperationCanceledException>(() => connection.Execute("SELECT 1", new CancellationToken(true)));
    }
}
