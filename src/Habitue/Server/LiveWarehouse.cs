using Habitue.Duck;

namespace Habitue.Server;

/// <summary>The warehouse of the running server. Each user of it takes a connection of their own: one is for one thread at a time.</summary>
internal sealed class LiveWarehouse(Func<DuckConnection> connect)
{
    public DuckConnection Connect() => connect();

    /// <exception cref="DuckException">It does not answer.</exception>
    public void Check()
    {
        using var connection = Connect();
        connection.Scalar<int>("SELECT 1");
    }
}
