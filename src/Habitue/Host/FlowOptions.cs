using System.CommandLine;
using System.Globalization;
using Habitue.Stages;

namespace Habitue.Host;

/// <summary>The options of a run: from when it looks back, how it reads, and what becomes of the report.</summary>
internal sealed class FlowOptions
{
    private static readonly string[] DateForms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"];

    private readonly Option<string?> asOf = new("--as-of") { HelpName = "DATE", Description = "Look back from this moment, UTC (else from the end of the data)." };
    private readonly Option<string?> mapping = new("--mapping") { HelpName = "FILE", Description = "Read the columns as this mapping file says." };
    private readonly Option<string?> report = new("--report") { HelpName = "FILE", Description = "Where to write the report (else into the home)." };
    private readonly Option<bool> noReport = new("--no-report") { Description = "Write no report." };
    private readonly Option<string?> shop = new("--shop") { HelpName = "NAME", Description = "What the report calls the shop." };
    private readonly Option<ulong> seed = new("--seed") { HelpName = "N", Description = "Where random choices start from.", DefaultValueFactory = _ => 7 };
    private readonly Option<bool> open = new("--open") { Description = "Open the report in the browser." };
    private readonly Option<bool> json = new("--json") { Description = "Answer as JSON." };

    public FlowOptions(Command command)
    {
        asOf.Validators.Add(result =>
        {
            if (result.Tokens is [var given, ..] && Moment(given.Value) is null) result.AddError($"--as-of {given.Value}: not a date; write it as 2011-12-10 or 2011-12-10T08:00.");
        });
        foreach (var option in (Option[])[asOf, mapping, report, noReport, open, shop, seed, json]) command.Add(option);
    }

    public bool Json(Call call) => call.Of(json);

    public bool Open(Call call) => call.Of(open);

    public ulong Seed(Call call) => call.Of(seed);

    public FlowRequest Request(Call call, IReadOnlyList<string> addresses, HomeOptions home)
    {
        if (call.Of(mapping) is { } file && !File.Exists(file)) throw new UserMistakeException($"{file}: there is no such mapping file; check --mapping.");
        if (call.Of(noReport) && (call.Of(report) is not null || call.Of(open))) throw new UserMistakeException("--no-report and --report or --open contradict each other; leave one out.");
        return new FlowRequest
        {
            Addresses = addresses,
            AsOf = call.Of(asOf) is { } given ? Moment(given) : null,
            MappingFile = call.Of(mapping),
            ReportFile = call.Of(report),
            NoReport = call.Of(noReport),
            Seed = call.Of(seed),
            ShopName = call.Of(shop),
            Threads = home.Threads(call) ?? 0,
        };
    }

    private static DateTime? Moment(string given) =>
        DateTime.TryParseExact(given, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : null;
}
