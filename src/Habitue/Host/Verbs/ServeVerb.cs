using System.CommandLine;
using Habitue.Lake.Log;
using Habitue.Server;

namespace Habitue.Host.Verbs;

/// <summary>Runs the living system until it is stopped.</summary>
internal sealed class ServeVerb : Verb
{
    private readonly Option<string> urls, log;
    private readonly Option<string?> otlp;
    private readonly Option<int> rememberIds, keepEvents, keepGigabytes, mostConnections, querySeconds;
    private readonly Option<bool> pass;
    private readonly HomeOptions home;

    public ServeVerb() : base("serve", "Collect events over HTTP, show the dashboard, keep every customer's state, decide and test, until Ctrl+C.",
        "habitue serve",
        "habitue serve --urls http://0.0.0.0:8080 --home shop")
    {
        urls = Takes("--urls", "Where to listen; only this machine can reach 127.0.0.1.", "URL", ServerSettings.DefaultUrls);
        log = Takes("--log", "How the log on the error stream looks: text, json or none.", "FORM", "text");
        log.AcceptOnlyFromAmong("text", "json", "none");
        otlp = Takes<string?>("--otlp", "Where to send measures and traces, as OTLP over HTTP (OTEL_EXPORTER_OTLP_ENDPOINT).", "URL");
        rememberIds = Takes("--remember-ids", "How many days the same messageId counts once.", "DAYS", 30);
        keepEvents = Takes("--keep-events", "How many days the log keeps events that everybody has consumed; the warehouse keeps them anyway.", "DAYS", 30);
        keepGigabytes = Takes("--keep-gigabytes", "Above this size the log removes the oldest events that everybody has consumed.", "GB", 20);
        mostConnections = Takes("--most-connections", "How many clients may be connected at once; more are dropped. At most three quarters of the files that the system lets it open.", "COUNT", 20_000);
        querySeconds = Takes("--query-seconds", "After how many seconds a question that is asked on the page Explore, or a saved one, is stopped.", "N", 30);
        pass = TakesFlag("--pass", "Print an address that opens the dashboard without an account while this run lasts; whoever has it sees everything.");
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        foreach (var url in call.Of(urls)!.Split(';'))
        {
            if (!Uri.TryCreate(url.Replace("//*", "//any").Replace("//+", "//any"), UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttp)
                throw new UserMistakeException($"--urls {url}: not an address to listen at; write it as {ServerSettings.DefaultUrls}.");
        }
        using var work = Workspace.Open(call, home, Name);
        var settings = new ServerSettings(call.Of(urls)!, work.Home.Folder) { Otlp = Otlp(call), Log = Enum.Parse<LogForm>(call.Of(log)!, ignoreCase: true), EventLog = LogOf(call), Web = new WebLimits { MostConnections = Between(call, mostConnections, 1, 1_000_000) }, Queries = new() { Time = TimeSpan.FromSeconds(Between(call, querySeconds, 1, 3600)) } };
        return ServerWork.Serve(call, work, settings, call.Of(pass)).GetAwaiter().GetResult();
    }

    private LogSettings LogOf(Call call) => new()
    {
        IdsFor = TimeSpan.FromDays(Between(call, rememberIds, 1, 200)), KeepFor = TimeSpan.FromDays(Between(call, keepEvents, 1, 3650)),
        KeepBytes = (long)Between(call, keepGigabytes, 1, 100_000) << 30,
    };

    private static int Between(Call call, Option<int> option, int least, int most) => call.Of(option) is var given && given >= least && given <= most ? given
        : throw new UserMistakeException($"{option.Name} {given}: give a number from {least} to {most:N0}.");

    private Uri? Otlp(Call call)
    {
        var given = call.Of(otlp) ?? Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT");
        if (string.IsNullOrWhiteSpace(given)) return null;
        return Uri.TryCreate(given, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https") ? address
            : throw new UserMistakeException($"--otlp {given}: not an address; write it as http://127.0.0.1:4318.");
    }
}
