using System.CommandLine;
using Habitue.ModelShelf;

namespace Habitue.Host.Verbs;

/// <summary>Makes the version that answered before the present one answer again.</summary>
internal sealed class ModelsRollbackVerb : Verb
{
    private readonly Argument<string> name = new("NAME") { Description = "The model's name." };
    private readonly HomeOptions home;

    public ModelsRollbackVerb() : base("rollback", "Make the version that answered before answer again.", "habitue models rollback purchase-30d")
    {
        Add(name);
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        using var work = Workspace.Look(call, home, "models", readOnly: false);
        var model = new Shelf(work.Home.Models, work.Warehouse, call.Clock).RollBack(call.Of(name)!);
        call.Terminal.Say($"{model.Name} answers with version {model.Version} again; `habitue score {model.Slice}` applies it.");
        return CommandLine.Done;
    }
}
