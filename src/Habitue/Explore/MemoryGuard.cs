using Habitue.Duck;
using Habitue.Server;

namespace Habitue.Explore;

/// <summary>
/// Watches how much memory the warehouse takes while a question runs, and stops the question when it takes too much. DuckDB counts memory for the whole database and not by
/// question, so this is what grew since it began; tables that are only kept near do not count.
/// </summary>
internal sealed class MemoryGuard : IAsyncDisposable
{
    private const string Held = "SELECT CAST(COALESCE(SUM(memory_usage_bytes), 0) AS BIGINT) FROM duckdb_memory() WHERE tag NOT IN ('BASE_TABLE', 'ART_INDEX', 'METADATA', 'IN_MEMORY_TABLE', 'TRANSACTION', 'EXTERNAL_FILE_CACHE')";
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(100);
    private readonly CancellationTokenSource over = new();
    private readonly CancellationTokenSource done = new();
    private readonly Task watching;

    public MemoryGuard(LiveWarehouse warehouse, long most, TimeProvider clock)
    {
        var connection = warehouse.Connect();
        var before = connection.Scalar<long>(Held);
        watching = Task.Run(() => Watch(connection, before + most, clock));
    }

    /// <summary>Cancelled when the question takes too much.</summary>
    public CancellationToken TooMuch => over.Token;

    private async Task Watch(DuckConnection connection, long most, TimeProvider clock)
    {
        using var own = connection;
        using var timer = new PeriodicTimer(Often, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(done.Token))
            {
                if (connection.Scalar<long>(Held) <= most) continue;
                await over.CancelAsync();
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The question is answered.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await done.CancelAsync();
        await watching;
        over.Dispose();
        done.Dispose();
    }
}
