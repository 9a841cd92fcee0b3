using Habitue.Lake.Log;
using Habitue.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Collector;

/// <summary>The log of events, which the collector fills and all others read.</summary>
internal sealed class LogModule : LiveModule
{
    public override void Services(IServiceCollection services, ServerSettings settings)
    {
        services.AddSingleton<IEventLog>(provider => SqliteLog.Open(settings.Folder, settings.EventLog with { Clock = provider.GetRequiredService<TimeProvider>() }));
        services.AddSingleton(provider => new Dependency("log", _ => ValueTask.FromResult(provider.GetRequiredService<IEventLog>().Problem)));
    }
}
