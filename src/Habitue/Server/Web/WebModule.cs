using Habitue.Live;
using Habitue.Server.Web.Access;
using Habitue.Server.Web.Happening;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Server.Web;

/// <summary>The dashboard: sign-in, every page that carries a <see cref="NavAttribute"/>, and what happens now as a stream.</summary>
internal sealed class WebModule : LiveModule
{
    public override void Services(IServiceCollection services, ServerSettings settings)
    {
        services.AddRazorComponents();
        // Razor brings keys for protecting data along; nothing here uses them, so none are written to the disk.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.Configure<KeyManagementOptions>(keys => keys.XmlRepository = new KeysInMemory());
        services.AddScoped<PageView>();
        services.AddSingleton<Accounts>();
        services.AddSingleton<SignedIn>();
        services.AddSingleton<SignInGuard>();
        services.AddSingleton<GuestPass>();
        services.AddSingleton<Looks>();
        services.AddSingleton<Deeds>();
        services.AddSingleton<Notices>();
        if (!services.Any(service => service.ServiceType == typeof(LiveOverview))) return;
        services.AddSingleton<HappeningsOfLog>();
        services.AddHostedService(provider => provider.GetRequiredService<HappeningsOfLog>());
        services.AddSingleton<HappeningStream>();
    }

    public override void Endpoints(WebApplication app)
    {
        SpoolFile.Tidy(app.Services.GetRequiredService<ServerSettings>().Folder);
        // The first account is made at the start, so that the command line can tell its password.
        app.Services.GetRequiredService<Accounts>();
        app.Services.GetRequiredService<SignedIn>();
        WebAssets.Map(app);
        SignInEndpoints.Map(app);
        AccountsEndpoints.Map(app);
        foreach (var page in NavPages.All)
            app.MapGet(page.Nav.Address, (HttpContext call, PageView view, SignedIn signedIn) => Page(page, call, view, signedIn)).ExcludeFromDescription();
        if (app.Services.GetService<HappeningStream>() is { } stream)
            app.MapGet("/dashboard/stream", (HttpContext call, SignedIn signedIn) => signedIn.Of(call) is { } who ? stream.Answer(call, who) : Results.Unauthorized()).ExcludeFromDescription();
    }

    private static IResult Page(NavPage page, HttpContext call, PageView view, SignedIn signedIn)
    {
        SecurityHeaders.Set(call.Response);
        if (signedIn.Of(call) is not { } who) return SignInEndpoints.Ask(call);
        (view.Http, view.Who, view.Nav) = (call, who, page.Nav);
        if (page.Nav.ForAdmins && !who.Role.MayManageAccounts()) return Refused(call, view);
        return new PageResult(page.Component);
    }

    private static PageResult Refused(HttpContext call, PageView view)
    {
        call.Response.StatusCode = StatusCodes.Status403Forbidden;
        view.Nav = new NavAttribute(view.Nav.Address, "Not for you", 0);
        return new PageResult(typeof(RefusedPage));
    }
}
