using System.CommandLine;
using Habitue.Experiments.Assignment;
using Habitue.Lake.Storage;

namespace Habitue.Host.Verbs;

/// <summary>Lets a test run again that a guardrail stopped.</summary>
internal sealed class ExperimentsLiftVerb : Verb
{
    private readonly Argument<string> key = new("EXPERIMENT") { Description = "Its key in the file." };
    private readonly HomeOptions home;

    public ExperimentsLiftVerb() : base("lift", "Let a test run again that was stopped because it did harm.", "habitue experiments lift free-shipping")
    {
        Add(key);
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        using var work = Workspace.Look(call, home, "experiments", readOnly: false);
        var name = ExperimentsVerb.Find(ExperimentsVerb.Definitions(work.Home.Folder), call.Of(key)!).Key;
        var lifted = new ExperimentStops(new HomeDatabase(work.Home.Folder)).Lift(name);
        call.Terminal.Say(lifted ? $"{name} runs again as its file says." : $"{name} was not stopped.");
        return CommandLine.Done;
    }
}
