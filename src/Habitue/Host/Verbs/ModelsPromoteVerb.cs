using System.CommandLine;
using Habitue.ModelShelf;

namespace Habitue.Host.Verbs;

/// <summary>Makes a version of a model the one that answers.</summary>
internal sealed class ModelsPromoteVerb : Verb
{
    private readonly Argument<string> name = new("NAME") { Description = "The model's name." };
    private readonly Argument<int> version = new("VERSION") { Description = "The version that shall answer." };
    private readonly HomeOptions home;

    public ModelsPromoteVerb() : base("promote", "Make a version of a model the one that answers.", "habitue models promote purchase-30d 1")
    {
        Add(name);
        Add(version);
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        using var work = Workspace.Look(call, home, "models", readOnly: false);
        var model = new Shelf(work.Home.Models, work.Warehouse, call.Clock).Promote(call.Of(name)!, call.Of(version), "by hand");
        call.Terminal.Say($"{model.Name} answers with version {model.Version}; `habitue score {model.Slice}` applies it.");
        return CommandLine.Done;
    }
}
