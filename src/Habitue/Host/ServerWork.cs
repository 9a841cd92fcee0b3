using Habitue.Server;
using Habitue.Server.Web.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Host;

/// <summary>Runs the live server on an open home until somebody stops it, and says where it is and with which keys.</summary>
internal static class ServerWork
{
    /// <param name="call">Who asked.</param>
    /// <param name="work">The home.</param>
    /// <param name="settings">How it runs.</param>
    /// <param name="withPass">Print an address that needs no account.</param>
    /// <param name="beside">What is to go on while it runs, with the server and the address of its dashboard; when that fails, the server stops too.</param>
    public static async Task<int> Serve(Call call, Workspace work, ServerSettings settings, bool withPass, Func<LiveServer, string, CancellationToken, Task>? beside = null)
    {
        await using var server = LiveServer.Build(settings, work.Connect, call.Clock);
        // Before it listens: keys that were made and not shown would be lost with a start that fails.
        if (server.Services.GetRequiredService<AccessKeys>().First is { } first)
            call.Terminal.Say($"Write key  {first.Write}   (to send events)\nRead key   {first.Read}   (to read; keep it secret)\nThese keys are shown only now; the home keeps their fingerprints.\n");
        if (server.Services.GetRequiredService<Accounts>().First is var (name, password))
            call.Terminal.Say($"Account    {name}\nPassword   {password}   (to sign in to the dashboard; shown only now)\n");
        try
        {
            await server.StartAsync(call.Cancel);
        }
        catch (IOException taken)
        {
            throw new UserMistakeException($"--urls {settings.Urls}: cannot listen there ({taken.Message.TrimEnd('.')}); stop what uses it or name another.");
        }
        var dashboard = withPass ? $"{server.Address}/sign-in?pass={server.Services.GetRequiredService<GuestPass>().Make()}" : server.Address;
        call.Terminal.Say($"Dashboard  {dashboard}");
        call.Terminal.Say($"Listening  {server.Address}   (Ctrl+C stops)");
        call.Terminal.Out.Flush();   // whoever started it in a pipe waits for this line
        try
        {
            await Until(beside is null ? null : stop => beside(server, dashboard, stop), call.Cancel);
        }
        finally
        {
            await server.StopAsync();
        }
        call.Terminal.Say("Stopped. Everything that was accepted is on the disk.");
        return CommandLine.Done;
    }

    /// <summary>Waits for the wish to stop; what goes on beside is told, and comes to its end before the server does.</summary>
    private static async Task Until(Func<CancellationToken, Task>? beside, CancellationToken cancel)
    {
        var stopped = new TaskCompletionSource();
        await using var _ = cancel.Register(stopped.SetResult);
        if (beside is null)
        {
            await stopped.Task;
            return;
        }
        var other = beside(cancel);
        await Task.WhenAny(stopped.Task, other);
        await other;
        await stopped.Task;
    }
}
