using System.CommandLine;
using Habitue.Lake.Loading;
using Habitue.Stages;

namespace Habitue.Host.Verbs;

/// <summary>Writes the quarantine as a file, so that a person can repair the rows and have them loaded again.</summary>
internal sealed class QualityExportVerb : Verb
{
    private readonly Argument<string> file = new("FILE") { Description = "Where to write the rows, as JSON Lines." };
    private readonly Option<string?> rule;
    private readonly HomeOptions home;

    public QualityExportVerb() : base("export", "Write the rows that were set aside to a file, to repair and replay them.",
        "habitue quality export broken.jsonl --rule unparsable-value")
    {
        Add(file);
        rule = Takes<string?>("--rule", "Only what this rule set aside.", "NAME");
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        QualityRejectedVerb.Check(call.Of(rule));
        using var work = Workspace.Look(call, home, "quality");
        work.MustHave("quarantine", "habitue run PATH");
        var written = Replay.Export(work.Warehouse, call.Of(file)!, call.Of(rule), call.Cancel);
        call.Terminal.Say($"{Words.Count(written, "row")} written to {call.Of(file)}. Repair them there, then: habitue quality replay {call.Of(file)}");
        return CommandLine.Done;
    }
}
