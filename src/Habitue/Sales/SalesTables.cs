using Habitue.Duck;
using Habitue.Lake.Storage;
using Habitue.Live.Warehousing;
using Habitue.Server;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Habitue.Sales;

/// <summary>Makes the tables that only pages read, behind the start of the server; after a run within the server, the run makes them.</summary>
internal sealed class SalesTables(LiveWarehouse warehouse, WarehouseTurn turn, ILogger<SalesTables> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private Task making = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        making = Task.Factory.StartNew(Make, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return Task.CompletedTask;
    }

    /// <summary>Waits until they are there, which a page that asks right after the start of a server may have to.</summary>
    public void Wait(CancellationToken cancel) => making.Wait(cancel);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await making.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => stopping.Dispose();

    private void Make()
    {
        try
        {
            // Its rows are of no load, so the writer's load goes on.
            using var mine = turn.Take(stopping.Token, isWriter: true).GetAwaiter().GetResult();
            using var connection = warehouse.Connect();
            Models.BuildServed(connection, stopping.Token);
        }
        catch (Exception trouble) when (trouble is DuckException or OperationCanceledException)
        {
            // The sales page says that they are not made.
            if (!stopping.IsCancellationRequested) logger.LogWarning("The tables of sales cannot be made: {Problem}", trouble.Message.Split('\n')[0]);
        }
    }
}
