using Habitue.Duck;

namespace Habitue.Tests.Duck;

public sealed class LifetimeTests : DuckTestBase
{
    [Fact]
    public void What_is_disposed_says_so()
    {
        var connection = Database.Connect();
        var statement = connection.Prepare("SELECT 1");
        var result = connection.Query("SELECT 1");
        var chunk = result.NextChunk()!;
        connection.Execute("CREATE TABLE t (a INTEGER)");
        var appender = connection.Appender("t");
        var writer = appender[0];
        appender.Dispose();
        chunk.Dispose();
        result.Dispose();
        statement.Dispose();
        connection.Dispose();
        Assert.Throws<ObjectDisposedException>(() => appender.Commit(0));
        Assert.Throws<ObjectDisposedException>(() => writer.Set(0, 1));
        Assert.Throws<ObjectDisposedException>(() => chunk[0].Count);
        Assert.Throws<ObjectDisposedException>(() => result.NextChunk());
        Assert.Throws<ObjectDisposedException>(() => statement.Execute());
        Assert.Throws<ObjectDisposedException>(() => connection.Execute("SELECT 1"));
        Assert.Throws<ObjectDisposedException>(() => connection.Progress);
        Assert.Throws<ObjectDisposedException>(connection.Interrupt);
        Database.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Database.Connect());
        appender.Dispose();
        result.Dispose();
    }

    [Fact]
    public void Results_and_connections_outlive_what_made_them()
    {
        var database = DuckDatabase.InMemory();
        var connection = database.Connect();
        database.Dispose();
        var result = connection.Query("SELECT range FROM range(5000)");
        connection.Dispose();
        Assert.Equal(5000, result.Chunks().Sum(chunk => chunk.Count));
        result.Dispose();
    }

    [Fact]
    public void The_next_chunk_ends_the_one_before()
    {
        using var result = Connection.Query("SELECT range FROM range(5000)");
        var first = result.NextChunk()!;
        Assert.Equal(0, first[0].Values<long>()[0]);
        Assert.Equal(2048, result.NextChunk()![0].Values<long>()[0]);
        Assert.Throws<ObjectDisposedException>(() => first[0].Count);
    }
}
