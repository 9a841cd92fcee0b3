using System.CommandLine;
using Habitue.Host.Answers;
using Habitue.Lake.Loading;
using Habitue.Stages;

namespace Habitue.Host.Verbs;

/// <summary>Loads repaired rows; those that are accepted now leave the quarantine.</summary>
internal sealed class QualityReplayVerb : Verb
{
    private readonly Argument<string> file = new("FILE") { Description = "The repaired rows, as `habitue quality export` wrote them." };
    private readonly Option<bool> json;
    private readonly HomeOptions home;

    public QualityReplayVerb() : base("replay", "Load rows again that were exported and repaired.",
        "habitue quality replay broken.jsonl")
    {
        Add(file);
        json = TakesFlag("--json", "Answer as JSON.");
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        if (!File.Exists(call.Of(file))) throw new UserMistakeException($"{call.Of(file)}: there is no such file; write one with `habitue quality export FILE`.");
        using var work = Workspace.Look(call, home, "quality", readOnly: false);
        work.MustHave("quarantine", "habitue run PATH");
        var state = new FlowState(new FlowRequest { Addresses = [] }, work, call.Clock);
        var load = Replay.Run(work.Warehouse, call.Of(file)!, LoadStage.Settings(state), null, call.Cancel);
        if (call.Of(json))
        {
            LoadAnswer.WriteJson(call.Terminal.Out, load);
            return CommandLine.Done;
        }
        call.Terminal.Say($"{Words.Count(load.Rows, "row")} read, {load.Kept:N0} accepted, {load.Rejected:N0} set aside again.");
        if (load.Kept > 0) call.Terminal.Say("Tables and report still show the rows before: habitue run with any path brings them up to date.");
        return CommandLine.Done;
    }
}
