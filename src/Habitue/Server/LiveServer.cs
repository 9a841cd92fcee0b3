using System.Text.Encodings.Web;
using System.Text.Unicode;
using Habitue.Duck;
using Habitue.Lake.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Habitue.Server;

/// <summary>The living system: web addresses and the work behind them, put together from <see cref="LiveModules"/>.</summary>
internal sealed class LiveServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TimeSpan answersWithin;

    private LiveServer(WebApplication app, TimeSpan answersWithin) => (this.app, this.answersWithin) = (app, answersWithin);

    public IServiceProvider Services => app.Services;

    /// <summary>Where it listens, with the port that was really taken.</summary>
    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <param name="settings">How it runs.</param>
    /// <param name="connect">Gives a connection to the home's warehouse.</param>
    /// <param name="clock">What time it is.</param>
    /// <param name="modules">The rooms; null for all of them.</param>
    public static LiveServer Build(ServerSettings settings, Func<DuckConnection> connect, TimeProvider clock, IReadOnlyList<LiveModule>? modules = null)
    {
        modules ??= LiveModules.All;
        // Only what is set here holds: no settings file of the framework is read from the home, nor its folder watched, where every write to the log would wake the watcher.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "habitue", EnvironmentName = Environments.Production, ContentRootPath = settings.Folder });
        builder.WebHost.UseSetting("urls", settings.Urls);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(settings.Web.Apply);
        builder.Services.AddRoutingCore();
        // A request goes on where its bytes came in, instead of waiting for another thread; the bytes of others come in on other threads meanwhile.
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        ServerLog.Use(builder.Logging, settings.Log);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(new LiveWarehouse(connect));
        builder.Services.AddSingleton(new HomeDatabase(settings.Folder));
        builder.Services.AddSingleton<AccessKeys>();
        builder.Services.AddSingleton<IHostLifetime, OwnersLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.WritesWithin);
        builder.Services.AddProblemDetails();
        // As everywhere: what somebody typed is harmless even where JSON is put into a page.
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All));
        builder.Services.AddExceptionHandler<Troubles>();
        foreach (var module in modules) module.Services(builder.Services, settings);
        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(RouteSlashes.Unescape);
        foreach (var module in modules) module.Endpoints(app);
        return new LiveServer(app, settings.AnswersWithin);
    }

    /// <exception cref="IOException">The address is taken.</exception>
    public Task StartAsync(CancellationToken cancel) => app.StartAsync(cancel);

    /// <summary>Answers what was begun, lets every room finish what it accepted, and closes.</summary>
    public async Task StopAsync()
    {
        app.Lifetime.StopApplication();
        // Before the rooms, and with a limit of its own: who has sent half a request must not take the time in which they write what they accepted.
        using var patience = new CancellationTokenSource(answersWithin);
        await app.Services.GetRequiredService<IServer>().StopAsync(patience.Token);
        await app.StopAsync();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
