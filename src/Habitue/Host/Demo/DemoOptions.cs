using System.CommandLine;
using Habitue.Server;

namespace Habitue.Host.Demo;

/// <summary>What becomes of the made-up shop once it is there: whether its dashboard opens, where, and how busy it is.</summary>
internal sealed class DemoOptions
{
    private readonly Option<bool> serve = new("--serve") { Description = "Open the dashboard with live traffic also when nobody watches this terminal." };
    private readonly Option<bool> noServe = new("--no-serve") { Description = "End after the report." };
    private readonly Option<bool> noOpen = new("--no-open") { Description = "Print the dashboard's address and open no browser." };
    private readonly Option<int?> port = new("--port") { HelpName = "N", Description = $"Where to listen on this machine (else {ServerSettings.UsualPort}, or a free one when that is taken)." };
    private readonly Option<int> rate = new("--rate") { HelpName = "N", Description = "Events a second of the live traffic on average; 0 for none.", DefaultValueFactory = _ => 20 };

    public DemoOptions(Command command)
    {
        Between(port, 0, 65_535);
        Between(rate, 0, 5_000);
        foreach (var option in (Option[])[serve, noServe, noOpen, port, rate]) command.Add(option);
    }

    /// <summary>A person at a terminal sees the dashboard; a script that reads the answer gets it and goes on.</summary>
    /// <exception cref="UserMistakeException">What was asked contradicts itself.</exception>
    public bool Serves(Call call, bool json)
    {
        if (call.Of(serve) && call.Of(noServe)) throw new UserMistakeException("--serve and --no-serve contradict each other; leave one out.");
        if (call.Of(serve) && json) throw new UserMistakeException("--serve goes on until it is stopped, and --json answers once; leave one out.");
        return call.Of(serve) || (!call.Of(noServe) && !json && call.Terminal.OutputIsPerson);
    }

    public bool OpensBrowser(Call call) => !call.Of(noOpen) && call.Terminal.OutputIsPerson && Browser.IsThere;

    public int Rate(Call call) => call.Of(rate);

    /// <summary>Where to listen: only this machine, since whoever has the address sees everything.</summary>
    public string Url(Call call) => $"http://127.0.0.1:{call.Of(port) ?? (IsFree(ServerSettings.UsualPort) ? ServerSettings.UsualPort : 0)}";

    private static bool IsFree(int port)
    {
        using var probe = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, port);
        try
        {
            probe.Start();
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    private static void Between(Option option, int least, int most) => option.Validators.Add(result =>
    {
        if (result.Tokens is [var given, ..] && (!int.TryParse(given.Value, out var number) || number < least || number > most))
            result.AddError($"{option.Name} {given.Value}: give a number from {least} to {most:N0}.");
    });
}
