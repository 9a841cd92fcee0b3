using Habitue.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Sales;

/// <summary>The sales page's part of the live server: what one request asks is shared by the parts of its page.</summary>
internal sealed class SalesModule : LiveModule
{
    public override void Services(IServiceCollection services, ServerSettings settings)
    {
        services.AddScoped<SalesView>();
        services.AddSingleton<SalesTables>();
        services.AddHostedService(provider => provider.GetRequiredService<SalesTables>());
    }
}
