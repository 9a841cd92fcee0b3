using Habitue.Duck;

namespace Habitue.Tests.Duck;

/// <summary>A database in memory and a connection to it.</summary>
public abstract class DuckTestBase : IDisposable
{
    protected DuckTestBase() => Connection = Database.Connect();

    protected DuckDatabase Database { get; } = DuckDatabase.InMemory(new DuckSettings { CountsProgress = true });

    protected DuckConnection Connection { get; }

    /// <summary>The one value that a query gives, as an object.</summary>
    protected object? Value(string sql, params object?[] parameters)
    {
        using var result = Connection.Query(sql, parameters);
        var chunk = result.NextChunk();
        Assert.NotNull(chunk);
        return chunk[0].GetValue(0);
    }

    public void Dispose()
    {
        Connection.Dispose();
        Database.Dispose();
        GC.SuppressFinalize(this);
    }
}
