using System.CommandLine;
using System.Globalization;
using Habitue.Simulation;
using Habitue.Simulation.Live;

namespace Habitue.Host;

/// <summary>The options of a simulated shop that plays against a running server.</summary>
internal sealed class LiveTrafficOptions
{
    private readonly Option<string?> server = new("--live") { HelpName = "URL", Description = "Play the shop against a running server, in real time, such as http://127.0.0.1:5080." };
    private readonly Option<double> rate = new("--rate") { HelpName = "N", Description = "Events a second on average.", DefaultValueFactory = _ => 50 };
    private readonly Option<string?> key = new("--key") { HelpName = "KEY", Description = "The server's write key (HABITUE_WRITE_KEY)." };
    private readonly Option<double?> seconds = new("--for") { HelpName = "SECONDS", Description = "How long to play (else until Ctrl+C)." };
    private readonly Option<long?> count = new("--count") { HelpName = "N", Description = "After how many events to stop." };
    private readonly Option<double> pace = new("--pace") { HelpName = "N", Description = "How many times as fast as people the visitors act.", DefaultValueFactory = _ => 1 };
    private readonly Option<string> placements = new("--placements") { HelpName = "NAMES", Description = "The places for which the server is asked what to show, with commas between; \"\" for none.", DefaultValueFactory = _ => "home" };
    private readonly Option<string?> ledger = new("--ledger") { HelpName = "FILE", Description = "Where to write what the server acknowledged, event by event." };

    public LiveTrafficOptions(Command command)
    {
        Between(rate, 0.01, 1_000_000);
        Between(seconds, 0.1, 31_536_000);
        Between(count, 1, 1e12);
        Between(pace, 0.01, 10_000);
        foreach (var option in (Option[])[server, rate, key, seconds, count, pace, placements, ledger]) command.Add(option);
    }

    public bool IsAsked(Call call) => call.Of(server) is not null;

    /// <exception cref="UserMistakeException">The address is none.</exception>
    public LivePlan Plan(Call call, ShopPlan shop)
    {
        var given = call.Of(server)!;
        if (!Uri.TryCreate(given.TrimEnd('/') + "/", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new UserMistakeException($"--live {given}: not the address of a server; write it as http://127.0.0.1:5080.");
        return new LivePlan(shop, address, call.Of(rate), (ulong)call.Clock.GetUtcNow().ToUnixTimeMilliseconds())
        {
            WriteKey = call.Of(key) ?? Environment.GetEnvironmentVariable("HABITUE_WRITE_KEY"),
            For = call.Of(seconds) is { } limit ? TimeSpan.FromSeconds(limit) : null,
            Count = call.Of(count),
            Pace = call.Of(pace),
            Placements = call.Of(placements)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            Ledger = call.Of(ledger),
        };
    }

    private static void Between(Option option, double least, double most) => option.Validators.Add(result =>
    {
        if (result.Tokens is [var given, ..] && (!double.TryParse(given.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !(number >= least && number <= most)))
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} {given.Value}: give a number from {least:0.##} to {most:N0}."));
    });
}
