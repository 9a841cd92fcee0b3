using System.CommandLine;
using Habitue.Server;

namespace Habitue.Host.Verbs;

/// <summary>Runs the living system until it is stopped.</summary>
internal sealed class ServeVerb : Verb
{
    private readonly Option<string> urls;
    private readonly HomeOptions home;

    public ServeVerb() : base("serve", "Collect events over HTTP, keep every customer's state, decide and test, until Ctrl+C.",
        "habitue serve",
        "habitue serve --urls http://0.0.0.0:8080 --home shop")
    {
        urls = Takes("--urls", "Where to listen; only this machine can reach 127.0.0.1.", "URL", ServerSettings.DefaultUrls);
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        using var work = Workspace.Open(call, home, Name);
        return Serve(call, work, new ServerSettings(call.Of(urls)!, work.Home.Folder)).GetAwaiter().GetResult();
    }

    private static async Task<int> Serve(Call call, Workspace work, ServerSettings settings)
    {
        await using var server = LiveServer.Build(settings, work.Connect, call.Clock);
        try
        {
            await server.StartAsync(call.Cancel);
        }
        catch (IOException taken)
        {
            throw new UserMistakeException($"--urls {settings.Urls}: cannot listen there ({taken.Message.TrimEnd('.')}); stop what uses it or name another.");
        }
        call.Terminal.Say($"Listening  {server.Address}   (Ctrl+C stops)");
        await Stopped(call.Cancel);
        await server.StopAsync();
        call.Terminal.Say("Stopped. Everything that was accepted is on the disk.");
        return CommandLine.Done;
    }

    private static async Task Stopped(CancellationToken cancel)
    {
        var stopped = new TaskCompletionSource();
        await using var _ = cancel.Register(stopped.SetResult);
        await stopped.Task;
    }
}
