using System.CommandLine;
using Habitue.Segments;
using Habitue.Stages;

namespace Habitue.Host;

/// <summary>The options of a run: from when it looks back, how it reads, and what becomes of the report.</summary>
internal sealed class FlowOptions
{
    private readonly AsOfOption asOf = new("Look back from this moment, UTC (else from the end of the data).");
    private readonly Option<string?> mapping = new("--mapping") { HelpName = "FILE", Description = "Read the columns as this mapping file says." };
    private readonly Option<string?> report = new("--report") { HelpName = "FILE", Description = "Where to write the report (else into the home)." };
    private readonly Option<bool> noReport = new("--no-report") { Description = "Write no report." };
    private readonly Option<string?> shop = new("--shop") { HelpName = "NAME", Description = "What the report calls the shop." };
    private readonly Option<ulong> seed = new("--seed") { HelpName = "N", Description = "Where random choices start from.", DefaultValueFactory = _ => FlowRequest.UsualSeed };
    private readonly Option<string?> rules = new("--rules") { HelpName = "FILE", Description = "Business rules for segments (else segments.rules in the home)." };
    private readonly SlicesOption slices = new();
    private readonly SegmentsByOption segmentsBy;
    private readonly Option<bool> open = new("--open") { Description = "Open the report in the browser." };
    private readonly Option<bool> json = new("--json") { Description = "Answer as JSON." };

    public FlowOptions(Command command)
    {
        foreach (var option in (Option[])[asOf.Option, mapping, report, noReport, open, shop, slices.Option, rules]) command.Add(option);
        segmentsBy = new SegmentsByOption(command);
        command.Add(seed);
        command.Add(json);
    }

    public bool Json(Call call) => call.Of(json);

    public bool Open(Call call) => call.Of(open);

    public ulong Seed(Call call) => call.Of(seed);

    public FlowRequest Request(Call call, IReadOnlyList<string> addresses, HomeOptions home)
    {
        if (call.Of(mapping) is { } file && !File.Exists(file)) throw new UserMistakeException($"{file}: there is no such mapping file; check --mapping.");
        if (call.Of(rules) is { } own && !File.Exists(own)) throw new UserMistakeException($"{own}: there is no such file of rules; check --rules.");
        if (call.Of(noReport) && (call.Of(report) is not null || call.Of(open))) throw new UserMistakeException("--no-report and --report or --open contradict each other; leave one out.");
        return new FlowRequest
        {
            Addresses = addresses,
            AsOf = asOf.Of(call),
            MappingFile = call.Of(mapping),
            ReportFile = call.Of(report),
            NoReport = call.Of(noReport),
            Seed = call.Of(seed),
            ShopName = call.Of(shop),
            Slices = slices.Of(call),
            SegmentRules = call.Of(rules),
            Chosen = segmentsBy.Of(call, slices.Of(call)?.Contains(SegmentsSlice.Slice.Name) != false),
            Threads = home.Threads(call) ?? 0,
        };
    }
}
