using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Server;

/// <summary>
/// What a room adds to the live server: its services and its endpoints. One class in the room's folder (<c>CollectorModule</c>)
/// and one line in <see cref="LiveModules"/>.
/// </summary>
internal abstract class LiveModule
{
    /// <summary>Registers what the room needs. Work that runs on its own is a hosted service; it starts in the order of the modules and stops in the opposite one.</summary>
    public virtual void Services(IServiceCollection services, ServerSettings settings) { }

    /// <summary>Maps the room's addresses.</summary>
    public virtual void Endpoints(WebApplication app) { }
}
