using Microsoft.Extensions.Hosting;

namespace Habitue.Server;

/// <summary>
/// The server ends when whoever started it says so, and not by itself at a signal: the command line hears Ctrl+C, lets what goes on beside the server finish, and stops it then.
/// </summary>
internal sealed class OwnersLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
