using Habitue.Experiments.Analysis;
using Habitue.Experiments.Assignment;
using Habitue.Experiments.Serving;
using Habitue.Lake.Storage;

namespace Habitue.Host.Verbs;

/// <summary>Judges every test by what the warehouse holds, publishes the results as tables, and stops what does harm.</summary>
internal sealed class ExperimentsJudgeVerb : Verb
{
    private readonly AsOfOption asOf = new("Judge as of this moment (else now).");
    private readonly HomeOptions home;

    public ExperimentsJudgeVerb() : base("judge", "Judge every test by the exposures and orders of the warehouse, and publish the results.",
        "habitue experiments judge",
        "habitue experiments judge --as-of 2026-11-27")
    {
        Add(asOf.Option);
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        using var work = Workspace.Look(call, home, "experiments", readOnly: false);
        var set = ExperimentsVerb.Definitions(work.Home.Folder);
        var database = new HomeDatabase(work.Home.Folder);
        using var kept = new AssignmentStore(database);
        var reports = ExperimentWatch.Judged(work.Warehouse, set, kept, new ExperimentStops(database), asOf.Of(call) ?? call.Clock.GetUtcNow().UtcDateTime, call.Cancel);
        foreach (var report in reports) call.Terminal.Say($"{report.Experiment.Key}: {report.Sentence}");
        call.Terminal.Say($"Published  {ExperimentTables.Verdicts}, {ExperimentTables.Results}");
        return CommandLine.Done;
    }
}
